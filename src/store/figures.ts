/** @file What the page shows of a run: conclusions drawn from one complete scoring round and the table. */
import type { Interval } from "../core/metrics/bootstrap.ts";
import type { CorrelationPoint } from "../core/metrics/history.ts";
import type { RankingRule } from "../core/metrics/prediction.ts";
import type { Round } from "../core/rounds.ts";

/** One architecture of the pool as charts and tables show it. */
export interface ArchitectureFigures {
  readonly architecture: string;
  /** Super-net accuracy in the round that is shown. */
  readonly superNet?: number;
  /** Validation loss in the same round, nats. */
  readonly superNetLoss?: number;
  /** What it is ranked by, higher being better: accuracy or minus the loss, of this round or the mean of the last few. */
  readonly prediction?: number;
  /** Super-net accuracy by the rules before the last change of an evaluation setting, on the same weights. */
  readonly superNetBefore?: number;
  /** Mean stand-alone accuracy over the seeds of the table. */
  readonly standAlone?: number;
  readonly parameters?: number;
  readonly flops?: number;
  /** Ranks among the architectures that are judged, 1 is best; absent on the others. */
  readonly superNetRank?: number;
  readonly standAloneRank?: number;
}

/** An architecture with both accuracies, in a correlation; picked rows of a table have both, but are not judged. */
export type RankedFigures = ArchitectureFigures &
  Required<
    Pick<ArchitectureFigures, "superNet" | "prediction" | "standAlone" | "superNetRank" | "standAloneRank">
  >;

export function isRanked(item: ArchitectureFigures): item is RankedFigures {
  return item.superNetRank !== undefined;
}

/** What random search on the super-net finds. */
export interface FoundFigures {
  /** Best by super-net first. */
  readonly best: readonly ArchitectureFigures[];
  /** Whether others tie with the last of them; then what follows are means over all ways to choose. */
  readonly isTied: boolean;
  /** Mean stand-alone accuracy of those. */
  readonly performance?: number;
  /** Probability that the first choice surpasses the best of ten random draws. */
  readonly surpassRandom?: number;
  /** Share of the super-net's ten best that are among the ten best. */
  readonly precisionAt10?: number;
}

/** The state that the round shown is compared with. */
export interface ComparisonFigures {
  /** rules: the same weights, scored by the rules before the last change. run: the baseline run. */
  readonly with: "rules" | "run";
  /** Step of the weights on the other side. */
  readonly step: number;
  /** Of two runs: images that either side's weights have been trained on. */
  readonly images?: { readonly before: number; readonly now: number };
  /** By what either side is ranked: a setting of a run. */
  readonly rankBy: Readonly<Record<"before" | "now", RankingRule["rankBy"]>>;
  /** Architectures judged on both sides. */
  readonly count: number;
  /** S-KdT over those, of the other side and of the round shown. */
  readonly before: number | undefined;
  readonly now: number | undefined;
  readonly architectures: readonly string[];
  /** What those architectures are ranked by on either side, and their ground truths, for the interval. */
  readonly pairs: {
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly groundTruths: readonly number[];
  };
}

/** The round shown beside a ranking by parameter count, on the same architectures, in the metric that is shown. */
export type AgainstParameters = Pick<ComparisonFigures, "before" | "now" | "pairs">;

export interface Figures {
  readonly architectures: readonly ArchitectureFigures[];
  /** The round that is shown: the last complete one, with its number; absent before the first. */
  readonly round?: Round & { readonly number: number };
  /** What the architectures are ranked by; absent before the first round. */
  readonly rule?: RankingRule;
  /** How many have a score in it, and how many of those a stand-alone accuracy. */
  readonly scored: number;
  readonly ranked: number;
  /** The correlations of that round; absent where too few are judged. */
  readonly now?: CorrelationPoint;
  readonly history: readonly CorrelationPoint[];
  readonly comparison?: ComparisonFigures;
  /** Absent where too few are judged or the size of one is not known. */
  readonly againstParameters?: AgainstParameters;
  readonly meanSuperNet?: number;
  readonly atChance?: number;
  readonly found: FoundFigures;
}

/** How sure the values of the round shown are: 95 % bootstrap intervals over architectures. */
export interface CertaintyFigures {
  /** Number of the round. */
  readonly round: number;
  /** Of S-KdT. */
  readonly interval: Interval | undefined;
  /** Of the difference in S-KdT to the other side of the comparison, architectures resampled in pairs. */
  readonly difference: Interval | undefined;
  /** Of the difference to ranking by parameter count, likewise, in the metric that is shown. */
  readonly parameters: Interval | undefined;
}

export const noFigures: Figures = {
  architectures: [],
  scored: 0,
  ranked: 0,
  history: [],
  found: { best: [], isTied: false },
};
