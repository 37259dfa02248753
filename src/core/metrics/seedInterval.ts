/** @file The interval of a mean over a few seeds, where all that is known of a run is one number: Student's t. */

/** 97.5 % quantiles of Student's t for 1, 2, 3 … degrees of freedom. */
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const;

/** Right to 0.003 beyond the table. */
const quantileOf = (freedom: number): number => quantiles[freedom - 1] ?? 1.96 + 2.4 / freedom;

/**
 * 95 % interval of the mean of normal values, one a seed. Unlike a bootstrap it is not too narrow over two or three, but wide.
 * @returns null for fewer than two values
 */
export function seedInterval(values: readonly number[]): readonly [low: number, high: number] | null {
  const n = values.length;
  if (n < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = quantileOf(n - 1) * Math.sqrt(variance / n);
  return [mean - half, mean + half];
}

/** The same of the mean ratio: of a ratio the logarithm is what varies evenly to both sides. @param ratios above 0 */
export function ratioInterval(ratios: readonly number[]): readonly [low: number, high: number] | null {
  const interval = seedInterval(ratios.map(Math.log));
  return interval && [Math.exp(interval[0]), Math.exp(interval[1])];
}
