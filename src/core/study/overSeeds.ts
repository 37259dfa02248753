/** @file Differences in what a run has one number of: their intervals are over the seeds alone. */
import { meanOf } from "../metrics/mean.ts";
import { meanRatio, ratioInterval, seedInterval } from "../metrics/seedInterval.ts";
import type { StudyResult } from "./results.ts";

/** Two runs that share a seed. */
export interface Pair {
  readonly before: StudyResult;
  readonly now: StudyResult;
}

/** What a run has one number of; of `cost` the ratio is taken, of the others the difference. */
export const counted = ["accuracy", "found", "surpassRandom", "cost"] as const;
type Counted = (typeof counted)[number];

/** 95 % intervals by Student's t; null with one seed. */
export type OverSeeds = Readonly<Record<Counted, readonly [low: number, high: number] | null>>;

/** Of one pair, over the architectures that all runs were judged by; null where a run has no such value. */
export type Change = Readonly<Record<Exclude<Counted, "cost">, number | null>> & { readonly pair: Pair };

/** One number a seed, the mean over its pairs; seeds without any are left out. */
function perSeed(
  pairs: readonly Pair[],
  of: (pair: Pair) => number | null,
  mean: (values: readonly number[]) => number,
): number[] {
  const seeds = [...new Set(pairs.map(({ now }) => now.config.seed))];
  return seeds.flatMap((seed) => {
    const values = pairs.filter(({ now }) => now.config.seed === seed).flatMap((pair) => of(pair) ?? []);
    return values.length === 0 ? [] : mean(values);
  });
}

/** One ratio of seconds a seed, a geometric mean within it as over the seeds. */
function ratiosPerSeed(pairs: readonly Pair[], seconds: ReadonlyMap<string, number>): number[] {
  const ratio = ({ before, now }: Pair): number | null => {
    const [left, right] = [seconds.get(before.key), seconds.get(now.key)];
    return left && right ? right / left : null;
  };
  return perSeed(pairs, ratio, meanRatio);
}

/**
 * The geometric mean over the seeds of the ratio of seconds; null where no pair has both. Not the ratio of the sums: one slow machine
 * would decide that alone, outside of its own interval.
 */
export function costOver(pairs: readonly Pair[], seconds: ReadonlyMap<string, number>): number | null {
  const ratios = ratiosPerSeed(pairs, seconds);
  return ratios.length === 0 ? null : meanRatio(ratios);
}

/** @param seconds that runs took, by key of the job */
export function overSeedsOf(changes: readonly Change[], seconds: ReadonlyMap<string, number>): OverSeeds {
  const pairs = changes.map(({ pair }) => pair);
  const of = new Map(changes.map((change) => [change.pair, change]));
  /** No difference of two fractions is beyond 1. */
  const over = (key: Exclude<Counted, "cost">): readonly [number, number] | null => {
    const interval = seedInterval(perSeed(pairs, (pair) => of.get(pair)?.[key] ?? null, meanOf));
    return interval && [Math.max(-1, interval[0]), Math.min(1, interval[1])];
  };
  return {
    accuracy: over("accuracy"),
    found: over("found"),
    surpassRandom: over("surpassRandom"),
    cost: ratioInterval(ratiosPerSeed(pairs, seconds)),
  };
}
