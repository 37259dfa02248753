/**
 * @file The difference of two rankings of the same architectures, and its interval. Both are resampled together: what makes some
 * architectures easy to rank falls on both sides, so the interval is much narrower than two intervals side by side.
 * B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 8.
 */
import type { Random } from "../random.ts";
import type { RankingInput } from "./metric.ts";

/** Two sets of predictions for the same architectures, index by index, and their stand-alone accuracies. */
export interface PairedInput {
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  readonly groundTruths: ArrayLike<number>;
}

export type Compute = (input: RankingInput) => number | undefined;

/** Metric of `b` minus metric of `a`; `undefined` where either has no value. */
export function pairedDifference({ a, b, groundTruths }: PairedInput, compute: Compute): number | undefined {
  const [left, right] = [
    compute({ predictions: a, groundTruths }),
    compute({ predictions: b, groundTruths }),
  ];
  return left === undefined || right === undefined ? undefined : right - left;
}

/** Differences over `resamples` draws of n architectures with replacement, those without a value left out. */
export function* pairedResamples(
  { a, b, groundTruths }: PairedInput,
  compute: Compute,
  random: Random,
  resamples: number,
): Generator<number | undefined> {
  const n = groundTruths.length;
  const [left, right, drawn] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let round = 0; round < resamples; round++) {
    for (let i = 0; i < n; i++) {
      const pick = random.below(n);
      left[i] = a[pick] as number;
      right[i] = b[pick] as number;
      drawn[i] = groundTruths[pick] as number;
    }
    yield pairedDifference({ a: left, b: right, groundTruths: drawn }, compute);
  }
}
