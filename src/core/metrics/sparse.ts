/**
 * @file S-KdT, the sparse Kendall tau: stand-alone accuracy is rounded to a threshold, so that what rounds to the same value ties. Two
 * accuracies closer than the threshold may still round apart.
 * Yu, Ranftl, Salzmann, "An Analysis of Super-Net Heuristics in Weight-Sharing NAS", TPAMI 2021, arXiv:2110.01154.
 *
 * The truth is binned and τ-b taken. Comparing two sequences of bins and dropping what ties on the predicted side
 * would return up to 1 for a super-net that predicts the same for everyone; τ-b has no value there.
 */
import { kendallTauB } from "./kendall.ts";
import type { RankingInput } from "./metric.ts";

/**
 * Bin of a stand-alone accuracy: round(accuracy / threshold), halves upwards. Accuracies are often exact decimal halves
 * of a bin; 1e-9 of a bin of slack keeps floating point from deciding where those go. Threshold 0 bins nothing.
 */
export function bin(accuracy: number, threshold: number): number {
  return threshold > 0 ? Math.floor(accuracy / threshold + 0.5 + 1e-9) : accuracy;
}

/** τ-b between super-net accuracy and stand-alone accuracy binned to `threshold` (an accuracy in [0, 1]). */
export function sparseKendallTau(input: RankingInput, threshold: number): number | undefined {
  return kendallTauB(
    input.predictions,
    Float64Array.from(input.groundTruths, (truth) => bin(truth, threshold)),
  );
}
