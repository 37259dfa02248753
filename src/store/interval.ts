/** @file Bootstrap intervals in slices of a few milliseconds, so that the page stays responsive. */
import { type Interval, intervalOf } from "../core/metrics/bootstrap.ts";

export const resamples = 500;
const sliceMilliseconds = 6;

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
