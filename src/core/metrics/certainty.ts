/** @file How sure a value is: the one number of resamples, and the one seed, of every interval that page, terminal and study show. */
import { createRandom } from "../random.ts";
import { type Interval, intervalOf, resampled } from "./bootstrap.ts";
import type { RankingInput } from "./metric.ts";
import {
  type Compute,
  type PairedInput,
  type PairedRuns,
  pairedResamples,
  pairedRunsInterval,
  pairedRunsResamples,
} from "./paired.ts";
import { sparseKendallTau } from "./sparse.ts";

export const resamples = 500;

/** @param threshold what stand-alone accuracies are rounded to, as an accuracy */
export const sKdTAt =
  (threshold: number): Compute =>
  (input) =>
    sparseKendallTau(input, threshold);

/** S-KdT over resampled architectures. */
export function valueResamples(input: RankingInput, threshold: number): Generator<number | undefined> {
  return resampled(input, sKdTAt(threshold), createRandom(1).fork("interval"), resamples);
}

/** Differences in S-KdT over architectures resampled in pairs, or in the metric that `compute` stands for. */
export function differenceResamples(
  pairs: PairedInput,
  threshold: number,
  compute: Compute = sKdTAt(threshold),
): Generator<number | undefined> {
  return pairedResamples(pairs, compute, createRandom(1).fork("difference"), resamples);
}

/** Mean differences in S-KdT between runs in pairs that share seeds, over architectures drawn anew: `pairedRunsIntervalAt` is of them. */
export function pairedRunsResamplesAt(pairs: PairedRuns, threshold: number): Generator<number | undefined> {
  return pairedRunsResamples(pairs, sKdTAt(threshold), createRandom(1).fork("effect"), resamples);
}

/** The 95 % interval of S-KdT over architectures; `undefined` where most resamples have no value. */
export function valueInterval(input: RankingInput, threshold: number): Interval | undefined {
  return intervalOf([...valueResamples(input, threshold)]);
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
