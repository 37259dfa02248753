/**
 * @file Progressive shrinking (Cai et al., Once-for-All, ICLR 2020, section 3.3 of https://arxiv.org/abs/1908.09791) in cells: the largest
 * operations train first, and smaller ones are let in one after another.
 */
import type { Random } from "./random.ts";
import type { Architecture, SizeOrder } from "./spaces/space.ts";

/**
 * The operations that training step `step` may train, from 1; `undefined` where all may.
 * @param steps after which all are let in, at equal distances; 0: from the start
 */
export function letIn({ operations }: SizeOrder, steps: number, step: number): readonly number[] | undefined {
  const count = 1 + Math.floor(((step - 1) * (operations.length - 1)) / Math.max(1, steps));
  return steps === 0 || count >= operations.length ? undefined : operations.slice(0, count);
}

/** The architecture with operations that are not let in drawn anew, uniformly, among those that are; its wiring stays. */
export function shrunk(
  architecture: Architecture,
  { isOperation }: SizeOrder,
  allowed: readonly number[],
  random: Random,
): Architecture {
  return architecture.map((choice, slot) =>
    !isOperation(slot) || allowed.includes(choice)
      ? choice
      : (allowed[random.below(allowed.length)] as number),
  );
}
