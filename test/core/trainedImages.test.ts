/** @file Compute as images trained, counted here step by step. */
import { expect, it } from "vitest";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { createRandom } from "../../src/core/random.ts";
import { type Change, type Run, reduceRun, startingRun } from "../../src/core/runState.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { imagesTrained, pathsOf, trainingSeconds } from "../../src/core/trainedImages.ts";
import { pathsOfStep } from "../../src/engine/paths.ts";

const [space] = spaces;
const runOf = (settings: Run["initialSettings"], changes: readonly Change[] = []): Run => ({
  ...startingRun({ space: space.id, dataset: "", seed: 1, settings }, []),
  changes,
});
const change = (step: number, key: string, to: Change["to"]): Change => ({
  ...{ step, key, to, from: 0, effect: "nextStep" },
});

it.each(spaces)("counts the paths that a step of $id takes, by every sampler", (one) => {
  for (const settings of [{}, { paths: 3 }, { sampler: "fairnas" }, { sampler: "fairnas", sandwich: true }]) {
    const recipe = recipeOf(one, settings);
    const moment = { progress: 0, images: () => new Int32Array() };
    const build = () => ({}) as ReturnType<typeof one.build>;
    const { paths } = pathsOfStep(one, recipe.network, recipe.training, [], build, 1, 1, moment);
    expect(pathsOf(recipe, one.traits)).toBe(paths.length);
  }
});

it("is paths × batch × steps, and follows live changes from their step on", () => {
  expect(imagesTrained(runOf({ paths: 2, bs: 32 }))(10)).toBe(2 * 32 * 10);
  const random = createRandom(1);
  const changes: Change[] = [];
  for (let step = 3; step < 60; step += 1 + random.below(9))
    changes.push(
      random.below(2)
        ? change(step, "bs", 8 * (1 + random.below(8)))
        : change(step, "paths", 1 + random.below(8)),
    );
  let [paths, batch, images] = [4, 64, 0];
  const counted = imagesTrained(runOf({ paths, bs: batch }, changes));
  for (let step = 1; step <= 80; step++) {
    for (const { step: at, key, to } of changes)
      if (at === step - 1) [paths, batch] = key === "bs" ? [paths, Number(to)] : [Number(to), batch];
    images += paths * batch;
    expect(counted(step)).toBe(images);
  }
});

it("leaves out what a divergence undid", () => {
  const images = imagesTrained(runOf({ paths: 1, bs: 10 }, [change(20, "paths", 3), change(12, "paths", 2)]));
  expect(images(15)).toBe(12 * 10 + 3 * 20);
});

it("counts steps that are taken anew after a loss under the settings of then", () => {
  const run = reduceRun(runOf({ paths: 1, bs: 10 }, [change(500, "bs", 20)]), {
    ...{ type: "recovered", step: 400, backend: "wasm", reason: "lost", totalSteps: 900 },
    epochClock: runOf({}).epochClock,
  });
  expect(imagesTrained(run)(600)).toBe(400 * 10 + 200 * 20);
});

it("tells the seconds by the rates that were measured", () => {
  const point = { loss: 1, accuracy: 0, learningRate: 0, gradientNorm: 0 };
  const run = runOf({ paths: 1, bs: 10 });
  const points = run.points.append([
    { ...point, step: 10, imagesPerSecond: 50 },
    { ...point, step: 20, imagesPerSecond: 25 },
    { ...point, step: 40, imagesPerSecond: 10 },
  ]);
  expect(trainingSeconds({ ...run, points }, 20)).toBe(2 + 4);
  expect(trainingSeconds({ ...run, points }, 0)).toBe(0);
});
