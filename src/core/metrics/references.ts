/** @file The lines that a correlation must be judged against, computed from the table in the metric that is shown. */
import type { LinkView } from "../linkView.ts";
import type { TableRow } from "../tables.ts";
import { metricOf } from "./index.ts";
import { defaultMetricOptions, type RankingInput } from "./metric.ts";
import { ceilingOfOracle, meanSeedDifference, ofKendall, ofSpearman } from "./noise.ts";
import type { Compute } from "./paired.ts";

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
  /** One seed of stand-alone training against another. */
  readonly seedAgainstSeed?: number;
  /** Mean difference between two seeds of one architecture. */
  readonly seedNoise?: number;
}

/** The correlation that is shown, as a function. */
export function shownMetric({ metric, thr }: Pick<LinkView, "metric" | "thr">): Compute {
  const options = { ...defaultMetricOptions, threshold: thr };
  return (input) => metricOf(metric).compute(input, options);
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
  const seeds = rows.map((row) => (row.test.length > 0 ? row.test : row.validation));
  const between = seedAgainstSeed(seeds, value);
  const minSeeds = seeds.reduce((fewest, row) => Math.min(fewest, row.length), Number.POSITIVE_INFINITY);
  // The estimate knows of no ties, but nothing reaches more than the true order itself, which a coarse threshold keeps below 1.
  const reachable = (ceiling: number): number =>
    Math.min(ceiling, value({ predictions: groundTruths, groundTruths }) ?? ceiling);
  const conversion = view.metric === "rho" ? ofSpearman : ofKendall;
  const figures: { [Key in keyof ReferenceFigures]: number | undefined } = {
    parameters: against((row) => row.parameters),
    flops: against((row) => row.flops),
    gradientNorm: against((row) => row.gradientNorm),
    superNet: against((row) => row.superNet),
    // Like with like: a super-net is judged by the mean over the seeds, not by one of them.
    oracle: between === undefined ? undefined : reachable(ceilingOfOracle(between, minSeeds, conversion)),
    seedAgainstSeed: between,
    seedNoise: meanSeedDifference(seeds),
  };
  return Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== undefined));
}

/** Mean over all ordered pairs of seeds: the one predicts, the other is the truth. */
function seedAgainstSeed(
  seeds: readonly (readonly number[])[],
  value: (input: RankingInput) => number | undefined,
): number | undefined {
  const count = seeds.reduce((most, row) => Math.max(most, row.length), 0);
  const values: number[] = [];
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++) {
      if (a === b) continue;
      const both = seeds.filter((row) => row.length > Math.max(a, b));
      const found = value({
        predictions: both.map((row) => row[a] as number),
        groundTruths: both.map((row) => row[b] as number),
      });
      if (found !== undefined) values.push(found);
    }
  return values.length === 0 ? undefined : values.reduce((x, y) => x + y, 0) / values.length;
}
