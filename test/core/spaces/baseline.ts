/** @file A plain recipe and a small input for tests of network builders. */
import type { NetworkRecipe } from "../../../src/core/recipe.ts";

export const baseline: NetworkRecipe = {
  cells: 1,
  channels: 8,
  affine: true,
  normPerInput: false,
  placement: "edge",
  channelRule: "own",
  equalOutputs: 2,
  nestedKernels: false,
  nestedSharing: "all",
  split: false,
  pathDropout: 0,
  droppedPath: "edge",
  headDropout: 0,
};

/** A small grey image. */
export const smallInput = { height: 14, width: 14, channels: 1 };

/**
 * Pearson's χ² of the counts against equal shares, in standard deviations above its expectation (df, variance 2·df). Below 4 for a
 * uniform sampler but in one run of tens of thousands; the tests' seeds are fixed.
 */
export function chiSquareExcess(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const df = counts.length - 1;
  return (chiSquare - df) / Math.sqrt(2 * df);
}

/** How often each key was drawn, the keys never drawn included. */
export function tally(keys: readonly string[], all: readonly string[]): number[] {
  const counts = new Map(all.map((key) => [key, 0]));
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts.values()];
}
