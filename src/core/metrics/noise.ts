/** @file How well stand-alone training agrees with itself: no predictor can be expected to rank better than that. */
import { kendallTauB } from "./kendall.ts";

/** Stand-alone accuracies, [architecture][seed], each in [0, 1]. */
type AccuracyPerSeed = readonly (readonly number[])[];

/** Noise ceiling: τ-b between two seeds, mean over the pairs of seeds. `undefined` with one seed, or where a seed ties throughout. */
export function seedAgreement(accuracies: AccuracyPerSeed): number | undefined {
  const taus: number[] = [];
  forSeedPairs(accuracies, (a, b) => {
    const tau = kendallTauB(a, b);
    if (tau !== undefined) taus.push(tau);
  });
  return taus.length === 0 ? undefined : taus.reduce((x, y) => x + y, 0) / taus.length;
}

/** Mean |difference| between two seeds of one architecture, over architectures and pairs of seeds. */
export function meanSeedDifference(accuracies: AccuracyPerSeed): number | undefined {
  let sum = 0;
  let count = 0;
  forSeedPairs(accuracies, (a, b) => {
    for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] as number) - (b[i] as number));
    count += a.length;
  });
  return count === 0 ? undefined : sum / count;
}

/**
 * What a predictor that knows every architecture's expected accuracy would reach against the mean over k seeds, from the rank correlation
 * between single seeds: √reliability, by Spearman and Brown's prophecy formula k·ρ / (1 + (k − 1)·ρ) on the Pearson correlation that belongs
 * to it for normal variables (for τ, ρ = sin(π τ / 2): Kendall & Gibbons, "Rank Correlation Methods", chapter 10). An estimate; 0 where it
 * is not above 0.
 */
export function ceilingOfOracle(
  between: number,
  seeds: number,
  { toRho, fromRho }: Conversion = ofKendall,
): number {
  return fromRho(Math.sqrt(prophecy(toRho(between), seeds)));
}

/** How a rank correlation of normal variables belongs to their Pearson correlation; below zero counts as zero. */
interface Conversion {
  toRho(rank: number): number;
  fromRho(rho: number): number;
}

const within = (value: number): number => Math.max(0, Math.min(1, value));
/** τ = 2/π · asin ρ. */
export const ofKendall: Conversion = {
  toRho: (tau) => Math.sin((Math.PI / 2) * within(tau)),
  fromRho: (rho) => (2 / Math.PI) * Math.asin(within(rho)),
};
/** Spearman's: 6/π · asin(ρ / 2). */
export const ofSpearman: Conversion = {
  toRho: (spearman) => 2 * Math.sin((Math.PI / 6) * within(spearman)),
  fromRho: (rho) => (6 / Math.PI) * Math.asin(within(rho) / 2),
};

const prophecy = (rho: number, seeds: number): number => (seeds * rho) / (1 + (seeds - 1) * rho);

/** Calls `visit` with the accuracies of every pair of seeds, of the architectures that have both. */
function forSeedPairs(accuracies: AccuracyPerSeed, visit: (a: number[], b: number[]) => void): void {
  const seeds = accuracies.reduce((most, row) => Math.max(most, row.length), 0);
  for (let i = 0; i < seeds; i++)
    for (let j = i + 1; j < seeds; j++) {
      const both = accuracies.filter((row) => row.length > j);
      visit(
        both.map((row) => row[i] as number),
        both.map((row) => row[j] as number),
      );
    }
}
