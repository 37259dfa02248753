/** @file The mutation of an architecture, from a space's decisions and validity alone, so that no space writes it. */
import type { Random } from "../random.ts";
import type { Architecture, SearchSpace } from "./space.ts";

type Encoded = Pick<SearchSpace, "decisions" | "isValid">;
type Compared = Pick<SearchSpace, "decisions" | "isValid" | "canonical">;

const withChoice = (architecture: Architecture, slot: number, choice: number): Architecture =>
  architecture.map((old, index) => (index === slot ? choice : old));

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
