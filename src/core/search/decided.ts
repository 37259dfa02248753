/** @file How decided a search is that mixes operations: one that ends early names an architecture that hardly won. */
import type { PerChoice } from "./differentiable.ts";

/** Below this mean share of the strongest operations a search has not decided; the lab's own choice. */
export const decidedShare = 0.5;

export interface Decided {
  /** Mean probability of the strongest operation of every place. */
  readonly strongest: number;
  /** The same without any preference. */
  readonly even: number;
}

/** @returns `undefined` where there is no place to decide on */
export function decidedOf(probabilities: PerChoice): Decided | undefined {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  if (probabilities.length === 0) return undefined;
  return {
    strongest: mean(probabilities.map((own) => Math.max(...own))),
    even: mean(probabilities.map((own) => 1 / own.length)),
  };
}

/** Of a search that has ended; `undefined` where it has decided. */
export function undecidedText({ strongest, even }: Decided): string | undefined {
  const share = (value: number): string => `${Math.round(100 * value)} %`;
  return strongest < decidedShare
    ? `hardly decided: ${share(strongest)} for the strongest operations, ${share(even)} without preference`
    : undefined;
}
