/** @file How far S-KdT depends on which architectures a run is judged by. */
import { quantile, resampled } from "../metrics/bootstrap.ts";
import { resamples, sKdTAt } from "../metrics/certainty.ts";
import { createRandom } from "../random.ts";
import type { StudyResult } from "./results.ts";

/** S-KdT of one run over draws of `size` of its architectures. */
export interface SubsetSpread {
  readonly seed: number;
  readonly size: number;
  /** 2.5, 50 and 97.5 % of the draws lie below. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

const sizes = [10, 20, 50] as const;

/**
 * For 10, 20, 50 and all architectures. Drawn with replacement, as for the intervals: without, draws of nearly all of them would hardly
 * differ, however few they are.
 */
export function subsetSpreads(result: StudyResult, threshold: number): SubsetSpread[] {
  const all = result.architectures.length;
  return [...sizes.filter((size) => size < all), all].flatMap((size) => {
    const random = createRandom(1).fork("subsets").fork(size);
    const draws = resampled(result, sKdTAt(threshold), random, resamples, size);
    const values = [...draws].filter((value) => value !== undefined);
    if (values.length * 2 < resamples) return [];
    const [low, median, high] = [0.025, 0.5, 0.975].map((share) => quantile(values, share));
    return [{ seed: result.config.seed, size, low, median, high } as SubsetSpread];
  });
}
