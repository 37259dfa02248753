/** @file Ranks on both sides of the slope chart: alone with ties by the threshold, and on the super-net. Pure. */
import { bin } from "../core/metrics/sparse.ts";
import type { RankedFigures } from "../store/figures.ts";

interface Slope {
  readonly id: string;
  /** Ranks, 1 is best; those that tie share the mean of the places they take. */
  readonly alone: number;
  readonly superNet: number;
}

/** @param threshold what stand-alone accuracies are rounded to, as an accuracy */
export function slopesOf(ranked: readonly RankedFigures[], threshold: number): Slope[] {
  const alone = meanRanks(ranked.map(({ standAlone }) => bin(standAlone, threshold)));
  const superNet = meanRanks(ranked.map(({ prediction }) => prediction));
  return ranked.map(({ architecture: id }, index) => ({
    id,
    alone: alone[index] as number,
    superNet: superNet[index] as number,
  }));
}

function meanRanks(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => b - a);
  const places = new Map<number, { sum: number; count: number }>();
  sorted.forEach((value, index) => {
    const place = places.get(value) ?? { sum: 0, count: 0 };
    places.set(value, { sum: place.sum + index + 1, count: place.count + 1 });
  });
  return values.map((value) => {
    const { sum, count } = places.get(value) ?? { sum: 0, count: 1 };
    return sum / count;
  });
}

/** How many stand-alone accuracies are left after rounding. */
export function levelsOf(slopes: readonly Slope[]): number {
  return new Set(slopes.map(({ alone }) => alone)).size;
}
