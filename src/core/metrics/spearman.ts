/**
 * @file Spearman's rank correlation ρ.
 * C. Spearman, "The Proof and Measurement of Association between Two Things", Am. J. Psychology 15 (1904) 72–101.
 */
import { type RankingInput, ranks } from "./metric.ts";

/** Pearson correlation of the mean ranks, in [−1, 1]; `undefined` where one side has fewer than two distinct values. */
export function spearmanRho({ predictions, groundTruths }: RankingInput): number | undefined {
  if (!ranks({ predictions, groundTruths })) return undefined;
  const a = meanRanks(predictions);
  const b = meanRanks(groundTruths);
  let [product, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += (a[i] as number) * (b[i] as number);
    squaresA += (a[i] as number) ** 2;
    squaresB += (b[i] as number) ** 2;
  }
  return rankCorrelation(a.length, product, squaresA, squaresB);
}

/** ρ from the sums Σab, Σa², Σb² over mean ranks of n items, whose mean is (n + 1) / 2 with or without ties. */
function rankCorrelation(n: number, product: number, squaresA: number, squaresB: number): number | undefined {
  // Ranks are multiples of a half, so these sums are exact and "no spread" is exactly zero.
  const shift = (n * (n + 1) * (n + 1)) / 4;
  const [spreadA, spreadB] = [squaresA - shift, squaresB - shift];
  if (spreadA <= 0 || spreadB <= 0) return undefined;
  return Math.max(-1, Math.min(1, (product - shift) / (Math.sqrt(spreadA) * Math.sqrt(spreadB))));
}

/** Ranks from 1 (smallest) to n; equal values share the mean of their ranks. */
export function meanRanks(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  );
  const result = new Float64Array(n);
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && values[order[end] as number] === values[order[start] as number]) end++;
    for (let i = start; i < end; i++) result[order[i] as number] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}
