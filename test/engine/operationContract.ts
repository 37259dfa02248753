/** @file Every operation and weight view against the float64 reference, as one body of tests to run over each engine. */
import { afterAll, describe, expect, it } from "vitest";
import type { Shape } from "../../src/core/network/network.ts";
import type { Engine, EngineFactory } from "../../src/engine/engine.ts";
import { caseImages, caseStep, caseWeights, snapshotOf } from "./caseData.ts";
import { operationCases } from "./operationCases.ts";
import { referenceInspect } from "./reference.ts";
import { relativeError } from "./relativeError.ts";

/** Forward, and both gradients through the stem in front of the operation. */
export function describeOperations(title: string, create: EngineFactory): void {
  describe(`operations on ${title}`, () => {
    // One engine for each shape of images: on a GPU most of the time goes into compiling shaders.
    const engines = new Map<string, Promise<Engine>>();
    function engineFor(shape: Shape): Promise<Engine> {
      const key = JSON.stringify(shape);
      const engine = engines.get(key) ?? create(caseImages(shape), 1);
      engines.set(key, engine);
      return engine;
    }
    afterAll(async () => {
      for (const engine of engines.values()) (await engine).dispose();
    });

    it.each(operationCases)("$name", async ({ network, batch }) => {
      const engine = await engineFor(network.input);
      const weights = caseWeights([network]);
      engine.restore(snapshotOf(weights));
      const step = { ...caseStep([network], batch), labelSmoothing: 0.1 };
      const actual = await engine.inspect(step);
      const expected = referenceInspect(caseImages(network.input), step, weights);
      expect(relativeError(actual.logits[0]!, expected.logits[0]!), "logits").toBeLessThan(1e-4);
      expect(actual.losses[0]).toBeCloseTo(expected.losses[0]!, 4);
      expect(Object.keys(actual.gradients).sort()).toEqual(Object.keys(expected.gradients).sort());
      for (const [name, gradient] of Object.entries(expected.gradients)) {
        expect(actual.gradients[name]!.length, name).toBe(gradient.length);
        expect(relativeError(actual.gradients[name]!, gradient), name).toBeLessThan(1e-4);
      }
    });
  });
}
