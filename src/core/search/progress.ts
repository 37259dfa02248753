/** @file How far searches are, as their events tell it: measurements only, the same for page and terminal. */
import { collapsedSince } from "./collapse.ts";
import {
  type AskedSearch,
  type Compute,
  nothingSpent,
  type ReportedState,
  type ScoredArchitecture,
  type SearchEvent,
} from "./searchEvent.ts";

export interface EvaluatedArchitecture extends ScoredArchitecture {
  /** What it was made from; all were evaluated before. */
  readonly parents: readonly string[];
}

type MixedStep = Omit<Extract<SearchEvent, { type: "mixed" }>, "type" | "search" | "compute">;

/** Probabilities of every choice of every decision when an architecture was proposed. */
interface DrawnFrom {
  /** Of that evaluation, from 0. */
  readonly index: number;
  readonly probabilities: readonly (readonly number[])[];
}

export interface SearchProgress extends AskedSearch {
  /** In the order of evaluation; empty where weights are trained for one architecture. */
  readonly evaluated: readonly EvaluatedArchitecture[];
  /** Different architectures evaluated so far. */
  readonly evaluations: number;
  /** Training steps so far, of a search that changes the weights. */
  readonly steps: number;
  /** Steps of fine-tuning so far, before the first evaluation. */
  readonly tuned: number;
  /** Best so far by super-net, every time it changed; the last one is what was found. */
  readonly best: readonly ScoredArchitecture[];
  /** From when the last architecture was proposed; absent where the algorithm has none. */
  readonly state: ReportedState | undefined;
  /** Of a controller: its distributions, thinned to some two hundred. */
  readonly distributions: readonly DrawnFrom[];
  /** Of a search that changes the weights: how it went, thinned to some two hundred steps. */
  readonly path: readonly MixedStep[];
  /** Of such a search: the step from which on its architecture has collapsed to skip connections. */
  readonly collapsedAt: number | undefined;
  /** Of such a search: the step at which it diverged; it is over then, and has found nothing. */
  readonly divergedAt: number | undefined;
  readonly compute: Compute;
  readonly isOver: boolean;
}

const longestPath = 200;

export const startingSearch = (asked: AskedSearch): SearchProgress => ({
  ...asked,
  ...{
    evaluated: [],
    evaluations: 0,
    steps: 0,
    tuned: 0,
    best: [],
    state: undefined,
    distributions: [],
    path: [],
  },
  ...{ collapsedAt: undefined, divergedAt: undefined, compute: nothingSpent, isOver: false },
});

/** The searches after events of any of them; what failed is not told here. */
export function tellSearches(
  searches: readonly SearchProgress[],
  events: readonly SearchEvent[],
): readonly SearchProgress[] {
  return searches.map((progress, search) => {
    const own = events.filter((event) => event.type !== "failed" && event.search === search);
    return own.length === 0 ? progress : told(progress, own);
  });
}

/** Arrays are copied once for all events. */
function told(progress: SearchProgress, events: readonly SearchEvent[]): SearchProgress {
  const evaluated = [...progress.evaluated];
  const best = [...progress.best];
  let { evaluations, steps, tuned, state, distributions, path, collapsedAt, divergedAt, compute, isOver } =
    progress;
  for (const event of events) {
    if (event.type === "failed") continue;
    compute = added(compute, event.compute);
    if (event.type === "proposed") {
      const { architecture, accuracy, index, parents } = event;
      evaluations = index + 1;
      evaluated.push({ architecture, accuracy, index, parents });
      if (best.at(-1)?.architecture !== event.best.architecture) best.push(event.best);
      state = event.state;
      if (state?.kind === "distribution")
        distributions = thinned(distributions, { index, probabilities: state.probabilities });
    } else if (event.type === "tuned") tuned = event.step;
    else if (event.type === "mixed") {
      const { step, probabilities, decided, architecture, skips } = event;
      steps = step;
      path = thinned(path, { step, probabilities, architecture, skips, ...(decided && { decided }) });
      collapsedAt = collapsedSince(collapsedAt, event);
    } else if (event.type === "diverged") {
      divergedAt = event.step;
      isOver = true;
    } else {
      evaluations = event.evaluations;
      isOver = true;
      if (best.length === 0) best.push(event.found);
    }
  }
  return {
    ...progress,
    ...{
      evaluated,
      evaluations,
      steps,
      tuned,
      best,
      state,
      distributions,
      path,
      collapsedAt,
      divergedAt,
      compute,
      isOver,
    },
  };
}

const added = (one: Compute, other: Compute): Compute => ({
  trained: one.trained + other.trained,
  scored: one.scored + other.scored,
  seconds: one.seconds + other.seconds,
});

/** With one more; every second is forgotten where there are too many. */
function thinned<T>(path: readonly T[], next: T): readonly T[] {
  return [...(path.length < longestPath ? path : path.filter((_, index) => index % 2 === 0)), next];
}

/**
 * The ancestors of an architecture that a search evaluated, and itself, in the order of evaluation: what it was made from, what that was
 * made from, and so on.
 */
export function familyOf(
  evaluated: readonly EvaluatedArchitecture[],
  architecture: string,
): readonly EvaluatedArchitecture[] {
  const byText = new Map(evaluated.map((one) => [one.architecture, one]));
  const family = new Set<EvaluatedArchitecture>();
  const waiting = [byText.get(architecture)];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (family.has(next)) continue;
    family.add(next);
    waiting.push(...next.parents.flatMap((parent) => byText.get(parent) ?? []));
  }
  return [...family].sort((one, other) => one.index - other.index);
}
