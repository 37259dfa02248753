/**
 * @file Interval of a metric by resampling architectures.
 * B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13: the percentile interval.
 */
import type { Random } from "../random.ts";
import type { RankingInput } from "./metric.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Percentile interval of `compute` over `resamples` draws of n pairs with replacement.
 * `undefined` where more than half of the resamples have no value.
 * @param level e.g. 0.95
 */
export function bootstrapInterval(
  input: RankingInput,
  compute: (input: RankingInput) => number | undefined,
  random: Random,
  resamples = 500,
  level = 0.95,
): Interval | undefined {
  const n = input.predictions.length;
  const predictions = new Float64Array(n);
  const truths = new Float64Array(n);
  const values: number[] = [];
  for (let round = 0; round < resamples; round++) {
    for (let i = 0; i < n; i++) {
      const pick = random.below(n);
      predictions[i] = input.predictions[pick] as number;
      truths[i] = input.truths[pick] as number;
    }
    const value = compute({ predictions, truths });
    if (value !== undefined) values.push(value);
  }
  if (values.length * 2 < resamples || values.length === 0) return undefined;
  return { low: quantile(values, (1 - level) / 2), high: quantile(values, (1 + level) / 2) };
}

/** The q-quantile by linear interpolation between order statistics. `values` must not be empty. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] as number;
  return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}
