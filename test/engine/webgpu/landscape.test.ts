/** @file A loss landscape has the same losses on every engine; WASM, whose center is the loss of the run, is the judge. */
import { expect, it } from "vitest";
import { tfjsWasm } from "../../../scripts/bench/tfjsWasm.ts";
import { defaultConfig } from "../../../src/core/config.ts";
import type { EngineFactory } from "../../../src/engine/engine.ts";
import { openLandscaper } from "../../../src/engine/landscaper.ts";
import { openSession, runToEnd, type SessionEnvironment } from "../../../src/engine/openSession.ts";
import { createTfjsEngine } from "../../../src/engine/tfjs/engine.ts";
import { createWasmEngine } from "../../../src/engine/wasm/engine.ts";
import { readDataset } from "../../../src/headless/dataset.ts";
import { createSharedWebgpuEngine } from "./softwareDevice.ts";

const images = await readDataset("fashion-mnist-14");
const architecture = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|none~1|skip_connect~2|";
const settings = { channels: 4, bs: 16, portion: 0.032, epochs: 1, evalimages: 50, evalbatch: 50 };
const on = (createEngine: EngineFactory): SessionEnvironment => ({
  loadImages: async () => images,
  createEngine,
});

it("has the losses of WASM on WebGPU and on stock operations", async () => {
  const { session } = await openSession(
    { ...defaultConfig(), settings },
    { ...on(createWasmEngine), judge: { scored: [architecture], landmarks: [] } },
  );
  await runToEnd(session);
  const checkpoint = await session.checkpoint();
  const losses = async (createEngine: EngineFactory): Promise<number[]> => {
    const landscaper = await openLandscaper(
      { kind: "path", architecture, checkpoint, seed: 1 },
      on(createEngine),
    );
    const events = [];
    while (events.length < 4) events.push(...(await landscaper.advance()));
    landscaper.dispose();
    return events.map((event) => (event.type === "point" ? (event.loss as number) : Number.NaN));
  };
  const expected = await losses(createWasmEngine);
  for (const factory of [createSharedWebgpuEngine, createTfjsEngine(tfjsWasm)]) {
    const found = await losses(factory);
    found.forEach((loss, index) => {
      expect(Math.abs(loss / (expected[index] as number) - 1)).toBeLessThan(1e-3);
    });
  }
});
