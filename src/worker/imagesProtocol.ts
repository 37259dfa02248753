/** @file Between the page and the thread that packs a user's own images: one job a thread, plain data only. */

export interface ImagesJob {
  readonly files: readonly File[];
  /** Halves both sides. */
  readonly isHalved: boolean;
}

export type PackedAnswer =
  | {
      readonly ok: true;
      /** Name of the data set. */
      readonly id: string;
      readonly pack: Blob;
      readonly notes: readonly string[];
      /** Whether the browser keeps it beyond the page. */
      readonly isKept: boolean;
    }
  | { readonly ok: false; readonly message: string; readonly isHalf: boolean };

export type ImagesReport =
  /** Bytes read so far. */
  | { readonly type: "progress"; readonly bytes: number }
  | { readonly type: "answer"; readonly answer: PackedAnswer };

export interface ImagesReader {
  /**
   * Whatever goes wrong with files or thread is the answer.
   * @param onProgress bytes read so far
   * @throws the signal's reason, once that is aborted
   */
  read(job: ImagesJob, onProgress: (bytes: number) => void, signal: AbortSignal): Promise<PackedAnswer>;
}
