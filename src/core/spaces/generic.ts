/** @file What follows from a space's decisions and validity alone, so that no space writes it: enumerate, mutate, neighbors. */
import type { Random } from "../random.ts";
import type { Architecture, SearchSpace } from "./space.ts";

type Encoded = Pick<SearchSpace, "decisions" | "isValid">;
type Compared = Pick<SearchSpace, "decisions" | "isValid" | "canonical">;

const withChoice = (architecture: Architecture, slot: number, choice: number): Architecture =>
  architecture.map((old, index) => (index === slot ? choice : old));

/** Every valid encoding, the last decision turning fastest. Lazy: the larger spaces have more than anybody can wait for. */
export function* enumerate(space: Encoded): Generator<Architecture> {
  const digits = space.decisions.map(() => 0);
  for (;;) {
    if (space.isValid(digits)) yield [...digits];
    let slot = digits.length - 1;
    while (slot >= 0 && digits[slot]! + 1 === space.decisions[slot]!.choices.length) digits[slot--] = 0;
    if (slot < 0) return;
    digits[slot]! += 1;
  }
}

/**
 * Changes one random decision to another choice, again and again until the architecture computes another function. Mostly once;
 * more often where a single change cannot matter (a vertex that leads nowhere yet), so that every valid architecture can be left.
 * Never ends in a space of one function.
 */
export function mutate(space: Compared, architecture: Architecture, random: Random): Architecture {
  const key = space.canonical(architecture);
  let mutant = architecture;
  do mutant = changedOnce(space, mutant, random);
  while (space.canonical(mutant) === key);
  return mutant;
}

function changedOnce(space: Encoded, architecture: Architecture, random: Random): Architecture {
  for (;;) {
    const slot = random.below(space.decisions.length);
    const choices = space.decisions[slot]!.choices.length;
    if (choices < 2) continue;
    const other = (architecture[slot]! + 1 + random.below(choices - 1)) % choices;
    const changed = withChoice(architecture, slot, other);
    if (space.isValid(changed)) return changed;
  }
}

/** The valid architectures one decision away that compute another function, each function once, in the order of the decisions. */
export function neighbors(space: Compared, architecture: Architecture): Architecture[] {
  const seen = new Set([space.canonical(architecture)]);
  const found: Architecture[] = [];
  for (const [slot, { choices }] of space.decisions.entries())
    for (let choice = 0; choice < choices.length; choice++) {
      const changed = withChoice(architecture, slot, choice);
      if (choice === architecture[slot] || !space.isValid(changed)) continue;
      const key = space.canonical(changed);
      if (seen.has(key)) continue;
      seen.add(key);
      found.push(changed);
    }
  return found;
}
