/** @file All encodings of a space, for those that are small enough. */
import type { Architecture, SearchSpace } from "../../../src/core/spaces/space.ts";

/** Every valid encoding, the last decision turning fastest. */
export function* enumerate(space: Pick<SearchSpace, "decisions" | "isValid">): Generator<Architecture> {
  const digits = space.decisions.map(() => 0);
  for (;;) {
    if (space.isValid(digits)) yield [...digits];
    let slot = digits.length - 1;
    while (slot >= 0 && digits[slot]! + 1 === space.decisions[slot]!.choices.length) digits[slot--] = 0;
    if (slot < 0) return;
    digits[slot]! += 1;
  }
}
