/** @file What a study keeps of the searches on a run: finds, and those that diverged. */
import { expect, it } from "vitest";
import { judgedBy, resolveRun } from "../../src/core/resolveRun.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { EngineFactory } from "../../src/engine/engine.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { Progress } from "../../src/headless/progress.ts";
import { readTable } from "../../src/headless/run/train.ts";
import { trainedFor } from "../../src/headless/search/searched.ts";
import { searchOnRun } from "../../src/headless/study/searchOnRun.ts";

const settings = { channels: 4, bs: 4, paths: 1, evalimages: 50, evalbatch: 50, pool: 8 };
const config = { space: spaces[0].id, dataset: "fashion-mnist-14", seed: 1, settings };
const { table } = readTable(config.space);

/** Whose losses are no numbers where a gradient is asked for, as where the weights of a search have diverged. */
const diverging: EngineFactory = async (images, seed) => {
  const engine = await createWasmEngine(images, seed);
  const { inspect } = engine;
  return Object.assign(engine, {
    inspect: async (...step: Parameters<typeof inspect>) => ({
      ...(await inspect.apply(engine, step)),
      losses: Float32Array.of(Number.NaN),
    }),
  });
};

it("keeps which searches diverged, beside what the others found by the table that it is given", async () => {
  const checkpoint = await trainedFor(
    resolveRun(config, judgedBy(table)),
    createWasmEngine,
    1,
    new Progress("none", "steps"),
  );
  const asked = { algorithms: ["random", "darts"], budget: 3, seeds: [1] };
  const { finds, diverged } = await searchOnRun(asked, checkpoint, diverging, table);
  expect(diverged).toEqual([{ algorithm: "darts", seed: 1, step: 1 }]);
  expect(finds).toMatchObject([{ algorithm: "random", seed: 1 }]);
  const [{ architecture }] = finds as [NonNullable<typeof finds>[number]];
  const key = spaces[0].canonical(spaces[0].parse(architecture)!);
  const row = { ...table.rows[0]!, key, architecture, accuracy: 0.123 };
  const other = { ...table, byKey: new Map([...table.byKey, [key, row]]) };
  const again = await searchOnRun(asked, checkpoint, diverging, other);
  expect(again.finds).toMatchObject([{ architecture, standAloneAccuracy: 0.123 }]);
});
