/**
 * @file What a search found, judged by the table: stand-alone accuracy, rank, regret, and P > R, beside what random draws and the
 * parameter count would have given.
 */

import { probabilityToSurpassRandom } from "../metrics/found.ts";
import { meanOf } from "../metrics/mean.ts";
import { defaultMetricOptions } from "../metrics/metric.ts";
import { seedInterval } from "../metrics/seedInterval.ts";

/** A row of the table that was drawn uniformly from what the run admits. Accuracies are fractions. */
export interface JudgingRow {
  readonly accuracy: number;
  readonly parameters?: number;
}

/** Of the architecture that a search found, whose stand-alone accuracy is known. */
interface FindWithTruth {
  /** Rank among the rows, 1 is best: one more than the rows that are better. */
  readonly rank: number;
  readonly rows: number;
  /** Probability that all of `draws` random architectures rank below it: (1 − rank / rows)^draws. */
  readonly surpassRandom: number;
  readonly draws: number;
  /** The best of the rows, or the found one where it is better, minus the found one. */
  readonly regret: number;
}

/** @returns `undefined` without rows */
export function judgeFound(
  accuracy: number,
  rows: readonly JudgingRow[],
  draws: number = defaultMetricOptions.draws,
): FindWithTruth | undefined {
  if (rows.length === 0) return undefined;
  const better = rows.filter((row) => row.accuracy > accuracy).length;
  // An architecture beyond the rows ranks with the last of them.
  const rank = Math.min(rows.length, better + 1);
  const best = rows.reduce((most, row) => Math.max(most, row.accuracy), accuracy);
  return {
    rank,
    rows: rows.length,
    surpassRandom: probabilityToSurpassRandom(rank, rows.length, draws),
    draws,
    regret: best - accuracy,
  };
}

/** What every search is compared with; stand-alone accuracies. */
export interface SearchReferences {
  readonly best: number;
  /** Expected of one random draw. */
  readonly mean: number;
  /** Expected best of as many random draws as P > R takes, if each of them were trained alone. */
  readonly bestOfDraws: number;
  readonly draws: number;
  /** The same for as many as the search may evaluate. */
  readonly bestOfBudget: number;
  /** The row with most parameters; the mean over those that have as many. Absent where the table has no sizes. */
  readonly largest?: number;
}

/** @returns `undefined` without rows */
export function searchReferences(
  rows: readonly JudgingRow[],
  budget: number,
  draws: number = defaultMetricOptions.draws,
): SearchReferences | undefined {
  if (rows.length === 0) return undefined;
  const accuracies = rows.map(({ accuracy }) => accuracy);
  const sized = rows.filter(({ parameters }) => parameters !== undefined);
  const most = Math.max(...sized.map(({ parameters }) => parameters as number));
  const largest = sized.filter(({ parameters }) => parameters === most).map(({ accuracy }) => accuracy);
  return {
    best: Math.max(...accuracies),
    mean: meanOf(accuracies),
    bestOfDraws: expectedBest(accuracies, draws),
    draws,
    bestOfBudget: expectedBest(accuracies, budget),
    ...(largest.length > 0 && { largest: meanOf(largest) }),
  };
}

/**
 * The expected largest of `draws` values drawn with replacement; exact. Σ v₍ᵢ₎ · ((i/n)^draws − ((i−1)/n)^draws) over the values in
 * ascending order.
 */
export function expectedBest(values: readonly number[], draws: number): number {
  const sorted = Float64Array.from(values).sort();
  const below = (i: number): number => power(i / sorted.length, draws);
  return sorted.reduce((sum, value, i) => sum + value * (below(i + 1) - below(i)), 0);
}

/** By squaring: the same bits everywhere. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let rest = exponent, square = base; rest > 0; rest = Math.floor(rest / 2), square *= square)
    if (rest % 2 === 1) result *= square;
  return result;
}

/** A mean over seeds with its 95 % interval by Student's t. */
export interface MeanOverSeeds {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly seeds: number;
}

/**
 * @param range what a value can be; no mean lies beyond it, so the interval ends there
 * @returns `undefined` for fewer than two values, of which nothing can be said
 */
export function meanInterval(
  values: readonly number[],
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
): MeanOverSeeds | undefined {
  const seeds = values.length;
  if (seeds < 2) return undefined;
  const [low, high] = seedInterval(values) as readonly [number, number];
  return { mean: meanOf(values), low: Math.max(least, low), high: Math.min(most, high), seeds };
}
