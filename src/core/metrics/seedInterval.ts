/** @file The interval of a mean over a few seeds, or of a difference of two, where all that is known of a run is one number: Student's t. */

import { studentQuantile } from "./studentT.ts";

/** Of a value that is outside an interval on one of its sides. */
const tail = 0.025;

/**
 * 95 % interval of the mean of normal values, one a seed. Unlike a bootstrap it is not too narrow over two or three, but wide.
 * @param together how many intervals shall hold all at once with 95 %, this one among them (Bonferroni: each may fail that many times less)
 * @returns null for fewer than two values
 */
export function seedInterval(
  values: readonly number[],
  together = 1,
): readonly [low: number, high: number] | null {
  const n = values.length;
  if (n < 2) return null;
  const { mean, error } = spreadOf(values);
  const half = studentQuantile(1 - tail / together, n - 1) * Math.sqrt(error);
  return [mean - half, mean + half];
}

/** Mean, and its squared standard error. */
function spreadOf(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, error: variance / n };
}

/**
 * 95 % interval of the mean of `now` minus that of `before`, which are independent and may spread unequally.
 * B. L. Welch, "The generalization of 'Student's' problem when several different population variances are involved", Biometrika 34 (1947).
 * @param together see `seedInterval`
 * @returns null where either side has fewer than two values
 */
export function apartInterval(
  before: readonly number[],
  now: readonly number[],
  together = 1,
): readonly [low: number, high: number] | null {
  if (before.length < 2 || now.length < 2) return null;
  const [a, b] = [spreadOf(before), spreadOf(now)];
  const difference = b.mean - a.mean;
  const error = a.error + b.error;
  if (error === 0) return [difference, difference];
  const freedom = error ** 2 / (a.error ** 2 / (before.length - 1) + b.error ** 2 / (now.length - 1));
  const half = studentQuantile(1 - tail / together, freedom) * Math.sqrt(error);
  return [difference - half, difference + half];
}

/** The mean ratio; its logarithm is what varies evenly to both sides. @param ratios above 0, one at least */
export const meanRatio = (ratios: readonly number[]): number => Math.exp(spreadOf(ratios.map(Math.log)).mean);

/** The same of the mean ratio: of a ratio the logarithm is what varies evenly to both sides. @param ratios above 0 */
export function ratioInterval(ratios: readonly number[]): readonly [low: number, high: number] | null {
  const interval = seedInterval(ratios.map(Math.log));
  return interval && [Math.exp(interval[0]), Math.exp(interval[1])];
}
