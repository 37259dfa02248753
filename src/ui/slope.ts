/** @file Ranks on both sides of the slope chart: alone with ties by the threshold, and on the super-net. Pure. */
import { bin } from "../core/metrics/sparse.ts";
import { meanRanks } from "../core/metrics/spearman.ts";
import type { RankedFigures } from "../store/figures.ts";

interface Slope {
  readonly id: string;
  /** Ranks, 1 is best; those that tie share the mean of the places they take. */
  readonly alone: number;
  readonly superNet: number;
}

/** @param threshold what stand-alone accuracies are rounded to, as an accuracy */
export function slopesOf(ranked: readonly RankedFigures[], threshold: number): Slope[] {
  const alone = ranksFromBest(ranked.map(({ standAlone }) => bin(standAlone, threshold)));
  const superNet = ranksFromBest(ranked.map(({ prediction }) => prediction));
  return ranked.map(({ architecture: id }, index) => ({
    id,
    alone: alone[index] as number,
    superNet: superNet[index] as number,
  }));
}

/** How many stand-alone accuracies are left after rounding. */
export function levelsOf(slopes: readonly Slope[]): number {
  return new Set(slopes.map(({ alone }) => alone)).size;
}

/** 1 is best; equal values share the mean of their ranks. */
const ranksFromBest = (values: readonly number[]): Float64Array => meanRanks(values.map((value) => -value));
