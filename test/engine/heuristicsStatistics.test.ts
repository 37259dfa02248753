/** @file Batch-norm statistics: the same weights, scored in three ways. */
import { expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import type { Network } from "../../src/core/network/network.ts";
import { createRandom } from "../../src/core/random.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { Architecture, SearchSpace } from "../../src/core/spaces/space.ts";
import { BatchSource } from "../../src/engine/batches.ts";
import { pathsOfStep } from "../../src/engine/paths.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { readDataset } from "../../src/headless/dataset.ts";

const images = await readDataset(defaultConfig().dataset);
const input = { height: images.height, width: images.width, channels: images.channels };

/** No landmarks, so nobody asks when they are ranked. */
const unranked = { progress: 0, images: () => new Int32Array() };

/** Mean accuracy over 20 random architectures by kind of statistics, after a short training. */
async function scoresIn(space: SearchSpace): Promise<Record<"batch" | "running" | "recalibrated", number>> {
  // One cell a stage: deeper networks need longer to leave chance level at all.
  const settings = {
    cells: 1,
    channels: 4,
    bs: 32,
    paths: 1,
    lr: 0.05,
    width: "chunk",
    sampler: "random-nas",
  };
  const { network, training, optimizer, data } = recipeOf(space, settings);
  const engine = await createWasmEngine(images, 1);
  const batches = new BatchSource(images.train.count, 1);
  const build = (architecture: Architecture): Network =>
    space.build(architecture, network, input, images.classes.length);
  for (let step = 1; step <= 150; step++)
    await engine.trainStep({
      paths: pathsOfStep(space, network, training, [], build, 1, step, unranked).paths,
      images: batches.next(data.batchSize, data.portion),
      labelSmoothing: 0,
      seed: step,
      optimizer,
    });
  const random = createRandom(3);
  const networks = Array.from({ length: 20 }, () => build(space.sampleUnique(random)));
  const mean = async (norm: "batch" | "running" | "recalibrated"): Promise<number> => {
    const scores = await engine.score(networks, {
      part: "validation",
      count: 200,
      batchSize: 100,
      norm,
      calibrationBatches: 2,
      weights: "raw",
      state: "live",
    });
    return scores.reduce((sum, { accuracy }) => sum + accuracy, 0) / scores.length;
  };
  const scores = {
    batch: await mean("batch"),
    running: await mean("running"),
    recalibrated: await mean("recalibrated"),
  };
  engine.dispose();
  return scores;
}

// The whole NASBench-101 is the small one with rarer paths, and needs longer for that, too.
it.each(spaces.filter(({ id }) => id !== "nasbench101-full"))(
  "$title: statistics tracked over all paths spoil the scores, fresh ones do not",
  async (space) => {
    const { batch, running, recalibrated } = await scoresIn(space);
    expect(running).toBeLessThan(batch - 0.03);
    expect(recalibrated).toBeGreaterThan(batch - 0.03);
  },
);
