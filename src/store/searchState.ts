/** @file Searches on a super-net as the page holds them: measurements only; what a find is worth the panel computes from the table. */
import type { Checkpoint } from "../core/checkpoint.ts";
import type { Failure, RunConfig, RunId } from "../core/run.ts";
import type { SearchProgress } from "../core/search/progress.ts";

/** Whose weights are searched on: a run of the list, or a checkpoint of a file. */
export type SearchGround =
  | { readonly kind: "run"; readonly run: RunId }
  | { readonly kind: "file"; readonly name: string; readonly checkpoint: Checkpoint };

export interface SearchState {
  readonly id: RunId;
  /** The run whose weights are searched on; `undefined`: they are of a file. */
  readonly of: RunId | undefined;
  /** Name of that file. */
  readonly file: string | undefined;
  /** Of those weights, and after how many training steps they were taken. */
  readonly config: RunConfig;
  readonly step: number;
  readonly isPaused: boolean;
  readonly isStopped: boolean;
  readonly searches: readonly SearchProgress[];
  readonly failure: Failure | undefined;
}

/** Whether nothing more will come of it. */
export function isSearchOver({ searches, failure, isStopped }: SearchState): boolean {
  return isStopped || failure !== undefined || searches.every(({ isOver }) => isOver);
}
