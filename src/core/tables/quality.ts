/** @file How far a table of stand-alone accuracies can tell architectures apart: what bounds every correlation with it. */

import type { LinkView } from "../linkView.ts";
import { meanOf } from "../metrics/mean.ts";
import type { Compute } from "../metrics/paired.ts";
import { type ReferenceFigures, referencesOf, shownMetric } from "../metrics/references.ts";
import type { TableRow } from "./table.ts";

/** Accuracies are fractions; absent is what the table does not tell, or one seed cannot. */
export interface TableQuality extends ReferenceFigures {
  readonly architectures: number;
  /** Fewest trainings that an architecture has. */
  readonly seeds: number;
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
  /** Standard deviation of the mean accuracies between architectures. */
  readonly spread: number;
  /** Standard deviation between the seeds of one architecture, pooled. */
  readonly seedDeviation?: number;
  /** Share [0, 1] of the pairs of architectures whose means differ by less than twice the standard error of the difference. */
  readonly withinNoise?: number;
  /** Correlation of ranking by the training loss that one seed had in its last epoch, against the mean of the other seeds; mean over the seeds. */
  readonly trainingLoss?: number;
}

/** @param rows those that judge */
export function qualityOf(
  rows: readonly TableRow[],
  view: Pick<LinkView, "metric" | "thr">,
): TableQuality | undefined {
  if (rows.length < 2) return undefined;
  const accuracies = rows.map((row) => row.accuracy);
  const perSeed = rows.map((row) => (row.test.length > 0 ? row.test : row.validation));
  const seeds = Math.min(...perSeed.map((values) => values.length));
  const seedDeviation = pooledDeviation(perSeed);
  const figures = {
    seedDeviation,
    withinNoise:
      seedDeviation === undefined
        ? undefined
        : shareCloserThan(accuracies, 2 * seedDeviation * Math.sqrt(2 / seeds)),
    trainingLoss: lossAgainstOthers(rows, perSeed, seeds, shownMetric(view)),
  };
  return {
    ...referencesOf(rows, view),
    ...Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)),
    architectures: rows.length,
    seeds,
    mean: meanOf(accuracies),
    lowest: Math.min(...accuracies),
    highest: Math.max(...accuracies),
    spread: Math.sqrt(sumOfSquares(accuracies) / (accuracies.length - 1)),
  };
}

/** Of the deviations from the mean. */
function sumOfSquares(values: readonly number[]): number {
  const center = meanOf(values);
  return values.reduce((sum, value) => sum + (value - center) * (value - center), 0);
}

/** `undefined` where no architecture has two seeds. */
function pooledDeviation(perSeed: readonly (readonly number[])[]): number | undefined {
  const several = perSeed.filter((values) => values.length > 1);
  const freedom = several.reduce((sum, values) => sum + values.length - 1, 0);
  if (freedom === 0) return undefined;
  return Math.sqrt(several.reduce((sum, values) => sum + sumOfSquares(values), 0) / freedom);
}

/** Share of all pairs. In n·log n, since a table may hold a whole space. */
function shareCloserThan(values: readonly number[], distance: number): number {
  const sorted = Float64Array.from(values).sort();
  let pairs = 0;
  for (let low = 0, high = 0; high < sorted.length; high++) {
    while ((sorted[high] as number) - (sorted[low] as number) >= distance && low < high) low++;
    pairs += high - low;
  }
  return pairs / ((sorted.length * (sorted.length - 1)) / 2);
}

function lossAgainstOthers(
  rows: readonly TableRow[],
  perSeed: readonly (readonly number[])[],
  seeds: number,
  value: Compute,
): number | undefined {
  if (seeds < 2 || !rows.every(({ loss }) => loss && loss.length >= seeds)) return undefined;
  const values = Array.from({ length: seeds }, (_, seed) => {
    const known = rows.flatMap(({ loss = [] }, index) => {
      const others = (perSeed[index] as readonly number[]).filter((_, other) => other !== seed);
      const last = loss[seed] as number;
      return Number.isFinite(last) ? [{ prediction: -last, truth: meanOf(others) }] : [];
    });
    return value({
      predictions: known.map(({ prediction }) => prediction),
      groundTruths: known.map(({ truth }) => truth),
    });
  }).filter((found) => found !== undefined);
  return values.length === 0 ? undefined : meanOf(values);
}
