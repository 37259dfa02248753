/**
 * @file The difference of two rankings of the same architectures, and its interval. Both are resampled together: what makes some
 * architectures easy to rank falls on both sides, so the interval is much narrower than two intervals side by side.
 * B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 8.
 */
import type { Random } from "../random.ts";
import type { RankingInput } from "./metric.ts";

/** Two sets of predictions for the same architectures, index by index, and their stand-alone accuracies. */
export interface PairedInput {
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  readonly groundTruths: ArrayLike<number>;
}

export type Compute = (input: RankingInput) => number | undefined;

/** Metric of `b` minus metric of `a`; `undefined` where either has no value. */
function pairedDifference({ a, b, groundTruths }: PairedInput, compute: Compute): number | undefined {
  const [left, right] = [
    compute({ predictions: a, groundTruths }),
    compute({ predictions: b, groundTruths }),
  ];
  return left === undefined || right === undefined ? undefined : right - left;
}

/** Differences over `resamples` draws of n architectures with replacement, those without a value left out. */
export function* pairedResamples(
  { a, b, groundTruths }: PairedInput,
  compute: Compute,
  random: Random,
  resamples: number,
): Generator<number | undefined> {
  const n = groundTruths.length;
  const [left, right, drawn] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let round = 0; round < resamples; round++) {
    for (let i = 0; i < n; i++) {
      const pick = random.below(n);
      left[i] = a[pick] as number;
      right[i] = b[pick] as number;
      drawn[i] = groundTruths[pick] as number;
    }
    yield pairedDifference({ a: left, b: right, groundTruths: drawn }, compute);
  }
}

/** Runs in pairs that differ in one thing, all judged on the same architectures. */
export interface PairedRuns {
  /** Pairs with one number share a seed and are drawn together. */
  readonly runs: readonly {
    readonly seed: number;
    readonly a: ArrayLike<number>;
    readonly b: ArrayLike<number>;
  }[];
  readonly groundTruths: ArrayLike<number>;
}

/**
 * Without the pairs of which either run has no value, as where a super-net gives all architectures the same accuracy: they are in no mean,
 * so whoever tells one tells how many they are.
 */
export function rankedPairs({ runs, groundTruths }: PairedRuns, compute: Compute): PairedRuns {
  const isRanked = ({ a, b }: PairedRuns["runs"][number]): boolean =>
    pairedDifference({ a, b, groundTruths }, compute) !== undefined;
  return { runs: runs.filter(isRanked), groundTruths };
}

/** Mean over the pairs of metric of `b` minus metric of `a`, those without a value left out; `undefined` where none has one. */
export function meanPairedDifference(
  { runs, groundTruths }: PairedRuns,
  compute: Compute,
): number | undefined {
  const differences = runs.flatMap(({ a, b }) => pairedDifference({ a, b, groundTruths }, compute) ?? []);
  return differences.length === 0
    ? undefined
    : differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
}

/**
 * The mean difference over `resamples` draws: of seeds with replacement, and of architectures, the same for all runs. With one seed they
 * are over architectures alone; with two or three their spread is too narrow, as that of every bootstrap over so few.
 */
export function* pairedRunsResamples(
  { runs, groundTruths }: PairedRuns,
  compute: Compute,
  random: Random,
  resamples: number,
): Generator<number | undefined> {
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const picked = (values: ArrayLike<number>, picks: readonly number[]): Float64Array =>
    Float64Array.from(picks, (pick) => values[pick] as number);
  for (let draw = 0; draw < resamples; draw++) {
    const picks = Array.from({ length: groundTruths.length }, () => random.below(groundTruths.length));
    const drawn = seeds.map(() => seeds[random.below(seeds.length)]);
    const again = runs.map(({ seed, a, b }) => ({ seed, a: picked(a, picks), b: picked(b, picks) }));
    yield meanPairedDifference(
      {
        runs: drawn.flatMap((seed) => again.filter((run) => run.seed === seed)),
        groundTruths: picked(groundTruths, picks),
      },
      compute,
    );
  }
}
