/** @file Regularized (ageing) evolution. */
import type { Architecture } from "../spaces/space.ts";
import { defineSearchAlgorithm, onlyRandom, wholeNumber } from "./algorithm.ts";
import { draw, mutant } from "./proposals.ts";

interface Individual {
  readonly architecture: Architecture;
  readonly score: number;
}

/** Draws with replacement: of as many as live, 63 % of the samples hold the best; of three times as many, 95 %. */
const greedy = (sample: number, population: number): string =>
  `A sample of ${sample}, drawn with replacement from ${population}, mostly holds the best of all, so the search hardly explores.`;

export const regularizedEvolution = defineSearchAlgorithm({
  id: "regularized-evolution",
  title: "Regularized evolution",
  strategy: "evolutionary methods",
  explanation:
    "Keeps a population in the order of birth. In each cycle the best of a random sample is copied with one change, the child is scored and joins, and the oldest dies, however good it is.",
  origin:
    "Real, Aggarwal, Huang and Le, Regularized Evolution for Image Classifier Architecture Search, AAAI 2019, https://arxiv.org/abs/1802.01548",
  fidelity:
    "Cycles go on until the budget is used up, or a hundred proposals in a row bring nothing new. A mutation changes one decision of the encoding, an operation or an input, drawn uniformly; it always changes what is computed, so there is no identity mutation, and several decisions where two hundred tries of one changed nothing. One individual at a time, no parallel workers. A mutation is blind; with learned weights of connections that guide it, as in AssembleNet, it is an algorithm of its own here, “Evolution by connection weights”.",
  settings: [
    wholeNumber("population", "Population size", 50, [2, 1000]),
    wholeNumber("sample", "Sample size", 10, [1, 1000]),
  ],
  remark: ({ population, sample }, budget) =>
    onlyRandom(population, budget) ?? (sample >= population ? greedy(sample, population) : undefined),
  *search(problem, { population: size, sample }) {
    const { random } = problem;
    const population: Individual[] = [];
    const state = () =>
      ({ kind: "population", individuals: population.map(({ architecture }) => architecture) }) as const;
    while (population.length < size) {
      const architecture = draw(problem);
      population.push({ architecture, score: yield { architecture, state: state() } });
    }
    for (;;) {
      let parent: Individual | undefined;
      for (let i = 0; i < sample; i++) {
        const candidate = population[random.below(population.length)]!;
        if (!parent || candidate.score > parent.score) parent = candidate;
      }
      const architecture = mutant(problem, parent!.architecture);
      const score = yield { architecture, parents: [parent!.architecture], state: state() };
      population.push({ architecture, score });
      population.shift();
    }
  },
});
