/** @file The lines that a correlation must be judged against, computed from the table in the metric that is shown. */
import type { LinkView } from "../linkView.ts";
import type { TableRow } from "../tables.ts";
import { ceilingOf } from "./ceiling.ts";
import { fewestSeeds, meanSeedDifference, perSeedOf, seedAgainstSeed } from "./noise.ts";
import { shownMetric } from "./shown.ts";

/**
 * What the table alone says of the architectures that are ranked: the lines that a correlation must be judged against, in the metric
 * that is shown.
 */
export interface ReferenceFigures {
  readonly parameters?: number;
  readonly flops?: number;
  /** Gradient norm at initialization, a zero-cost proxy. */
  readonly gradientNorm?: number;
  /** Accuracy in a super-net elsewhere, where the table's file brings one. */
  readonly superNet?: number;
  /** What knowing every architecture's expected accuracy would reach against the mean over the table's seeds. */
  readonly oracle?: number;
  /** Fewest trainings that an architecture has. */
  readonly seeds?: number;
  /** One seed of stand-alone training against another. */
  readonly seedAgainstSeed?: number;
  /** Mean difference between two seeds of one architecture. */
  readonly seedNoise?: number;
}

/** @param rows the table's rows of the architectures that are judged */
export function referencesOf(
  rows: readonly TableRow[],
  view: Pick<LinkView, "metric" | "thr">,
): ReferenceFigures {
  const value = shownMetric(view);
  const groundTruths = rows.map((row) => row.accuracy);
  const against = (size: (row: TableRow) => number | undefined): number | undefined => {
    const sizes = rows.map(size);
    return sizes.every((item) => item !== undefined)
      ? value({ predictions: sizes, groundTruths })
      : undefined;
  };
  const perSeed = perSeedOf(rows);
  const figures: { [Key in keyof ReferenceFigures]: number | undefined } = {
    parameters: against((row) => row.parameters),
    flops: against((row) => row.flops),
    gradientNorm: against((row) => row.gradientNorm),
    superNet: against((row) => row.superNet),
    // Like with like: a super-net is judged by the mean over the seeds, not by one of them.
    oracle: ceilingOf(perSeed, view),
    seeds: rows.length > 0 ? fewestSeeds(perSeed) : undefined,
    seedAgainstSeed: seedAgainstSeed(perSeed, value),
    seedNoise: meanSeedDifference(perSeed),
  };
  return Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== undefined));
}
