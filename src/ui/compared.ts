/** @file What the scatter shows beside the present state. Pure. */
import type { Figures } from "../store/figures.ts";
import { count } from "./format.ts";

interface ComparedDot {
  readonly x: number;
  readonly y: number | undefined;
}

export const hasTruth = (dot: ComparedDot): dot is { x: number; y: number } => dot.y !== undefined;

export interface Compared {
  readonly dots: readonly ComparedDot[];
  /** What they are. */
  readonly title: string;
  readonly isRun: boolean;
}

/**
 * The state compared with: the same weights scored by the rules before, where those changed; else the baseline run, where possible at
 * about the same step, and as it ended until the present one has a round.
 * @param byLoss whether one of the two runs is ranked by the loss
 */
export function comparedOf(
  { architectures, comparison, round }: Figures,
  previous: Figures | undefined,
  byLoss = false,
): Compared | undefined {
  if (round?.pairedWith !== undefined) {
    const dots = architectures.flatMap(({ superNetBefore: x, standAlone: y }) =>
      x === undefined ? [] : [{ x, y }],
    );
    return { dots, title: "the same weights by the rules before", isRun: false };
  }
  // Minus the loss is no accuracy: there the baseline's last round is drawn as it was scored.
  if (comparison && !byLoss) {
    const { a, groundTruths } = comparison.pairs;
    const dots = a.map((x, index) => ({ x, y: groundTruths[index] }));
    return { dots, title: titleOf(comparison.step), isRun: true };
  }
  // Without a table nothing can be compared in pairs, but how far the scores spread can still be seen.
  if (!previous?.round || (round && previous.ranked > 0 && !byLoss)) return undefined;
  const dots = previous.architectures.flatMap(({ superNet: x, standAlone: y }) =>
    x === undefined ? [] : [{ x, y }],
  );
  return { dots, title: titleOf(previous.round.step), isRun: true };
}

const titleOf = (step: number): string => `baseline run, step ${count(step)}`;
