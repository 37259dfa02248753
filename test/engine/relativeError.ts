/** @file How far two arrays are apart. */

/**
 * Largest difference relative to the largest expected entry; infinite where something is no number.
 * @param least relative to this where all expected entries are smaller: a gradient that ought to be zero is all rounding
 */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>, least = 1e-6): number {
  let difference = 0;
  let scale = least;
  for (let i = 0; i < expected.length; i++) {
    const gap = Math.abs(actual[i]! - expected[i]!);
    difference = Number.isNaN(gap) ? Infinity : Math.max(difference, gap);
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return difference / scale;
}
