/** @file The reference interpreter's gradients against finite differences of its own objective. */
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { caseImages, caseStep, caseWeights } from "./caseData.ts";
import { operationCases } from "./operationCases.ts";
import { referenceInspect } from "./reference.ts";

describe("reference gradients equal finite differences", () => {
  it.each(operationCases)("$name", ({ network, batch }) => {
    const images = caseImages(network.input);
    const step = { ...caseStep([network], batch), labelSmoothing: 0.1 };
    const weights = caseWeights([network]);
    const { gradients } = referenceInspect(images, step, weights);
    const random = createRandom(1).fork("which");
    for (const [name, gradient] of Object.entries(gradients)) {
      for (let trial = 0; trial < 3; trial++) {
        const at = random.below(gradient.length);
        const moved = (by: number): number => {
          const values = Float64Array.from(weights[name]!);
          values[at] = values[at]! + by;
          return referenceInspect(images, step, { ...weights, [name]: values }).objective;
        };
        const h = 1e-6;
        const slope = (moved(h) - moved(-h)) / (2 * h);
        expect(Math.abs(gradient[at]! - slope), `${name}[${at}]`).toBeLessThan(1e-6 + 1e-4 * Math.abs(slope));
      }
    }
  });
});
