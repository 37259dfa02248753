/**
 * @file Differences between runs in pairs that share a seed, over seeds and architectures. Apart from two rankings (`paired.ts`), which
 * the page needs at first sight.
 */
import { createRandom, type Random } from "../random.ts";
import { type Interval, intervalOf } from "./bootstrap.ts";
import { resamples, sKdTAt } from "./certainty.ts";
import { meanOf } from "./mean.ts";
import { type Compute, pairedDifference } from "./paired.ts";

import { studentQuantile } from "./studentT.ts";

/** Runs in pairs that differ in one thing, all judged on the same architectures. */
export interface PairedRuns {
  /** Pairs with one number share a seed and are drawn together. */
  readonly runs: readonly {
    readonly seed: number;
    readonly a: ArrayLike<number>;
    readonly b: ArrayLike<number>;
  }[];
  readonly groundTruths: ArrayLike<number>;
}

/**
 * Without the pairs of which either run has no value, as where a super-net gives all architectures the same accuracy: they are in no mean,
 * so whoever tells one tells how many they are.
 */
export function rankedPairs({ runs, groundTruths }: PairedRuns, compute: Compute): PairedRuns {
  const isRanked = ({ a, b }: PairedRuns["runs"][number]): boolean =>
    pairedDifference({ a, b, groundTruths }, compute) !== undefined;
  return { runs: runs.filter(isRanked), groundTruths };
}

/** Mean over the pairs of metric of `b` minus metric of `a`, those without a value left out; `undefined` where none has one. */
export function meanPairedDifference(
  { runs, groundTruths }: PairedRuns,
  compute: Compute,
): number | undefined {
  const differences = runs.flatMap(({ a, b }) => pairedDifference({ a, b, groundTruths }, compute) ?? []);
  return differences.length === 0
    ? undefined
    : differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
}

/** The mean difference over `resamples` draws of architectures, the same for all runs; the seeds stay as they are. */
export function* pairedRunsResamples(
  { runs, groundTruths }: PairedRuns,
  compute: Compute,
  random: Random,
  resamples: number,
): Generator<number | undefined> {
  const picked = (values: ArrayLike<number>, picks: readonly number[]): Float64Array =>
    Float64Array.from(picks, (pick) => values[pick] as number);
  for (let draw = 0; draw < resamples; draw++) {
    const picks = Array.from({ length: groundTruths.length }, () => random.below(groundTruths.length));
    const again = runs.map(({ seed, a, b }) => ({ seed, a: picked(a, picks), b: picked(b, picks) }));
    yield meanPairedDifference({ runs: again, groundTruths: picked(groundTruths, picks) }, compute);
  }
}

/**
 * 95 % interval of the mean difference. With one seed it is over architectures alone: the percentile interval of `values`. With several it
 * is over seeds and architectures: the squares of the half widths of both add up, each by Student's t (W. G. Howe, "Approximate Confidence
 * Limits on the Mean of X + Y Where X and Y Are Two Tabled Independent Random Variables", JASA 69, 1974). What differs from seed to seed by
 * architecture counts in both, so it is rather too wide; a bootstrap that draws two or three seeds anew would be far too narrow.
 * @param values of `pairedRunsResamples`
 */
export function pairedRunsInterval(
  pairs: PairedRuns,
  compute: Compute,
  values: readonly (number | undefined)[],
): Interval | undefined {
  const percentile = intervalOf(values);
  const mean = meanPairedDifference(pairs, compute);
  const seeds = [...new Set(pairs.runs.map(({ seed }) => seed))];
  if (!percentile || mean === undefined || seeds.length < 2) return percentile;
  const perSeed = seeds.flatMap(
    (seed) =>
      meanPairedDifference({ ...pairs, runs: pairs.runs.filter((run) => run.seed === seed) }, compute) ?? [],
  );
  const known = values.filter((value) => value !== undefined);
  const [overSeeds, overArchitectures] = [varianceOf(perSeed) / perSeed.length, varianceOf(known)];
  const squared = (variance: number, freedom: number): number =>
    studentQuantile(0.975, freedom) ** 2 * variance;
  const half = Math.sqrt(
    squared(overSeeds, perSeed.length - 1) + squared(overArchitectures, pairs.groundTruths.length - 1),
  );
  return { low: mean - half, high: mean + half };
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** Mean differences in S-KdT between runs in pairs that share seeds, over architectures drawn anew: `pairedRunsIntervalAt` is of them. */
export function pairedRunsResamplesAt(pairs: PairedRuns, threshold: number): Generator<number | undefined> {
  return pairedRunsResamples(pairs, sKdTAt(threshold), createRandom(1).fork("effect"), resamples);
}

/** The 95 % interval of that mean difference, over seeds and architectures; no difference of two correlations is beyond 2. */
export function pairedRunsIntervalAt(
  pairs: PairedRuns,
  threshold: number,
  values: readonly (number | undefined)[],
): Interval | undefined {
  const interval = pairedRunsInterval(pairs, sKdTAt(threshold), values);
  return interval && { low: Math.max(-2, interval.low), high: Math.min(2, interval.high) };
}
