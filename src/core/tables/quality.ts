/** @file How far a table of stand-alone accuracies can tell architectures apart: what bounds every correlation with it. */

import type { LinkView } from "../linkView.ts";
import { meanOf } from "../metrics/mean.ts";
import {
  type AccuracyPerSeed,
  fewestSeeds,
  perSeedOf,
  sumOfSquares,
  varianceWithin,
} from "../metrics/noise.ts";
import type { Compute } from "../metrics/paired.ts";
import { type ReferenceFigures, referencesOf } from "../metrics/references.ts";
import { shownMetric } from "../metrics/shown.ts";
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
  /**
   * Share [0, 1] of the pairs of architectures whose means differ by less than twice the standard error of the difference, with the noise that
   * architectures of about their accuracies have.
   */
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
  const perSeed = perSeedOf(rows);
  const seeds = fewestSeeds(perSeed);
  const variance = varianceWithin(perSeed);
  const figures = {
    seedDeviation: variance === undefined ? undefined : Math.sqrt(variance),
    withinNoise: variance === undefined ? undefined : shareWithinNoise(accuracies, perSeed, variance),
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

/** Of the pairs of architectures. @param variance between the seeds of one, pooled over all */
function shareWithinNoise(accuracies: readonly number[], perSeed: AccuracyPerSeed, variance: number): number {
  const ofMean = variancesNear(accuracies, perSeed, variance).map(
    (near, index) => near / (perSeed[index] as readonly number[]).length,
  );
  let close = 0;
  for (let a = 0; a < accuracies.length; a++)
    for (let b = 0; b < a; b++) {
      const difference = (accuracies[a] as number) - (accuracies[b] as number);
      const limit = 4 * ((ofMean[a] as number) + (ofMean[b] as number));
      if (difference * difference < limit) close++;
    }
  return close / ((accuracies.length * (accuracies.length - 1)) / 2);
}

/** Of the architectures next in accuracy, an eighth on either side count, five at least. */
const shareBeside = 1 / 8;
const fewestBeside = 5;

/** Variance between seeds, pooled over the architectures of about the same accuracy: good ones scatter less. */
function variancesNear(accuracies: readonly number[], perSeed: AccuracyPerSeed, ofAll: number): number[] {
  const order = accuracies
    .map((_, index) => index)
    .sort((a, b) => (accuracies[a] as number) - (accuracies[b] as number));
  const beside = Math.max(fewestBeside, Math.round(order.length * shareBeside));
  const squares = perSeed.map(sumOfSquares);
  const found = accuracies.map(() => ofAll);
  for (const [place, index] of order.entries()) {
    const near = order.slice(Math.max(0, place - beside), place + beside + 1);
    const freedom = near.reduce((sum, other) => sum + (perSeed[other] as readonly number[]).length - 1, 0);
    if (freedom > 0)
      found[index] = near.reduce((sum, other) => sum + (squares[other] as number), 0) / freedom;
  }
  return found;
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
