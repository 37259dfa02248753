/** @file The interval of a mean over a few seeds, or of a difference of two, where all that is known of a run is one number: Student's t. */

/** 97.5 % quantiles of Student's t for 1, 2, 3 … degrees of freedom. */
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const;

/** Right to 0.003 beyond the table; between whole degrees of freedom interpolated in their reciprocal, which errs to the wide side. */
function quantileOf(freedom: number): number {
  const whole = Math.floor(freedom);
  const [low, high] = [whole, whole + 1].map((each) => quantiles[each - 1] ?? 1.96 + 2.4 / each) as [
    number,
    number,
  ];
  const part = (1 / whole - 1 / freedom) * whole * (whole + 1);
  return low + part * (high - low);
}

/**
 * 95 % interval of the mean of normal values, one a seed. Unlike a bootstrap it is not too narrow over two or three, but wide.
 * @returns null for fewer than two values
 */
export function seedInterval(values: readonly number[]): readonly [low: number, high: number] | null {
  const n = values.length;
  if (n < 2) return null;
  const { mean, error } = spreadOf(values);
  const half = quantileOf(n - 1) * Math.sqrt(error);
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
 * @returns null where either side has fewer than two values
 */
export function apartInterval(
  before: readonly number[],
  now: readonly number[],
): readonly [low: number, high: number] | null {
  if (before.length < 2 || now.length < 2) return null;
  const [a, b] = [spreadOf(before), spreadOf(now)];
  const difference = b.mean - a.mean;
  const error = a.error + b.error;
  if (error === 0) return [difference, difference];
  const freedom = error ** 2 / (a.error ** 2 / (before.length - 1) + b.error ** 2 / (now.length - 1));
  const half = quantileOf(freedom) * Math.sqrt(error);
  return [difference - half, difference + half];
}

/** The same of the mean ratio: of a ratio the logarithm is what varies evenly to both sides. @param ratios above 0 */
export function ratioInterval(ratios: readonly number[]): readonly [low: number, high: number] | null {
  const interval = seedInterval(ratios.map(Math.log));
  return interval && [Math.exp(interval[0]), Math.exp(interval[1])];
}
