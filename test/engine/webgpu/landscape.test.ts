/** @file A loss landscape has the losses of a float64 reference on every engine: at its center, and at the corners of filter-normalized directions. */
import { expect, it } from "vitest";
import { tfjsWasm } from "../../../scripts/bench/tfjsWasm.ts";
import { defaultConfig } from "../../../src/core/config.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import type { EngineFactory } from "../../../src/engine/engine.ts";
import { openLandscaper } from "../../../src/engine/landscaper.ts";
import { openSession, runToEnd, type SessionEnvironment } from "../../../src/engine/openSession.ts";
import { createTfjsEngine } from "../../../src/engine/tfjs/engine.ts";
import { createWasmEngine } from "../../../src/engine/wasm/engine.ts";
import { referenceLoss } from "../landscapeReference.ts";
import { images, networkOf } from "../smallLab.ts";
import { createSharedWebgpuEngine } from "./softwareDevice.ts";

const architecture = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|none~1|skip_connect~2|";
const settings = { channels: 4, bs: 8, portion: 1, epochs: 2, evalimages: 50, evalbatch: 50 };
const on = (createEngine: EngineFactory): SessionEnvironment => ({
  loadImages: async () => images,
  createEngine,
});
const side = 17;

it("has the losses of the reference on WASM, WebGPU and stock operations", async () => {
  const { session } = await openSession(
    { ...defaultConfig(), settings },
    { ...on(createWasmEngine), judge: { scored: [architecture], landmarks: [] } },
  );
  await runToEnd(session);
  const checkpoint = await session.checkpoint();
  const network = networkOf(nasbench201, architecture, settings);
  for (const factory of [createWasmEngine, createSharedWebgpuEngine, createTfjsEngine(tfjsWasm)]) {
    const landscaper = await openLandscaper({ kind: "path", architecture, checkpoint, seed: 1 }, on(factory));
    const events = [];
    while (events.length < 4) events.push(...(await landscaper.advance()));
    landscaper.dispose();
    events.forEach((event, number) => {
      if (event.type !== "point") throw new Error(`no point: ${event.type}`);
      const [x, y] = [event.index % side, Math.floor(event.index / side)].map((at) => at / 8 - 1) as [
        number,
        number,
      ];
      expect(Math.hypot(x, y) === 0).toBe(number === 0);
      const expected = referenceLoss(images, network, checkpoint.snapshot.weights, [x, y]);
      expect(Math.abs((event.loss as number) / expected - 1), `${factory.name} at ${x}, ${y}`).toBeLessThan(
        1e-3,
      );
    });
  }
});
