/** @file Between the page and the thread that reads a user's table: one job a thread, plain data only. */
import type { ReadProgress } from "../core/tables/progress.ts";
import type { ReadTable } from "../core/tables/understanding.ts";

export interface ImportJob {
  readonly file: File;
  /** Id of the search space that the architectures should be of. */
  readonly space: string;
  /** Answers to questions, `column=meaning`. */
  readonly maps: readonly string[];
}

export type ImportReport =
  | { readonly type: "progress"; readonly progress: ReadProgress }
  | { readonly type: "read"; readonly read: ReadTable };

export interface TableReader {
  /**
   * Whatever goes wrong with file or reader is the problem that comes back.
   * @throws the signal's reason, once that is aborted
   */
  read(job: ImportJob, onProgress: (progress: ReadProgress) => void, signal: AbortSignal): Promise<ReadTable>;
}
