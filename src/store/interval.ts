/** @file Bootstrap intervals in slices of a few milliseconds, so that the page stays responsive. */
import { type Interval, intervalOf } from "../core/metrics/bootstrap.ts";
import { differenceResamples, valueResamples } from "../core/metrics/certainty.ts";
import type { RankingInput } from "../core/metrics/metric.ts";
import type { Compute, PairedInput } from "../core/metrics/paired.ts";

const sliceMilliseconds = 6;

/** Of S-KdT. */
export function valueInterval(
  input: RankingInput,
  threshold: number,
  isStale: () => boolean,
): Promise<Interval | undefined> {
  return slicedInterval(valueResamples(input, threshold), isStale);
}

/** Of a difference in S-KdT, or in the metric that `compute` stands for. */
export function differenceInterval(
  pairs: PairedInput,
  threshold: number,
  isStale: () => boolean,
  compute?: Compute,
): Promise<Interval | undefined> {
  return slicedInterval(differenceResamples(pairs, threshold, compute), isStale);
}

/**
 * Resolves with the interval of what `values` yields, by default the percentile one, or `undefined` where most have no value or `isStale`
 * says that nobody waits for it any more.
 */
export async function slicedInterval(
  values: Iterable<number | undefined>,
  isStale: () => boolean,
  intervalFrom: (values: readonly (number | undefined)[]) => Interval | undefined = intervalOf,
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
  return intervalFrom(found);
}
