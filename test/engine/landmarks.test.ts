/** @file The landmark ranking loss by both rules: when it weighs how much, and on which images. */
import { describe, expect, it } from "vitest";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import type { Network } from "../../src/core/network/network.ts";
import { createRandom } from "../../src/core/random.ts";
import type { Settings } from "../../src/core/settings.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { Architecture } from "../../src/core/spaces/space.ts";
import type { TrainStep } from "../../src/engine/engine.ts";
import { otherImages } from "../../src/engine/landmarks.ts";
import { trainingStep } from "../../src/engine/trainingStep.ts";
import { CLASSES } from "./caseData.ts";
import { input } from "./smallLab.ts";

const landmarks = [0.2, 0.7, 0.9].map((accuracy, index) => ({
  architecture: [3, 3, 3, 3, 3, index],
  accuracy,
}));
const images = Int32Array.of(3, 1, 4, 15, 9, 2);

/** After this many of 80 steps. */
function stepAfter(done: number, settings: Settings): TrainStep {
  const recipe = recipeOf(nasbench201, { epochs: 2, paths: 2, landmark: 10, portion: 0.5, ...settings });
  const build = (architecture: Architecture): Network =>
    nasbench201.build(architecture, recipe.network, input, CLASSES);
  return trainingStep({
    space: nasbench201,
    landmarks,
    recipe,
    epochClock: { step: 0, epochs: 0, stepsPerEpoch: 40 },
    seed: 1,
    step: done + 1,
    images,
    trainCount: 100,
    build,
  });
}

describe("by its authors' rule", () => {
  it.each([
    [0, undefined],
    [29, undefined],
    [55, 5],
    [79, 10 * 0.5 * (1 - Math.cos(Math.PI * (49 / 50)))],
  ])("after %i of 80 steps weighs %f of 10, without a margin", (done, weight) => {
    const { ranking, paths } = stepAfter(done, {});
    expect(paths).toHaveLength(weight === undefined ? 2 : 4);
    if (weight === undefined) expect(ranking).toEqual([]);
    else {
      expect(ranking).toEqual([{ better: 2, worse: 3, weight: expect.closeTo(weight, 10), margin: 0 }]);
    }
  });

  it("sees training images that the step's paths do not see, both the same, others in every step", () => {
    const seen = new Set<string>();
    for (let done = 40; done < 60; done++) {
      const { paths } = stepAfter(done, {});
      const [path, , better, worse] = paths;
      expect(path?.images).toBeUndefined();
      expect(worse?.images).toBe(better?.images);
      const own = [...better!.images!];
      expect(new Set(own).size).toBe(images.length);
      // Half of the images are in use.
      for (const image of own) {
        expect(image).toBeGreaterThanOrEqual(0);
        expect(image).toBeLessThan(50);
        expect([...images]).not.toContain(image);
      }
      seen.add(own.join());
    }
    expect(seen.size).toBe(20);
    expect(stepAfter(50, {}).paths[2]?.images).toEqual(stepAfter(50, {}).paths[2]?.images);
  });

  it("does not change what the paths of the step are", () => {
    const architectures = (settings: Settings) =>
      stepAfter(60, settings)
        .paths.slice(0, 2)
        .map(({ network }) => network.operations);
    expect(architectures({})).toEqual(architectures({ landmark: 0 }));
  });
});

it("by the rule of the margin weighs the same from the first step on, on the images of the step", () => {
  for (const done of [0, 40, 79]) {
    const { ranking, paths } = stepAfter(done, { landmarkrule: "margin" });
    expect(ranking).toEqual([{ better: 2, worse: 3, weight: 10, margin: 0.05 }]);
    expect(paths.every((path) => path.images === undefined)).toBe(true);
  }
});

it("takes images of the step again where there are no others", () => {
  const drawn = otherImages(Int32Array.of(0, 1, 2, 3), 5, createRandom(1));
  expect(new Set(drawn).size).toBe(4);
  expect(Math.max(...drawn)).toBeLessThan(5);
  // Fewer images than a batch has: each is there before one comes again.
  const few = otherImages(
    Int32Array.from({ length: 10 }, (_, i) => i % 4),
    4,
    createRandom(1),
  );
  expect([...few.slice(0, 4)].sort()).toEqual([0, 1, 2, 3]);
  expect(few).toHaveLength(10);
});
