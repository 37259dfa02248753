/** @file How sure a value is: the one number of resamples, and the one seed, of every interval that page, terminal and study show. */
import { createRandom } from "../random.ts";
import { type Interval, intervalOf, resampled } from "./bootstrap.ts";
import type { RankingInput } from "./metric.ts";
import { type Compute, type PairedInput, pairedResamples } from "./paired.ts";
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

/** The 95 % interval of S-KdT over architectures; `undefined` where most resamples have no value. */
export function valueInterval(input: RankingInput, threshold: number): Interval | undefined {
  return intervalOf([...valueResamples(input, threshold)]);
}
