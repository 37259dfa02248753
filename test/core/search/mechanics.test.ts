/** @file Each algorithm does what its paper says. */
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/core/random.ts";
import { NaoModel } from "../../../src/core/search/naoModel.ts";
import type { Parameters } from "../../../src/core/search/neural/parameters.ts";
import { Policy } from "../../../src/core/search/policy.ts";
import { regularizedEvolution } from "../../../src/core/search/regularizedEvolution.ts";
import type { Evaluated } from "../../../src/core/search/searchRun.ts";
import { sposEvolution } from "../../../src/core/search/sposEvolution.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import type { Architecture } from "../../../src/core/spaces/space.ts";
import { landscapeOf, problemOf, searched } from "./landscape.ts";

const landscape = landscapeOf(nasbench201, 3);

describe("regularized evolution", () => {
  const size = 6;
  const run = searched(regularizedEvolution, problemOf(nasbench201, 1, 60), landscape, {
    population: size,
    sample: 1000,
  });
  const populationBefore = ({ proposal }: Evaluated): readonly Architecture[] =>
    proposal.state?.kind === "population" ? proposal.state.individuals : [];

  it("lets the oldest die, not the worst", () => {
    const children = run.evaluated.slice(size);
    let checked = 0;
    for (const [i, child] of children.entries()) {
      const population = populationBefore(child);
      expect(population).toHaveLength(size);
      const next = children[i + 1];
      // A child asked for again leaves no trace among the evaluated.
      if (!next || populationBefore(next).at(-1) !== child.proposal.architecture) continue;
      expect(populationBefore(next)).toEqual([...population.slice(1), child.proposal.architecture]);
      checked++;
    }
    expect(checked).toBeGreaterThan(0.8 * children.length);
  });

  it("copies the best of the sample with one decision changed", () => {
    for (const child of run.evaluated.slice(size)) {
      const [parent] = child.proposal.parents!;
      const best = Math.max(...populationBefore(child).map(landscape));
      expect(landscape(parent!)).toBe(best);
      expect(child.proposal.architecture.filter((choice, slot) => choice !== parent![slot])).toHaveLength(1);
    }
  });
});

describe("evolution as in SPOS", () => {
  const [size, topk] = [20, 4];
  const { evaluated } = searched(sposEvolution, problemOf(nasbench201, 1, 3 * size), landscape, {
    population: size,
    topk,
  });

  it.each([1, 2])(
    "has children of the best k seen so far only, half by crossover (generation %i)",
    (generation) => {
      const before = evaluated.slice(0, generation * size).map(({ architecture }) => landscape(architecture));
      const threshold = before.sort((a, b) => b - a)[topk - 1]!;
      const children = evaluated.slice(generation * size, (generation + 1) * size);
      const families = children.map(({ proposal }) => proposal.parents ?? []);
      for (const parent of families.flat()) expect(landscape(parent)).toBeGreaterThanOrEqual(threshold);
      const crossed = families.filter(({ length }) => length === 2).length;
      expect(crossed).toBeGreaterThan(0);
      expect(crossed).toBeLessThanOrEqual(size / 2);
      for (const { proposal } of children.slice(0, crossed)) {
        const [one, other] = proposal.parents!;
        for (const [slot, choice] of proposal.architecture.entries())
          expect([one![slot], other![slot]]).toContain(choice);
      }
    },
  );

  it("scores with re-calibrated statistics unless told otherwise", () => {
    expect(sposEvolution.norm?.({ norm: "recalibrated" })).toBe("recalibrated");
    expect(sposEvolution.norm?.({ norm: "run" })).toBeUndefined();
  });
});

/** Two decisions of two and three choices, all of which can be counted. */
const decisions = [2, 3].map((count, slot) => ({
  title: `decision ${slot}`,
  choices: Array.from({ length: count }, (_, choice) => `choice ${choice}`),
}));
const all: readonly Architecture[] = [0, 1].flatMap((a) => [0, 1, 2].map((b) => [a, b]));

/** Compares the gradients that are there with central differences of `compute`, for a few entries of each parameter. */
function expectGradients(parameters: Parameters, compute: () => number): void {
  const gradients = parameters.values.map(({ gradient }) => gradient.slice());
  let nonzero = 0;
  for (const [p, { data }] of parameters.values.entries())
    for (const i of [0, Math.floor(data.length / 2), data.length - 1]) {
      const [old, h] = [data[i]!, 1e-5];
      const at = (value: number): number => {
        data[i] = value;
        return compute();
      };
      const difference = (at(old + h) - at(old - h)) / (2 * h);
      data[i] = old;
      expect(gradients[p]![i]).toBeCloseTo(difference, 7);
      if (Math.abs(difference) > 1e-6) nonzero++;
    }
  expect(nonzero).toBeGreaterThan(3);
}

describe("REINFORCE", () => {
  const policy = new Policy(decisions, createRandom(2));
  const reward = ([a, b]: Architecture): number => [0.1, 0.7, 0.3, 0.9, 0.2, 0.4][3 * a! + b!]!;
  const logProbability = (architecture: Architecture): number => policy.reinforce(architecture, -1, 0);
  const probability = (architecture: Architecture): number => Math.exp(logProbability(architecture));

  it("is a distribution over architectures", () => {
    expect(all.reduce((sum, architecture) => sum + probability(architecture), 0)).toBeCloseTo(1, 12);
    const random = createRandom(5);
    const draws = Array.from({ length: 4000 }, () => String(policy.sample(random).architecture));
    for (const architecture of all)
      expect(draws.filter((draw) => draw === String(architecture)).length / draws.length).toBeCloseTo(
        probability(architecture),
        1,
      );
  });

  it.each([0, 0.5])("descends towards a higher expected reward, whatever the baseline: %f", (baseline) => {
    const chances = all.map(probability);
    policy.parameters.clearGradients();
    for (const [i, architecture] of all.entries())
      policy.reinforce(architecture, chances[i]! * (reward(architecture) - baseline), 0);
    expectGradients(
      policy.parameters,
      () => -all.reduce((sum, architecture) => sum + probability(architecture) * reward(architecture), 0),
    );
  });

  it("descends towards more entropy", () => {
    policy.parameters.clearGradients();
    policy.reinforce([1, 2], 0, 1);
    expectGradients(policy.parameters, () => policy.reinforce([1, 2], 0, 1));
  });
});

describe("neural architecture optimization", () => {
  const model = new NaoModel(decisions, createRandom(4));
  const score = ([a, b]: Architecture): number => 0.3 * a! + 0.25 * b!;

  it("learns by the gradient of prediction and reconstruction", () => {
    model.parameters.clearGradients();
    model.learn([1, 2], 0.9, 0.6);
    expectGradients(model.parameters, () => model.learn([1, 2], 0.9, 0.6));
    model.parameters.clearGradients();
  });

  it("climbs along the gradient of the predictor", () => {
    for (let epoch = 0; epoch < 150; epoch++) {
      for (const architecture of all) model.learn(architecture, score(architecture), 0.6);
      model.parameters.descend(0.02);
    }
    for (const architecture of all) {
      const latent = model.encode(architecture);
      expect(model.decode(latent)).toEqual(architecture);
      const { score: predicted, gradient } = model.predict(latent);
      expect(predicted).toBeCloseTo(score(architecture), 1);
      const moved = (h: number) => latent.map((state, t) => state.map((x, i) => x + h * gradient[t]![i]!));
      const squares = gradient.flatMap((state) => [...state]).reduce((sum, g) => sum + g * g, 0);
      const slope = (model.predict(moved(1e-4)).score - model.predict(moved(-1e-4)).score) / 2e-4;
      expect(slope / squares).toBeCloseTo(1, 4);
      expect(model.parameters.values.every(({ gradient: g }) => g.every((x) => x === 0))).toBe(true);
    }
  });
});
