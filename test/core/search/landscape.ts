/** @file A made-up score for every architecture of a space, whose best is known: values of single choices, some pairs, some noise. */
import { createRandom, hashText } from "../../../src/core/random.ts";
import type { SearchAlgorithm, SearchProblem } from "../../../src/core/search/algorithm.ts";
import { SearchRun } from "../../../src/core/search/searchRun.ts";
import type { Settings } from "../../../src/core/settings.ts";
import type { Architecture, SearchSpace } from "../../../src/core/spaces/space.ts";

type Landscape = (architecture: Architecture) => number;

/** Equal for architectures of one canonical form; mostly within [0, 1]. */
export function landscapeOf(space: SearchSpace, seed: number): Landscape {
  const random = createRandom(seed).fork("landscape");
  const singles = space.decisions.map(({ choices }) => choices.map(() => random.next()));
  const pairs = Array.from({ length: Math.ceil(space.decisions.length / 2) }, () => {
    const [a, b] = [random.below(space.decisions.length), random.below(space.decisions.length)];
    const values = space.decisions[a]!.choices.map(() =>
      space.decisions[b]!.choices.map(() => random.next()),
    );
    return { a, b, values };
  });
  const count = singles.length + pairs.length;
  return (architecture) => {
    const choices = space.representative(architecture);
    const noise = createRandom(hashText(space.canonical(architecture), seed)).normal();
    const sum =
      choices.reduce((total, choice, slot) => total + singles[slot]![choice]!, 0) +
      pairs.reduce((total, { a, b, values }) => total + values[choices[a]!]![choices[b]!]!, 0);
    return sum / count + 0.02 * noise;
  };
}

export function problemOf(space: SearchSpace, seed: number, budget: number): SearchProblem {
  return { space, isAdmitted: space.isValid, random: createRandom(seed).fork("search"), budget };
}

export function searched(
  algorithm: SearchAlgorithm,
  problem: SearchProblem,
  landscape: Landscape,
  settings: Settings = {},
): SearchRun {
  const run = new SearchRun(algorithm, problem, settings);
  for (let next = run.pending; next; next = run.pending) run.answer(landscape(next.architecture));
  return run;
}
