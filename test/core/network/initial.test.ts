import { describe, expect, it } from "vitest";
import { batchNorm, convParameter } from "../../../src/core/network/builder.ts";
import { initialValues } from "../../../src/core/network/initial.ts";
import type { Initializer, Parameter } from "../../../src/core/network/network.ts";

const parameter = (shape: readonly number[], init: Initializer, name = "w"): Parameter => ({
  name,
  shape,
  init,
});

describe("initial values", () => {
  it("of running statistics are mean 0 and variance 1; of a norm, scale 1 and shift 0", () => {
    const norm = batchNorm(0, "norm", 3, true);
    if (norm.op !== "batchNorm" || !norm.scale || !norm.shift) throw new Error("not an affine norm");
    const start = (view: { readonly parameter: Parameter }) => [...initialValues(view.parameter, 1)];
    expect([norm.mean, norm.variance, norm.scale, norm.shift].map(start)).toEqual([
      [0, 0, 0],
      [1, 1, 1],
      [1, 1, 1],
      [0, 0, 0],
    ]);
  });

  it("of a matrix that starts as identity are just that", () => {
    expect([...initialValues(parameter([2, 2], { kind: "identity" }), 1)]).toEqual([1, 0, 0, 1]);
  });

  it("of a kernel have the deviation √(2 / fan-in)", () => {
    const values = initialValues(convParameter("w", 3, 16, 64), 1);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    const expected = Math.sqrt(2 / (9 * 16));
    // Within four standard errors of mean and deviation.
    expect(Math.abs(mean)).toBeLessThan((4 * expected) / Math.sqrt(values.length));
    expect(Math.abs(deviation / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * values.length));
  });

  it("of a classifier stay within the bound and use it", () => {
    const values = initialValues(parameter([100, 10], { kind: "uniform", bound: 0.1 }), 1);
    expect(Math.max(...values)).toBeLessThan(0.1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.1);
    expect(Math.max(...values)).toBeGreaterThan(0.09);
  });

  it("depend on seed and name, and on nothing else", () => {
    const of = (name: string, seed: number) => initialValues(convParameter(name, 3, 2, 2), seed);
    expect(of("a", 1)).toEqual(of("a", 1));
    expect(of("a", 2)).not.toEqual(of("a", 1));
    expect(of("b", 1)).not.toEqual(of("a", 1));
  });
});
