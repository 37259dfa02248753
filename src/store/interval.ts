/** @file Bootstrap intervals in slices of a few milliseconds, so that the page stays responsive. */
import { type Interval, intervalOf, resampled } from "../core/metrics/bootstrap.ts";
import type { RankingInput } from "../core/metrics/metric.ts";
import { type Compute, type PairedInput, pairedResamples } from "../core/metrics/paired.ts";
import { sparseKendallTau } from "../core/metrics/sparse.ts";
import { createRandom } from "../core/random.ts";

export const resamples = 500;
const sliceMilliseconds = 6;

const sKdT =
  (threshold: number): Compute =>
  (input) =>
    sparseKendallTau(input, threshold);

/** Of S-KdT. */
export function valueInterval(
  input: RankingInput,
  threshold: number,
  isStale: () => boolean,
): Promise<Interval | undefined> {
  const random = createRandom(1).fork("interval");
  return slicedInterval(resampled(input, sKdT(threshold), random, resamples), isStale);
}

/** Of a difference in S-KdT, or in the metric that `compute` stands for. */
export function differenceInterval(
  pairs: PairedInput,
  threshold: number,
  isStale: () => boolean,
  compute: Compute = sKdT(threshold),
): Promise<Interval | undefined> {
  const random = createRandom(1).fork("difference");
  return slicedInterval(pairedResamples(pairs, compute, random, resamples), isStale);
}

/**
 * Resolves with the percentile interval of what `values` yields, or `undefined` where most have no value or `isStale` says that nobody
 * waits for it any more.
 */
export async function slicedInterval(
  values: Iterable<number | undefined>,
  isStale: () => boolean,
): Promise<Interval | undefined> {
  const found: (number | undefined)[] = [];
  let began = performance.now();
  for (const value of values) {
    found.push(value);
    if (performance.now() - began < sliceMilliseconds) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (isStale()) return undefined;
    began = performance.now();
  }
  return intervalOf(found);
}
