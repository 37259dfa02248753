/** @file What a metric of super-net quality is: a pure function of paired accuracies, plus the words that explain it. */

/** Accuracies in [0, 1] of the same architectures, index by index. */
export interface RankingInput {
  /** As the super-net scores them. */
  readonly predictions: ArrayLike<number>;
  /** As trained alone. */
  readonly groundTruths: ArrayLike<number>;
}

/** Everything a metric may be told beside the accuracies. */
export interface MetricOptions {
  /** What stand-alone accuracies are rounded to before S-KdT is taken; accuracy in [0, 1]. */
  readonly threshold: number;
  /** How many of the best by super-net count as found. */
  readonly topK: number;
  /** Architectures that the random search of "P > R" may look at. */
  readonly draws: number;
  /** Share of the architectures, the best stand-alone, for "τ in the top". */
  readonly topShare: number;
  /** Accuracy of guessing: 1 / classes. */
  readonly chance: number;
  /** Validation images behind each prediction; decides what is still chance. */
  readonly images: number;
}

export const defaultMetricOptions: MetricOptions = {
  threshold: 0.001,
  topK: 3,
  draws: 10,
  topShare: 0.1,
  chance: 0.1,
  images: 1000,
};

export interface Metric<Id extends string = string> {
  readonly id: Id;
  readonly title: string;
  /** Two sentences for a newcomer: what it measures, how to read it. */
  readonly explanation: string;
  /** Where the definition comes from. */
  readonly source: string;
  /** What the number is; decides how it is written. accuracy, share and probability lie in [0, 1]; a rank starts at 1. */
  readonly quantity: "correlation" | "accuracy" | "share" | "probability" | "rank";
  readonly better: "higher" | "lower" | "neither";
  /** `undefined` where the number means nothing: fewer than two architectures, or all predictions tie. Never NaN. */
  compute(input: RankingInput, options: MetricOptions): number | undefined;
}

/**
 * Whether a ranking by these predictions exists: at least `atLeast` pairs, all finite, and two predictions that differ.
 * Throws a `RangeError` where the sides differ in length: a bug of the caller.
 */
export function ranks({ predictions, groundTruths }: RankingInput, atLeast = 2): boolean {
  const n = predictions.length;
  if (groundTruths.length !== n)
    throw new RangeError(`${n} predictions but ${groundTruths.length} groundTruths`);
  if (n < Math.max(2, atLeast)) return false;
  let differ = false;
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(predictions[i]) || !Number.isFinite(groundTruths[i])) return false;
    if (predictions[i] !== predictions[0]) differ = true;
  }
  return differ;
}
