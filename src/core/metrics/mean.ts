/** @file The arithmetic mean, summed in the order given. */

/** @returns NaN without values */
export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The same, null without values. */
export const meanOrNull = (values: readonly number[]): number | null =>
  values.length === 0 ? null : meanOf(values);
