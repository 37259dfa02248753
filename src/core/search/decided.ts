/** @file How decided a search is that mixes operations: one that ends early names an architecture that hardly won. */
import { meanOf } from "../metrics/mean.ts";
import type { PerChoice } from "./differentiable.ts";

/** Of the way from no preference to certainty: a search that has not come so far has not decided; the lab's own choice. */
const decidedShare = 1 / 3;

export interface Decided {
  /** Mean probability of the strongest operation of every place. */
  readonly strongest: number;
  /** The same without any preference among the operations that are left. */
  readonly even: number;
}

/**
 * @param derivable how many choices of every place, from the first on, can come out; what cannot, such as "none" in DARTS, decides nothing,
 * and the others share what it has
 * @returns `undefined` where there is no place to decide on
 */
export function decidedOf(
  probabilities: PerChoice,
  derivable = Number.POSITIVE_INFINITY,
): Decided | undefined {
  const places = probabilities.flatMap((own) => {
    const left = own.slice(0, derivable).filter((share) => share > 0);
    return left.length > 0 ? [left] : [];
  });
  if (places.length === 0) return undefined;
  return {
    strongest: meanOf(places.map((left) => Math.max(...left) / left.reduce((sum, share) => sum + share, 0))),
    even: meanOf(places.map((left) => 1 / left.length)),
  };
}

/** Of a search that has ended; `undefined` where it has decided. */
export function undecidedText({ strongest, even }: Decided): string | undefined {
  const share = (value: number): string => `${Math.round(100 * value)} %`;
  // Where one operation is left everywhere, there is nothing to decide.
  return strongest - even < decidedShare * (1 - even)
    ? `hardly decided: ${share(strongest)} for the strongest operations, ${share(even)} without preference`
    : undefined;
}
