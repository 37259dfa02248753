/** @file Every operation and weight view on TensorFlow.js against the float64 reference. */
import { describe, expect, it } from "vitest";
import { createTfjsEngine } from "../../../src/engine/tfjs/engine.ts";
import { caseImages, caseStep, caseWeights, operationCases, snapshotOf } from "../operationCases.ts";
import { referenceInspect } from "../reference.ts";

/** Largest difference relative to the largest expected entry. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let scale = 1e-6;
  for (let i = 0; i < expected.length; i++) {
    const gap = Math.abs(actual[i]! - expected[i]!);
    difference = Number.isNaN(gap) ? Infinity : Math.max(difference, gap);
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return difference / scale;
}

describe.each(["wasm", "cpu"] as const)("tfjs on %s", (backend) => {
  const create = createTfjsEngine(backend);

  it.each(operationCases)("$name", async ({ network, batch }) => {
    const images = caseImages(network.input);
    const engine = await create(images, 1);
    const weights = caseWeights([network]);
    engine.restore(snapshotOf(weights));
    const step = { ...caseStep([network], batch), labelSmoothing: 0.1 };
    const before = engine.memory();
    const actual = await engine.inspect(step);
    expect(engine.memory()).toEqual(before);
    const expected = referenceInspect(images, step, weights);
    expect(relativeError(actual.logits[0]!, expected.logits[0]!), "logits").toBeLessThan(1e-4);
    expect(actual.losses[0]).toBeCloseTo(expected.losses[0]!, 4);
    expect(Object.keys(actual.gradients).sort()).toEqual(Object.keys(expected.gradients).sort());
    for (const [name, gradient] of Object.entries(expected.gradients)) {
      expect(actual.gradients[name]!.length, name).toBe(gradient.length);
      expect(relativeError(actual.gradients[name]!, gradient), name).toBeLessThan(1e-3);
    }
    engine.dispose();
  });
});
