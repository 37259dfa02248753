/** @file Searches on a super-net as the page holds them: measurements only; what a find is worth the panel computes from the table. */
import type { Checkpoint } from "../core/checkpoint.ts";
import type { Failure, RunConfig, RunId } from "../core/run.ts";
import { type SearchProgress, startingSearch, tellSearches } from "../core/search/progress.ts";
import type { AskedSearch, SearchEvent } from "../core/search/searchEvent.ts";

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

export function startingSearches(
  id: RunId,
  ground: SearchGround,
  { config, step }: Pick<Checkpoint, "config" | "step">,
  asked: readonly AskedSearch[],
): SearchState {
  return {
    ...{ id, config, step, isPaused: false, isStopped: false, failure: undefined },
    of: ground.kind === "run" ? ground.run : undefined,
    file: ground.kind === "file" ? ground.name : undefined,
    searches: asked.map(startingSearch),
  };
}

export function reduceSearch(state: SearchState, events: readonly SearchEvent[]): SearchState {
  const failed = events.find((event) => event.type === "failed");
  return {
    ...state,
    searches: tellSearches(state.searches, events),
    failure: failed?.failure ?? state.failure,
  };
}

/** Whether nothing more will come of it. */
export function isSearchOver({ searches, failure, isStopped }: SearchState): boolean {
  return isStopped || failure !== undefined || searches.every(({ isOver }) => isOver);
}
