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

/** Values of `compute` over `resamples` draws of `size` of the n pairs, by default n, with replacement; `undefined` where a draw has none. */
export function* resampled(
  input: RankingInput,
  compute: (input: RankingInput) => number | undefined,
  random: Random,
  resamples: number,
  size = input.predictions.length,
): Generator<number | undefined> {
  const n = input.predictions.length;
  const predictions = new Float64Array(size);
  const groundTruths = new Float64Array(size);
  for (let round = 0; round < resamples; round++) {
    for (let i = 0; i < size; i++) {
      const pick = random.below(n);
      predictions[i] = input.predictions[pick] as number;
      groundTruths[i] = input.groundTruths[pick] as number;
    }
    yield compute({ predictions, groundTruths });
  }
}

/** Percentile interval of resampled values; `undefined` where more than half of them are missing. */
export function intervalOf(values: readonly (number | undefined)[], level = 0.95): Interval | undefined {
  const known = values.filter((value) => value !== undefined);
  if (known.length * 2 < values.length || known.length === 0) return undefined;
  return { low: quantile(known, (1 - level) / 2), high: quantile(known, (1 + level) / 2) };
}

/** Percentile interval of `compute` over `resamples` draws of n pairs with replacement. */
export function bootstrapInterval(
  input: RankingInput,
  compute: (input: RankingInput) => number | undefined,
  random: Random,
  resamples = 500,
  level = 0.95,
): Interval | undefined {
  return intervalOf([...resampled(input, compute, random, resamples)], level);
}

/** The q-quantile by linear interpolation between order statistics. `values` must not be empty. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] as number;
  return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}
