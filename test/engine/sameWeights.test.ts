/** @file What the page shows is true of the weights at the step it names: its curve against another run that only trains. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { correlationHistory } from "../../src/core/metrics/history.ts";
import { sparseKendallTau } from "../../src/core/metrics/sparse.ts";
import { architectureOf, poolOf } from "../../src/core/pool.ts";
import { nothingScored } from "../../src/core/resolveRun.ts";
import { nasbench201 as space } from "../../src/core/spaces/nasbench201/index.ts";
import { parseTable } from "../../src/core/tables/parseTable.ts";
import { openSession, runToEnd } from "../../src/engine/openSession.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { readDataset } from "../../src/headless/dataset.ts";
import { openTraining } from "../../src/headless/run/train.ts";

const steps = 600;
const threshold = 0.001;
const config = {
  ...defaultConfig(),
  space: space.id,
  settings: { bs: 16, channels: 4, paths: 1, evalimages: 60, evalbatch: 60, pool: 100 },
};

it("shows over 600 steps the S-KdT that its architectures have on the weights of each step named", async () => {
  const training = await openTraining(config, createWasmEngine);
  const run = await runToEnd(training.session, { steps });
  training.session.engine.dispose();
  const shown = correlationHistory(run, training.groundTruths, { threshold });
  // Early rounds over a beginning of the pool, and whole ones.
  expect(shown.map(({ scored }) => scored).slice(0, 4)).toEqual([12, 24, 48, 100]);
  expect(shown.at(-1)?.step).toBe(steps);

  const file = new URL(`../../public/tables/${space.id}.json`, import.meta.url);
  const table = parseTable(readFileSync(file, "utf8"), space, "table");
  if (!table.ok) throw new Error(table.problem.message);
  const { network, evaluation } = recipeOf(space, config.settings);
  const pool = poolOf(space, table.table.rows, recipeOf(space, config.settings)).scored;
  const images = await readDataset(config.dataset);
  const shape = { height: images.height, width: images.width, channels: images.channels };
  const networks = pool.map((text) =>
    space.build(architectureOf(text, space), network, shape, images.classes.length),
  );
  // Nothing is scored beside training.
  const { session: alone } = await openSession(config, {
    judge: nothingScored,
    loadImages: async () => images,
    createEngine: createWasmEngine,
    now: () => 0,
  });
  for (const { step, scored, skdt } of shown) {
    while (alone.step < step) await alone.advance();
    const scores = await alone.engine.score(networks.slice(0, scored), {
      part: "validation",
      count: evaluation.images,
      batchSize: evaluation.batchSize,
      norm: "batch",
      calibrationBatches: 0,
      weights: "raw",
      state: "live",
    });
    const predictions = scores.map(({ accuracy }) => accuracy);
    const groundTruths = training.groundTruths.slice(0, scored) as number[];
    expect(skdt, `at step ${step}`).toBe(sparseKendallTau({ predictions, groundTruths }, threshold));
  }
  alone.engine.dispose();
});
