/** @file On a null adapter, which takes every call and computes nothing: what thousands of steps ask of the device, and its loss. */
import { describe, expect, it } from "vitest";
import { createWebgpuEngine } from "../../../src/engine/webgpu/engine.ts";
import { countCalls, counts, nullAdapter } from "../../../src/headless/bench/countedWebgpu.ts";
import {
  fullNetwork,
  noiseImages,
  randomNetworks,
  singlePathStep,
} from "../../../src/headless/bench/workload.ts";

const images = noiseImages(200);

describe("webgpu in steady state", () => {
  it("creates nothing and holds nothing more in 2,000 steps of alternating architectures", async () => {
    const adapter = await nullAdapter();
    countCalls();
    const engine = await createWebgpuEngine(adapter, { validate: false })(images, 1);
    const networks = randomNetworks(200);
    // Every kernel is made at first use; the full cell needs the most memory.
    for (const [i, network] of [fullNetwork(), ...networks].entries())
      await engine.trainStep(singlePathStep(network, i, images.train.count));
    await engine.readTraining();
    const before = { ...counts };
    const memory = engine.memory();
    let mostDispatches = 0;
    for (let i = 0; i < 2000; i++) {
      const start = counts.dispatches;
      await engine.trainStep(singlePathStep(networks[i % 200]!, i, images.train.count));
      mostDispatches = Math.max(mostDispatches, counts.dispatches - start);
    }
    expect(counts.submits - before.submits).toBe(2000);
    expect(counts.buffers - before.buffers).toBe(0);
    expect(counts.bindGroups - before.bindGroups).toBe(0);
    expect(counts.pipelines - before.pipelines).toBe(0);
    expect(mostDispatches).toBeLessThanOrEqual(200);
    expect(engine.memory()).toEqual(memory);
    engine.dispose();
  });

  it("names what a device cannot hold", async () => {
    const adapter = await nullAdapter();
    const engine = await createWebgpuEngine(adapter, { validate: false })(images, 1);
    const largest = Math.min(adapter.limits.maxBufferSize, adapter.limits.maxStorageBufferBindingSize);
    const batch = Math.ceil(largest / (14 * 14 * 8 * 4));
    const step = singlePathStep(fullNetwork(), 0, images.train.count);
    await expect(engine.trainStep({ ...step, images: new Int32Array(batch) })).rejects.toThrow(
      /the GPU allows \d+ MiB/,
    );
    engine.dispose();
  });

  it("says why a device was lost, and not that it was disposed of", async () => {
    const adapter = await nullAdapter();
    let device: GPUDevice | undefined;
    const request = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      device = await request(descriptor);
      return device;
    };
    const engine = await createWebgpuEngine(adapter, { validate: false })(images, 1);
    device?.destroy();
    expect(await engine.lost).toMatch(/\w/);
    await expect(engine.trainStep(singlePathStep(fullNetwork(), 0, images.train.count))).rejects.toThrow();
    engine.dispose();
  });
});
