/** @file Quantiles of Student's t distribution, for any probability and any degrees of freedom, whole or not. */

const cells = 2048;
/** Points crowd where the integrand below has a steep end, for little freedom. */
const crowding = 5;
/** Of whole degrees of freedom, which come again; those of a difference of two means hardly do. */
const known = new Map<string, number>();

/**
 * With t = √ν cot φ the density of Student's t is proportional to sin^(ν-1) φ on (0, π), so the tail's share of its integral is all that
 * is needed (W. S. Gosset, "The Probable Error of a Mean", Biometrika 6, 1908); Simpson's rule over φ = (π / 2) u⁵.
 * @param probability from 0.5 to below 1 that a value is at most the quantile
 * @param freedom degrees of freedom, at least 1; over 10,000 the integral gets coarse
 */
export function studentQuantile(probability: number, freedom: number): number {
  const key = `${probability}/${freedom}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const angle = (u: number): number => (Math.PI / 2) * u ** crowding;
  const density = (u: number): number => Math.sin(angle(u)) ** (freedom - 1) * u ** (crowding - 1);
  const between = (a: number, b: number): number =>
    ((b - a) / 6) * (density(a) + 4 * density((a + b) / 2) + density(b));
  const each = Array.from({ length: cells }, (_, index) => between(index / cells, (index + 1) / cells));
  let left = 2 * (1 - probability) * each.reduce((sum, value) => sum + value, 0);
  let cell = 0;
  while (cell < cells - 1 && left > each[cell]!) left -= each[cell++]!;
  const start = cell / cells;
  let u = start + left / (each[cell]! * cells);
  for (let round = 0; round < 3; round++) u -= (between(start, u) - left) / density(u);
  const quantile = Math.sqrt(freedom) / Math.tan(angle(u));
  if (Number.isInteger(freedom)) known.set(key, quantile);
  return quantile;
}
