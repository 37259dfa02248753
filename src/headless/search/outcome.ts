/** @file What searches found, put together from their events and judged by the table. */

import { collapseOf } from "../../core/search/collapse.ts";
import {
  type JudgingRow,
  judgeFound,
  type MeanOverSeeds,
  meanInterval,
  type SearchReferences,
  searchReferences,
} from "../../core/search/judge.ts";
import type { SearchEvent } from "../../core/search/searchEvent.ts";
import { type AnySearchTask, isSampling } from "../../engine/searches.ts";

/** Of one algorithm and seed. Accuracies are fractions; null stands for what the table does not know. */
interface SearchOutcome {
  readonly algorithm: string;
  readonly seed: number;
  /** Different architectures evaluated: the budget, fewer where nothing new was proposed, or one where weights were trained for it. */
  readonly evaluations: number;
  /** Training steps of a search that changes the weights; null for others. */
  readonly steps: number | null;
  /** Of such a search: the step from which on its architecture had collapsed to skip connections; null where it did not end so. */
  readonly collapsedAt: number | null;
  readonly architecture: string;
  readonly superNetAccuracy: number;
  readonly standAloneAccuracy: number | null;
  /** Among the rows that judge, 1 is best. */
  readonly rank: number | null;
  readonly rows: number;
  /** P > R, against as many draws as `references.draws` says. */
  readonly surpassRandom: number | null;
  readonly regret: number | null;
  /** After each evaluation, of the best so far by super-net: its accuracies; empty where weights were trained for one architecture. */
  readonly bestSoFar: readonly {
    readonly superNetAccuracy: number;
    readonly standAloneAccuracy: number | null;
  }[];
}

/** One algorithm over its seeds; null where fewer than two are known. */
interface AlgorithmOutcome {
  readonly algorithm: string;
  readonly seeds: number;
  readonly superNetAccuracy: MeanOverSeeds | null;
  readonly standAloneAccuracy: MeanOverSeeds | null;
  readonly regret: MeanOverSeeds | null;
}

export interface SearchReport {
  readonly references: SearchReferences | null;
  readonly searches: readonly SearchOutcome[];
  /** A search that changes the weights scores with weights of its own: its super-net accuracy compares with no other's. */
  readonly algorithms: readonly AlgorithmOutcome[];
}

/**
 * @param truthOf stand-alone accuracy of an architecture in the space's notation
 * @param rows that judge: uniform draws from what the run admits
 */
export function reportOf(
  tasks: readonly AnySearchTask[],
  events: readonly SearchEvent[],
  truthOf: (architecture: string) => number | undefined,
  rows: readonly JudgingRow[],
): SearchReport {
  const searches = tasks.map((task, search) => outcomeOf(task, search, events, truthOf, rows));
  const algorithms = [...new Set(searches.map(({ algorithm }) => algorithm))].map((algorithm) => {
    const own = searches.filter((outcome) => outcome.algorithm === algorithm);
    const over = (value: (outcome: SearchOutcome) => number | null): MeanOverSeeds | null =>
      meanInterval(own.map(value).filter((known) => known !== null)) ?? null;
    return {
      algorithm,
      seeds: own.length,
      superNetAccuracy: over(({ superNetAccuracy }) => superNetAccuracy),
      standAloneAccuracy: over(({ standAloneAccuracy }) => standAloneAccuracy),
      regret: over(({ regret }) => regret),
    };
  });
  const budget = tasks.find(isSampling)?.budget ?? 1;
  return { references: searchReferences(rows, budget) ?? null, searches, algorithms };
}

function outcomeOf(
  { algorithm, seed }: AnySearchTask,
  search: number,
  events: readonly SearchEvent[],
  truthOf: (architecture: string) => number | undefined,
  rows: readonly JudgingRow[],
): SearchOutcome {
  const proposed = events.flatMap((event) =>
    event.type === "proposed" && event.search === search ? [event] : [],
  );
  const ended = events.find((event) => event.type === "searched" && event.search === search);
  const found = ended?.type === "searched" ? ended.found : undefined;
  const mixed = events.flatMap((event) => (event.type === "mixed" && event.search === search ? [event] : []));
  if (!found) throw new RangeError(`${algorithm.id} with seed ${seed} evaluated nothing`);
  const truth = truthOf(found.architecture);
  const outcome = truth === undefined ? undefined : judgeFound(truth, rows);
  return {
    algorithm: algorithm.id,
    seed,
    evaluations: Math.max(1, proposed.length),
    steps: mixed.length > 0 ? mixed.length : null,
    collapsedAt: collapseOf(mixed) ?? null,
    architecture: found.architecture,
    superNetAccuracy: found.accuracy,
    standAloneAccuracy: truth ?? null,
    rank: outcome?.rank ?? null,
    rows: rows.length,
    surpassRandom: outcome?.surpassRandom ?? null,
    regret: outcome?.regret ?? null,
    bestSoFar: proposed.map(({ best }) => ({
      superNetAccuracy: best.accuracy,
      standAloneAccuracy: truthOf(best.architecture) ?? null,
    })),
  };
}
