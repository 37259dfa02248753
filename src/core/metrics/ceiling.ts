/** @file The best to hope for: what knowing every architecture's expected accuracy would reach against the mean of a table's seeds. */
import type { LinkView } from "../linkView.ts";
import { createRandom } from "../random.ts";
import { meanOf } from "./mean.ts";
import { type AccuracyPerSeed, fewestSeeds, seedAgainstSeed, sumOfSquares, varianceWithin } from "./noise.ts";
import { shownMetric } from "./shown.ts";

type View = Pick<LinkView, "metric" | "thr">;

/**
 * The ceiling in the metric that is shown; an estimate. Without rounding it follows from how well single seeds agree (`ceilingOfOracle`);
 * what rounding to a threshold costs beyond that is taken from tables that are drawn like this one, in which every expected accuracy is known.
 * `undefined` where no two seeds have ten architectures in common or where they do not agree at all, and where all means round to one value.
 */
export function ceilingOf(accuracies: AccuracyPerSeed, { metric, thr }: View): number | undefined {
  const unrounded = shownMetric({ metric, thr: 0 });
  const between = seedAgainstSeed(accuracies, unrounded);
  if (between === undefined || between <= 0) return undefined;
  const conversion = metric === "rho" ? ofSpearman : ofKendall;
  const ceiling = ceilingOfOracle(between, fewestSeeds(accuracies), conversion);
  if (metric !== "skdt" || thr === 0) return ceiling;
  const shown = shownMetric({ metric, thr });
  const means = accuracies.map(meanOf);
  if (shown({ predictions: means, groundTruths: means }) === undefined) return undefined;
  const drawn = drawnLike(accuracies);
  const mean = (value: typeof unrounded): number => meanOf(drawn.flatMap((table) => value(table) ?? []));
  const [rounded, exact] = [mean(shown), mean(unrounded)];
  // Where the seeds scatter more than the means no such table says anything, and the ceiling is low already.
  const estimate = rounded > 0 && exact > 0 ? Math.min(1, (ceiling * rounded) / exact) : ceiling;
  // No single seed predicts another one better than expected accuracies predict their mean: where a coarse threshold leaves few pairs, the
  // two estimates may seem to say so.
  return Math.max(estimate, seedAgainstSeed(accuracies, shown) ?? 0);
}

/** The mean over so many varies by some 0.002. */
const tables = 20;

/**
 * Tables with the same spread and noise. Expected accuracies: the means, drawn together so far that what is left of their variance is not noise.
 * Measured: with the mean of as many deviations as there are seeds, drawn from the architecture's own, since noise falls with accuracy;
 * √(k / (k − 1)) of them, since they are from a mean of k. One without a second seed borrows those of another.
 */
function drawnLike(accuracies: AccuracyPerSeed): { predictions: number[]; groundTruths: number[] }[] {
  const means = accuracies.map(meanOf);
  const center = meanOf(means);
  const spread = sumOfSquares(means) / (means.length - 1);
  const noise = (varianceWithin(accuracies) ?? 0) * meanOf(accuracies.map(({ length }) => 1 / length));
  const reliability = Math.max(0, 1 - noise / spread);
  const predictions = means.map((mean) => center + Math.sqrt(reliability) * (mean - center));
  const deviations = accuracies.map((values, index) =>
    values.map(
      (value) => (value - (means[index] as number)) * Math.sqrt(values.length / (values.length - 1)),
    ),
  );
  const several = deviations.filter(({ length }) => length > 1);
  const random = createRandom(1).fork("ceiling");
  const of = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;
  return Array.from({ length: tables }, () => ({
    predictions,
    groundTruths: predictions.map((expected, index) => {
      const own = deviations[index] as readonly number[];
      const from = own.length > 1 ? own : of(several);
      return expected + meanOf(own.map(() => of(from)));
    }),
  }));
}

/**
 * What a predictor that knows every architecture's expected accuracy would reach against the mean over k seeds, from the rank correlation
 * between single seeds: √reliability, by Spearman and Brown's prophecy formula k·ρ / (1 + (k − 1)·ρ) on the Pearson correlation that belongs
 * to it for normal variables (for τ, ρ = sin(π τ / 2): Kendall & Gibbons, "Rank Correlation Methods", chapter 10). An estimate; 0 where it
 * is not above 0.
 */
export function ceilingOfOracle(
  between: number,
  seeds: number,
  { toRho, fromRho }: Conversion = ofKendall,
): number {
  return fromRho(Math.sqrt(prophecy(toRho(between), seeds)));
}

/** How a rank correlation of normal variables belongs to their Pearson correlation; below zero counts as zero. */
interface Conversion {
  toRho(rank: number): number;
  fromRho(rho: number): number;
}

const within = (value: number): number => Math.max(0, Math.min(1, value));
/** τ = 2/π · asin ρ. */
const ofKendall: Conversion = {
  toRho: (tau) => Math.sin((Math.PI / 2) * within(tau)),
  fromRho: (rho) => (2 / Math.PI) * Math.asin(within(rho)),
};
/** Spearman's: 6/π · asin(ρ / 2). */
const ofSpearman: Conversion = {
  toRho: (spearman) => 2 * Math.sin((Math.PI / 6) * within(spearman)),
  fromRho: (rho) => (6 / Math.PI) * Math.asin(within(rho) / 2),
};

const prophecy = (rho: number, seeds: number): number => (seeds * rho) / (1 + (seeds - 1) * rho);
