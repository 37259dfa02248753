/** @file Every algorithm against the expected best of as many random draws, and what holds for all of them. */
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/core/random.ts";
import { valuesFor } from "../../../src/core/search/algorithm.ts";
import { searchAlgorithms } from "../../../src/core/search/index.ts";
import { expectedBest, meanInterval } from "../../../src/core/search/judge.ts";
import { randomSearch } from "../../../src/core/search/randomSearch.ts";
import { legalSetting, type Settings } from "../../../src/core/settings.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import { uniqueArchitectures } from "../../../src/core/spaces/nasbench201/encoding.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { samplingAlgorithms } from "./bothKinds.ts";
import { landscapeOf, problemOf, searched } from "./landscape.ts";

/** Not those that settings were chosen on, which are 1 to 10. */
const seeds = Array.from({ length: 10 }, (_, index) => index + 11);
/** Budgets of tens instead of hundreds ask for smaller populations. */
const small: Readonly<Record<string, Settings>> = {
  "regularized-evolution": { population: 20, sample: 5 },
  "spos-evolution": { population: 20, topk: 5 },
  nao: { initial: 20, top: 10, epochs: 15 },
};
const tiny: Readonly<Record<string, Settings>> = {
  nao: { initial: 6, top: 4, epochs: 1 },
  bayesian: { initial: 5, candidates: 10 },
};

describe("on a landscape of NAS-Bench-201 whose best is known", () => {
  const landscapes = seeds.map((seed) => landscapeOf(nasbench201, seed));
  const scores = landscapes.map((landscape) => uniqueArchitectures().map(landscape));

  it.each(samplingAlgorithms)("$id finds no less than as many random draws", (algorithm) => {
    const budget = algorithm.id === "nao" || algorithm.id === "bayesian" ? 60 : 100;
    const gains = seeds.map((seed, i) => {
      const run = searched(
        algorithm,
        problemOf(nasbench201, seed, budget),
        landscapes[i]!,
        small[algorithm.id],
      );
      expect(run.best!.score).toBeLessThanOrEqual(Math.max(...scores[i]!));
      return run.best!.score - expectedBest(scores[i]!, budget);
    });
    const interval = meanInterval(gains)!;
    // Random search has the expectation as its mean; all others learn something.
    if (algorithm.id === "random") expect(interval.high).toBeGreaterThan(0);
    else expect(interval.low).toBeGreaterThan(0);
  });
});

describe.each([...spaces])("in $id", (space) => {
  const landscape = landscapeOf(space, 1);

  it.each(samplingAlgorithms)("$id proposes what is admitted, by its seed alone", (algorithm) => {
    expect(algorithm.unavailable?.(space)).toBeUndefined();
    // An odd rule that leaves about half of the space.
    const isAdmitted = (architecture: readonly number[]) =>
      space.isValid(architecture) &&
      space.graphs(architecture).reduce((sum, { edges }) => sum + edges.length, 0) % 2 === 0;
    const settings = { ...small[algorithm.id], ...tiny[algorithm.id] };
    const asked = () => {
      const problem = { ...problemOf(space, 1, 15), isAdmitted };
      return searched(algorithm, problem, landscape, settings).evaluated;
    };
    const evaluated = asked();
    expect(evaluated).toHaveLength(15);
    expect(new Set(evaluated.map(({ canonical }) => canonical)).size).toBe(15);
    for (const { architecture, proposal } of evaluated) {
      expect(isAdmitted(proposal.architecture)).toBe(true);
      expect(space.canonical(architecture)).toBe(space.canonical(proposal.architecture));
    }
    const texts = evaluated.map(({ canonical }) => canonical);
    expect(asked().map(({ canonical }) => canonical)).toEqual(texts);
  });
});

it.each(searchAlgorithms)("$id has legal defaults and says what it is", (algorithm) => {
  for (const spec of algorithm.settings) {
    expect(legalSetting(spec, spec.default)).toBe(true);
    if (spec.kind === "number") for (const stop of spec.stops) expect(legalSetting(spec, stop)).toBe(true);
  }
  expect(new Set(algorithm.settings.map(({ key }) => key)).size).toBe(algorithm.settings.length);
  expect(algorithm.origin).toMatch(/https:\/\//);
  expect(algorithm.fidelity.length).toBeGreaterThan(40);
});

it("regularized evolution says where its sample is so large that it hardly explores", () => {
  const { remark } = samplingAlgorithms.find(({ id }) => id === "regularized-evolution")!;
  expect(remark?.({ population: 50, sample: 50 }, 100)).toMatch(/hardly explores/);
  expect(remark?.({ population: 50, sample: 49 }, 100)).toBeUndefined();
});

const starting = ["regularized-evolution", "spos-evolution", "nao", "bayesian"];

it.each(starting)("%s says where its budget leaves it random search, and is more with one more", (id) => {
  const algorithm = samplingAlgorithms.find((known) => known.id === id)!;
  const values = valuesFor(algorithm, { ...small[id], ...tiny[id] });
  const least = Array.from({ length: 30 }, (_, i) => i + 1).find((b) => !algorithm.remark?.(values, b))!;
  const landscape = landscapeOf(nasbench201, 1);
  const { evaluated } = searched(algorithm, problemOf(nasbench201, 1, least), landscape, values);
  const made = evaluated.map(({ proposal }) => (proposal.parents?.length ?? 0) > 0);
  expect(algorithm.remark?.(values, least - 1)).toMatch(/it is random search/);
  expect(made.slice(0, least - 1)).not.toContain(true);
  // The Gaussian process may prefer one of its random candidates.
  if (id !== "bayesian") expect(made[least - 1]).toBe(true);
});

it("answers what was evaluated before, and ends where nothing new comes", () => {
  const architecture = nasbench201.sampleUnique(createRandom(1));
  const told: number[] = [];
  const stuck = {
    ...randomSearch,
    *search() {
      for (;;) told.push(yield { architecture });
    },
  };
  const run = searched(stuck, problemOf(nasbench201, 1, 10), () => 0.4);
  expect(run.evaluated).toHaveLength(1);
  expect(told.length).toBeGreaterThan(10);
  expect(new Set(told)).toEqual(new Set([0.4]));
});
