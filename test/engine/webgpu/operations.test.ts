/** @file Every operation and weight view on WebGPU against the float64 reference. */
import { afterAll, describe, expect, it } from "vitest";
import type { Shape } from "../../../src/core/network/network.ts";
import type { Engine, ImageSet } from "../../../src/engine/engine.ts";
import { createWebgpuEngine } from "../../../src/engine/webgpu/engine.ts";
import { caseImages, caseStep, caseWeights, operationCases, snapshotOf } from "../operationCases.ts";
import { referenceInspect } from "../reference.ts";
import { relativeError } from "../relativeError.ts";
import { softwareAdapter } from "./softwareDevice.ts";

describe("webgpu", () => {
  // One engine for each input shape: most of the time goes into compiling shaders.
  const engines = new Map<string, { engine: Engine; images: ImageSet }>();
  async function engineFor(shape: Shape) {
    const key = JSON.stringify(shape);
    const images = caseImages(shape);
    const known = engines.get(key) ?? {
      engine: await createWebgpuEngine(await softwareAdapter())(images, 1),
      images,
    };
    engines.set(key, known);
    return known;
  }
  afterAll(() => {
    for (const { engine } of engines.values()) engine.dispose();
  });

  it.each(operationCases)("$name", async ({ network, batch }) => {
    const { engine, images } = await engineFor(network.input);
    const weights = caseWeights([network]);
    engine.restore(snapshotOf(weights));
    const step = { ...caseStep([network], batch), labelSmoothing: 0.1 };
    const actual = await engine.inspect(step);
    const expected = referenceInspect(images, step, weights);
    expect(relativeError(actual.logits[0]!, expected.logits[0]!), "logits").toBeLessThan(1e-4);
    expect(actual.losses[0]).toBeCloseTo(expected.losses[0]!, 4);
    expect(Object.keys(actual.gradients).sort()).toEqual(Object.keys(expected.gradients).sort());
    for (const [name, gradient] of Object.entries(expected.gradients)) {
      expect(actual.gradients[name]!.length, name).toBe(gradient.length);
      expect(relativeError(actual.gradients[name]!, gradient), name).toBeLessThan(1e-4);
    }
  });
});
