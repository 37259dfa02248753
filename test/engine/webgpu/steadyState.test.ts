/** @file On a null adapter, which takes every call and computes nothing: what thousands of steps ask of the device and of memory. */
import v8 from "node:v8";
import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { countCalls, counts, nullAdapter } from "../../../scripts/bench/countedWebgpu.ts";
import { fullNetwork, noiseImages, randomNetworks, singlePathStep } from "../../../scripts/bench/workload.ts";
import { createWebgpuEngine } from "../../../src/engine/webgpu/engine.ts";

const images = noiseImages(200);

v8.setFlagsFromString("--expose-gc");
const collect = vm.runInNewContext("gc") as () => void;

/** Bytes of JavaScript objects and of the arrays behind them that are still in use. */
async function heapInUse(): Promise<number> {
  // What finalisers let go in one collection goes in the next.
  for (let round = 0; round < 3; round++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/**
 * Half a kilobyte a step. A step's program that stays behind would hold fifty times as much: about a hundred dispatches with a uniform
 * block of 256 bytes each. V8's own code and feedback were seen to move the heap by a third of the tolerance in either direction.
 */
const HEAP_TOLERANCE_BYTES = 2000 * 512;

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
    const heap = await heapInUse();
    let maxDispatches = 0;
    for (let i = 0; i < 2000; i++) {
      const start = counts.dispatches;
      await engine.trainStep(singlePathStep(networks[i % 200]!, i, images.train.count));
      maxDispatches = Math.max(maxDispatches, counts.dispatches - start);
    }
    await engine.readTraining();
    const growth = (await heapInUse()) - heap;
    // One submission a step, and one for the reading.
    expect(counts.submits - before.submits).toBe(2001);
    expect(counts.buffers - before.buffers).toBe(0);
    expect(counts.bindGroups - before.bindGroups).toBe(0);
    expect(counts.pipelines - before.pipelines).toBe(0);
    expect(maxDispatches).toBeLessThanOrEqual(200);
    expect(engine.memory()).toEqual(memory);
    expect(growth).toBeLessThan(HEAP_TOLERANCE_BYTES);
    engine.dispose();
  });
});
