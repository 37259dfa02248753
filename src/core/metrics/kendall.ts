/**
 * @file Kendall's rank correlation τ-b in O(n log n).
 * W. R. Knight, "A Computer Method for Calculating Kendall's Tau with Ungrouped Data", JASA 61 (1966) 436–439;
 * τ-b: M. G. Kendall, "The Treatment of Ties in Ranking Problems", Biometrika 33 (1945) 239–251.
 */
import { type RankingInput, ranks } from "./metric.ts";

/**
 * τ-b = (concordant − discordant) / √((pairs − pairs tied in x)(pairs − pairs tied in y)), in [−1, 1].
 * `undefined` where a side has fewer than two distinct values or anything is not finite.
 */
export function kendallTauB(x: ArrayLike<number>, y: ArrayLike<number>): number | undefined {
  if (!ranks({ predictions: x, groundTruths: y })) return undefined;
  const n = x.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => at(x, a) - at(x, b) || at(y, a) - at(y, b),
  );
  const xs = Float64Array.from(order, (i) => at(x, i));
  const ys = Float64Array.from(order, (i) => at(y, i));
  const pairs = (n * (n - 1)) / 2;
  const tiedX = tiedPairs(n, (i) => xs[i] === xs[i - 1]);
  const tiedBoth = tiedPairs(n, (i) => xs[i] === xs[i - 1] && ys[i] === ys[i - 1]);
  // Sorting y by swaps of neighbors takes one swap per discordant pair; merge sort counts them and leaves y sorted.
  const discordant = sortCountingSwaps(ys);
  const tiedY = tiedPairs(n, (i) => ys[i] === ys[i - 1]);
  return tauB(pairs - tiedX - tiedY + tiedBoth - 2 * discordant, pairs - tiedX, pairs - tiedY);
}

/** τ-b of a ranking problem; `undefined` where all predictions tie. */
export function kendallTau(input: RankingInput): number | undefined {
  return kendallTauB(input.predictions, input.groundTruths);
}

/** τ-b from its three counts: concordant − discordant, pairs untied in x, pairs untied in y. */
function tauB(difference: number, untiedX: number, untiedY: number): number | undefined {
  if (untiedX <= 0 || untiedY <= 0) return undefined;
  return Math.max(-1, Math.min(1, difference / (Math.sqrt(untiedX) * Math.sqrt(untiedY))));
}

const at = (values: ArrayLike<number>, index: number): number => values[index] as number;

/** Pairs within runs of equal neighbors; `same(i)` compares sorted entry i with entry i − 1. */
function tiedPairs(n: number, same: (i: number) => boolean): number {
  let total = 0;
  let run = 0;
  for (let i = 1; i < n; i++) {
    run = same(i) ? run + 1 : 0;
    total += run;
  }
  return total;
}

/** Sorts in place by merging from the bottom up; returns how many pairs stood in the wrong order. */
function sortCountingSwaps(values: Float64Array<ArrayBuffer>): number {
  const n = values.length;
  let from = values;
  let to = new Float64Array(n);
  let swaps = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(start + width, n);
      const end = Math.min(start + 2 * width, n);
      let left = start;
      let right = middle;
      for (let k = start; k < end; k++) {
        if (left < middle && (right >= end || at(from, left) <= at(from, right))) to[k] = at(from, left++);
        else {
          swaps += middle - left;
          to[k] = at(from, right++);
        }
      }
    }
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return swaps;
}
