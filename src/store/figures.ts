/** @file What the page shows of a run: conclusions drawn from its scores and the table. Computed once per batch of events. */
import type { Interval } from "../core/metrics/bootstrap.ts";
import type { CorrelationPoint } from "../core/metrics/history.ts";

/** One architecture of the pool as charts and tables show it. */
export interface ArchitectureFigures {
  /** Index into the run's pool. */
  readonly id: number;
  readonly architecture: string;
  /** Latest super-net accuracy. */
  readonly superNet?: number;
  /** Super-net accuracy under the rules before the last change of an evaluation setting. */
  readonly superNetBefore?: number;
  /** Step of the latest score. */
  readonly scoredAt?: number;
  /** Mean stand-alone accuracy over the seeds of the table. */
  readonly standAlone?: number;
  readonly parameters?: number;
  readonly flops?: number;
  /** Ranks among the architectures that have both accuracies, 1 is best. */
  readonly superNetRank?: number;
  readonly standAloneRank?: number;
}

/** What random search on the super-net finds. */
export interface FoundFigures {
  /** Pool indices, best by super-net first. */
  readonly ids: readonly number[];
  /** Mean stand-alone accuracy of those. */
  readonly performance?: number;
  /** Best stand-alone accuracy of the table minus `performance`. */
  readonly regret?: number;
  /** Probability that the first choice surpasses the best of ten random draws. */
  readonly surpassRandom?: number;
  /** Share of the super-net's ten best that are among the ten best. */
  readonly precisionAt10?: number;
}

export interface Figures {
  readonly architectures: readonly ArchitectureFigures[];
  /** How many have a score, and how many of those a stand-alone accuracy. */
  readonly scored: number;
  readonly judged: number;
  /** The last of the history; absent before the first. */
  readonly now?: CorrelationPoint;
  readonly history: readonly CorrelationPoint[];
  /** The last of the history under the rules before; absent where there was no change. */
  readonly previous?: CorrelationPoint;
  readonly meanSuperNet?: number;
  readonly atChance?: number;
  /** Training steps since the oldest score. */
  readonly oldest?: number;
  readonly found: FoundFigures;
}

/** What the table alone says: the lines that a correlation must be judged against, in the metric that is shown. */
export interface ReferenceFigures {
  readonly parameters?: number;
  readonly flops?: number;
  /** One seed of stand-alone training against another. */
  readonly ceiling?: number;
  /** Mean difference between two seeds of one architecture. */
  readonly seedNoise?: number;
}

/** Bootstrap interval of S-KdT, computed now and then. */
export interface IntervalFigures {
  readonly step: number;
  readonly interval: Interval | undefined;
}

export const noFigures: Figures = {
  architectures: [],
  scored: 0,
  judged: 0,
  history: [],
  found: { ids: [] },
};
