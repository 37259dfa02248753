/** @file Values counted into the bins of a histogram. */
import type { Domain } from "./axis.ts";

/** Counts of the values in `bins` equal parts of the domain; what lies outside counts in the outermost. */
export function binned(values: readonly number[], [low, high]: Domain, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * bins)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}
