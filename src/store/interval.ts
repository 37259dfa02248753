/** @file The bootstrap interval of S-KdT, in slices of a few milliseconds so that the page stays responsive. */
import { type Interval, quantile } from "../core/metrics/bootstrap.ts";
import type { RankingInput } from "../core/metrics/metric.ts";
import { sparseKendallTau } from "../core/metrics/sparse.ts";
import { createRandom } from "../core/random.ts";

const resamples = 300;
const level = 0.95;
const sliceMilliseconds = 6;

/**
 * Resolves with the percentile interval, or `undefined` where most resamples have no value or `stale` says that nobody waits
 * for it any more.
 */
export async function slicedInterval(
  input: RankingInput,
  threshold: number,
  stale: () => boolean,
): Promise<Interval | undefined> {
  const n = input.predictions.length;
  const random = createRandom(1).fork("interval");
  const predictions = new Float64Array(n);
  const truths = new Float64Array(n);
  const values: number[] = [];
  let began = performance.now();
  for (let round = 0; round < resamples; round++) {
    for (let i = 0; i < n; i++) {
      const pick = random.below(n);
      predictions[i] = input.predictions[pick] as number;
      truths[i] = input.truths[pick] as number;
    }
    const value = sparseKendallTau({ predictions, truths }, threshold);
    if (value !== undefined) values.push(value);
    if (performance.now() - began < sliceMilliseconds) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (stale()) return undefined;
    began = performance.now();
  }
  if (values.length * 2 < resamples) return undefined;
  return { low: quantile(values, (1 - level) / 2), high: quantile(values, (1 + level) / 2) };
}
