/** @file Searches on a run's super-net as the page holds them: measurements only; what a find is worth the panel computes from the table. */
import type { Failure, RunId } from "../core/run.ts";
import type { ScoredArchitecture, SearchEvent } from "../core/search/searchEvent.ts";
import type { AskedSearch } from "../worker/protocol.ts";

export interface SearchProgress extends AskedSearch {
  /** Different architectures evaluated so far. */
  readonly evaluations: number;
  /** Best so far by super-net, every time it changed. */
  readonly best: readonly ScoredArchitecture[];
  readonly isOver: boolean;
  /** Of a search that changes the weights: how it went, thinned to some two hundred steps. */
  readonly path: readonly MixedStep[];
}

type MixedStep = Extract<SearchEvent, { type: "mixed" }>;

const longestPath = 200;

export interface SearchState {
  readonly id: RunId;
  /** The run whose weights are searched on, and after how many of its steps. */
  readonly of: RunId;
  readonly step: number;
  readonly isPaused: boolean;
  readonly searches: readonly SearchProgress[];
  readonly failure: Failure | undefined;
}

export function startingSearch(
  id: RunId,
  of: RunId,
  step: number,
  asked: readonly AskedSearch[],
): SearchState {
  const searches = asked.map((search) => ({ ...search, evaluations: 0, best: [], path: [], isOver: false }));
  return { id, of, step, isPaused: false, searches, failure: undefined };
}

export function reduceSearch(state: SearchState, event: SearchEvent): SearchState {
  switch (event.type) {
    case "proposed":
      return changed(state, event.search, ({ best }) => ({
        evaluations: event.index + 1,
        ...(best.at(-1)?.architecture !== event.best.architecture && { best: [...best, event.best] }),
      }));
    case "searched":
      return changed(state, event.search, ({ best }) => ({
        evaluations: event.evaluations,
        isOver: true,
        best: best[0] ? best : [event.found],
      }));
    case "mixed":
      return changed(state, event.search, ({ path }) => ({ path: thinned(path, event) }));
    case "failed":
      return { ...state, failure: event.failure };
    default:
      throw event satisfies never;
  }
}

/** Every second step is forgotten where there are too many. */
function thinned(path: readonly MixedStep[], event: MixedStep): readonly MixedStep[] {
  return [...(path.length < longestPath ? path : path.filter((_, index) => index % 2 === 0)), event];
}

function changed(
  state: SearchState,
  search: number,
  change: (progress: SearchProgress) => Partial<SearchProgress>,
): SearchState {
  const searches = state.searches.map((progress, index) =>
    index === search ? { ...progress, ...change(progress) } : progress,
  );
  return { ...state, searches };
}

/** Whether nothing more will come of it. */
export function isSearchOver({ searches, failure }: SearchState): boolean {
  return failure !== undefined || searches.every(({ isOver }) => isOver);
}
