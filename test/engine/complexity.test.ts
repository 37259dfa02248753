/** @file Learning rate and momentum by complexity: which rate a path of which size has, and which group an architecture. */
import { describe, expect, it } from "vitest";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { countParameters } from "../../src/core/network/count.ts";
import type { Network } from "../../src/core/network/network.ts";
import { createRandom } from "../../src/core/random.ts";
import { learningRateAt } from "../../src/core/schedule.ts";
import type { Settings } from "../../src/core/settings.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { Architecture, SearchSpace } from "../../src/core/spaces/space.ts";
import { decayExponent, momentumGroupOf, sizeRangeOf, withRates } from "../../src/engine/complexity.ts";
import type { Inspection, TrainStep } from "../../src/engine/engine.ts";
import { trainingStep } from "../../src/engine/trainingStep.ts";
import { CLASSES } from "./caseData.ts";
import { input, open, stepOn } from "./smallLab.ts";

const total = 100;

function stepOf(space: SearchSpace, settings: Settings, step: number): TrainStep {
  const recipe = recipeOf(space, { epochs: 1, sched: "linear", ...settings });
  const build = (architecture: Architecture): Network =>
    space.build(architecture, recipe.network, input, CLASSES);
  return trainingStep({
    space,
    landmarks: [],
    recipe,
    epochClock: { step: 0, epochs: 0, stepsPerEpoch: total },
    seed: 1,
    step,
    images: Int32Array.from({ length: 12 }, (_, i) => i),
    trainCount: 24,
    build,
  });
}

describe("exponent of the schedule", () => {
  const range = { smallest: 100, largest: 10_000 };
  it("falls from 4 to 1/4 with the logarithm of the size, and no further", () => {
    expect(decayExponent(100, range)).toBeCloseTo(4, 10);
    expect(decayExponent(1000, range)).toBeCloseTo(2.125, 10);
    expect(decayExponent(10_000, range)).toBeCloseTo(0.25, 10);
    expect(decayExponent(10, range)).toBeCloseTo(4, 10);
    expect(decayExponent(1e6, range)).toBeCloseTo(0.25, 10);
    expect(decayExponent(5, { smallest: 5, largest: 5 })).toBe(1);
  });

  it("bends the schedule, not the warm-up", () => {
    const recipe = recipeOf(nasbench201, { lr: 0.1, sched: "linear", warmup: 1 });
    expect(learningRateAt(recipe, 4, 10, 110, 4)).toBeCloseTo(0.05, 10);
    expect(learningRateAt(recipe, 60, 10, 110, 4)).toBeCloseTo(0.1 * 0.5 ** 4, 10);
    expect(learningRateAt(recipe, 60, 10, 110, 0.25)).toBeCloseTo(0.1 * 0.5 ** 0.25, 10);
  });
});

describe.each(spaces)("learning rate by complexity in $title", (space) => {
  it("of a single path is the authors' rule: the rest of the way to the power of its exponent", () => {
    const recipe = recipeOf(space, { dynlr: true });
    const build = (architecture: Architecture): Network =>
      space.build(architecture, recipe.network, input, CLASSES);
    const range = sizeRangeOf(space, recipe.network, build);
    expect(range.largest).toBeGreaterThan(range.smallest);
    const rates = new Set<number>();
    for (let number = 1; number <= 10; number++) {
      const step = stepOf(space, { dynlr: true, paths: 1, lr: 0.1 }, number + 50);
      const [path] = step.paths;
      const exponent = decayExponent(countParameters(path!.network), range);
      const rate = 0.1 * (1 - (number + 49) / total) ** exponent;
      expect(step.optimizer.learningRate).toBeCloseTo(rate, 10);
      expect(path!.weight).toBe(1);
      rates.add(step.optimizer.learningRate);
    }
    expect(rates.size).toBeGreaterThan(3);
  });
});

it("scales the gradients of several paths so that plain descent gives each its own rate", async () => {
  const step = stepOf(nasbench201, { dynlr: true, paths: 3, mom: 0, wd: 0, clip: 0 }, 60);
  const recipe = recipeOf(nasbench201, { dynlr: true });
  const build = (architecture: Architecture): Network =>
    nasbench201.build(architecture, recipe.network, input, CLASSES);
  const range = sizeRangeOf(nasbench201, recipe.network, build);
  const engine = await open();
  const plain = stepOn(step.paths.map(({ network }) => network));
  const parts: Inspection["gradients"][] = [];
  for (const path of plain.paths) parts.push((await engine.inspect({ ...plain, paths: [path] })).gradients);
  const before = (await engine.snapshot()).weights;
  await engine.trainStep({ ...plain, paths: step.paths, optimizer: step.optimizer });
  const after = (await engine.snapshot()).weights;
  const rates = step.paths.map(
    ({ network }) => 0.05 * (1 - 59 / total) ** decayExponent(countParameters(network), range),
  );
  expect(new Set(rates).size).toBeGreaterThan(1);
  expect(Math.max(...rates)).toBeCloseTo(step.optimizer.learningRate, 10);
  const name = "head/weight";
  after[name]!.forEach((value, i) => {
    const moved = parts.reduce((sum, gradients, path) => sum + rates[path]! * gradients[name]![i]!, 0);
    expect(value).toBeCloseTo(before[name]![i]! - moved, 5);
  });
  engine.dispose();
});

it("leaves a step alone whose rates have all come to nothing", () => {
  const { paths } = stepOf(nasbench201, { paths: 2 }, 1);
  expect(withRates(paths, { smallest: 1, largest: 2 }, () => 0)).toEqual({ paths, learningRate: 0 });
});

describe("groups of momentum", () => {
  it("are the choices at the split decision, where there is one", () => {
    const groups = [0, 1, 2, 3, 4].map((choice) => {
      const architecture = new Array<number>(6).fill(3);
      architecture[nasbench201.traits.splitDecision] = choice;
      return momentumGroupOf(nasbench201, architecture);
    });
    expect(groups).toEqual([0, 1, 2, 3, 4]);
  });

  it.each(spaces)("are a whole number in $title, the same wherever the path is drawn", (space) => {
    const random = createRandom(3);
    const groups = Array.from({ length: 60 }, () => momentumGroupOf(space, space.sampleNaive(random)));
    expect(groups.every((group) => Number.isInteger(group) && group >= 0)).toBe(true);
    expect(new Set(groups).size).toBeGreaterThan(1);
    const { optimizer } = stepOf(space, { dynmom: true, paths: 1 }, 7);
    expect(stepOf(space, { dynmom: true, paths: 1 }, 7).optimizer.momentumGroup).toBe(
      optimizer.momentumGroup,
    );
    expect(optimizer.momentumGroup).toBeDefined();
    expect(stepOf(space, { paths: 1 }, 7).optimizer.momentumGroup).toBeUndefined();
  });
});
