/** @file Rank correlation among the good architectures only: most of a global τ is telling the hopeless from the rest. */
import { kendallTauB } from "./kendall.ts";
import { type RankingInput, ranks } from "./metric.ts";

/** τ-b within the best `share` by stand-alone accuracy (at least two; those that tie with the last one are in, too). */
export function tauInTop(input: RankingInput, share: number): number | undefined {
  if (!ranks(input)) return undefined;
  const { predictions, groundTruths } = input;
  const n = groundTruths.length;
  const k = Math.min(n, Math.max(2, Math.ceil(share * n)));
  const cut = Float64Array.from(groundTruths).sort()[n - k] as number;
  const chosen: number[] = [];
  for (let i = 0; i < n; i++) if ((groundTruths[i] as number) >= cut) chosen.push(i);
  return kendallTauB(
    chosen.map((i) => predictions[i] as number),
    chosen.map((i) => groundTruths[i] as number),
  );
}
