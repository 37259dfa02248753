/** @file How algorithms draw, change and cross architectures so that the run's recipe admits the result, and pick the best. */
import { mutate } from "../spaces/mutate.ts";
import type { Architecture } from "../spaces/space.ts";
import type { SearchProblem } from "./algorithm.ts";

/** Tries before a rule of an algorithm counts as unable to give an admitted architecture. */
const maxTries = 200;
/** Uniform over the unique architectures that are admitted. */
export function draw({ space, isAdmitted, random }: SearchProblem): Architecture {
  for (;;) {
    const architecture = space.sampleUnique(random);
    if (isAdmitted(architecture)) return architecture;
  }
}

/**
 * One decision of the parent changed to another choice, at random among the changes that compute something else and are admitted; more
 * than one decision where hardly any single change is.
 */
export function mutant(problem: SearchProblem, parent: Architecture): Architecture {
  const { space, isAdmitted, random } = problem;
  const key = space.canonical(parent);
  const isFit = (child: Architecture): boolean => isAdmitted(child) && space.canonical(child) !== key;
  const single = tried(isFit, () => {
    const slot = random.below(parent.length);
    const choices = space.decisions[slot]!.choices.length;
    const other = (parent[slot]! + 1 + random.below(Math.max(1, choices - 1))) % choices;
    return parent.map((choice, index) => (index === slot ? other : choice));
  });
  let child = single ?? parent;
  while (!isFit(child)) child = mutate(space, child, random);
  return child;
}

/** Every decision of the parent drawn anew with this probability, and so perhaps as it was; `undefined` where no admitted architecture comes out. */
export function mutantByRate(
  { space, isAdmitted, random }: SearchProblem,
  parent: Architecture,
  probability: number,
): Architecture | undefined {
  return tried(isAdmitted, () =>
    parent.map((choice, slot) =>
      random.next() < probability ? random.below(space.decisions[slot]!.choices.length) : choice,
    ),
  );
}

/** Every decision from one of the two parents at random; `undefined` where no admitted architecture comes out. */
export function crossed(
  { isAdmitted, random }: SearchProblem,
  one: Architecture,
  other: Architecture,
): Architecture | undefined {
  return tried(isAdmitted, () => one.map((choice, slot) => (random.below(2) === 0 ? choice : other[slot]!)));
}

/** The first admitted of up to 200 tries. */
export function tried(
  isAdmitted: (architecture: Architecture) => boolean,
  make: () => Architecture,
): Architecture | undefined {
  for (let tries = 0; tries < maxTries; tries++) {
    const architecture = make();
    if (isAdmitted(architecture)) return architecture;
  }
  return undefined;
}

/** The k with the highest score, earlier ones first among equals. */
export function topOf<T extends { readonly score: number }>(individuals: readonly T[], k: number): T[] {
  return [...individuals].sort((a, b) => b.score - a.score).slice(0, k);
}
