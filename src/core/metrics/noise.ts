/** @file How well stand-alone training agrees with itself: no predictor can be expected to rank better than that. */
import type { TableRow } from "../tables.ts";
import { minScored } from "./history.ts";
import { meanOf } from "./mean.ts";
import type { Compute } from "./paired.ts";

/** Stand-alone accuracies, [architecture][seed], each in [0, 1]. */
export type AccuracyPerSeed = readonly (readonly number[])[];

/** On the images that the table is judged by. */
export const perSeedOf = (rows: readonly TableRow[]): AccuracyPerSeed =>
  rows.map((row) => (row.test.length > 0 ? row.test : row.validation));

export const fewestSeeds = (accuracies: AccuracyPerSeed): number =>
  accuracies.reduce((fewest, { length }) => Math.min(fewest, length), Number.POSITIVE_INFINITY);

/**
 * One seed against another in a metric: mean over all ordered pairs of seeds, of which the one predicts and the other is the truth.
 * `undefined` where no two seeds have ten architectures in common, or one ties throughout.
 */
export function seedAgainstSeed(accuracies: AccuracyPerSeed, value: Compute): number | undefined {
  const values: number[] = [];
  forSeedPairs(accuracies, (a, b) => {
    for (const [predictions, groundTruths] of [
      [a, b],
      [b, a],
    ] as const) {
      const found = value({ predictions, groundTruths });
      if (found !== undefined) values.push(found);
    }
  });
  return values.length === 0 ? undefined : meanOf(values);
}

/** Mean |difference| between two seeds of one architecture, over architectures and pairs of seeds that have ten in common. */
export function meanSeedDifference(accuracies: AccuracyPerSeed): number | undefined {
  let sum = 0;
  let count = 0;
  forSeedPairs(accuracies, (a, b) => {
    for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] as number) - (b[i] as number));
    count += a.length;
  });
  return count === 0 ? undefined : sum / count;
}

/** Sum of the squared deviations from the mean. */
export function sumOfSquares(values: readonly number[]): number {
  const center = meanOf(values);
  return values.reduce((sum, value) => sum + (value - center) * (value - center), 0);
}

/** Variance between the seeds of one architecture, pooled. `undefined` where fewer than ten architectures have two seeds. */
export function varianceWithin(accuracies: AccuracyPerSeed): number | undefined {
  const several = accuracies.filter(({ length }) => length > 1);
  if (several.length < minScored) return undefined;
  const freedom = several.reduce((sum, { length }) => sum + length - 1, 0);
  return several.reduce((sum, values) => sum + sumOfSquares(values), 0) / freedom;
}

/**
 * Calls `visit` with the accuracies of every pair of seeds, of the architectures that have both. Of fewer than ten, what is said of a pair
 * would be chance.
 */
function forSeedPairs(accuracies: AccuracyPerSeed, visit: (a: number[], b: number[]) => void): void {
  const seeds = accuracies.reduce((most, row) => Math.max(most, row.length), 0);
  for (let i = 0; i < seeds; i++)
    for (let j = i + 1; j < seeds; j++) {
      const both = accuracies.filter((row) => row.length > j);
      if (both.length < minScored) break;
      visit(
        both.map((row) => row[i] as number),
        both.map((row) => row[j] as number),
      );
    }
}
