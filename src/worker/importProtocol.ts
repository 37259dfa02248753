/** @file Between the page and the thread that reads a user's files: one job a thread, plain data only. */
import type { ReadResult } from "../core/fieldReader.ts";
import type { Run } from "../core/runState.ts";
import type { StudyResults } from "../core/study/results.ts";
import type { ReadProgress } from "../core/tables/progress.ts";
import type { ReadTable } from "../core/tables/understanding.ts";
import type { RecordPiece } from "./recordPieces.ts";

export interface TableJob {
  readonly file: File;
  /** Id of the search space that the architectures should be of. */
  readonly space: string;
  /** Answers to questions, `column=meaning`. */
  readonly maps: readonly string[];
}

export interface RecordJob {
  readonly file: File;
  readonly kind: "run" | "study";
}

export type ImportJob = TableJob | RecordJob;

export type ImportReport =
  | { readonly type: "progress"; readonly progress: ReadProgress }
  | { readonly type: "read"; readonly read: ReadTable }
  | { readonly type: "piece"; readonly piece: RecordPiece }
  /** After the last piece; in their place where the file cannot be used. */
  | { readonly type: "record"; readonly problem?: string };

/** All of them throw the signal's reason once that is aborted; whatever else goes wrong with file or reader is the problem that comes back. */
export interface FileReaders {
  read(job: TableJob, onProgress: (progress: ReadProgress) => void, signal: AbortSignal): Promise<ReadTable>;
  readRun(file: File, signal: AbortSignal): Promise<ReadResult<Run>>;
  readStudy(file: File, signal: AbortSignal): Promise<ReadResult<StudyResults>>;
}
