import { describe, expect, it } from "vitest";
import { batchNorm, convParameter, NetworkBuilder } from "../../../src/core/network/builder.ts";
import type { Operation, ValueId } from "../../../src/core/network/network.ts";
import { parametersOf } from "../../../src/core/network/network.ts";

const input = { height: 7, width: 6, channels: 2 };
const conv = (from: ValueId, name: string, inputs: number, outputs: number, stride = 1): Operation => ({
  op: "conv",
  input: from,
  weight: { parameter: convParameter(name, 3, inputs, outputs) },
  stride,
  dilation: 1,
  depthwise: false,
});

describe("NetworkBuilder", () => {
  it("derives shapes: padding is 'same', strides round up", () => {
    const builder = new NetworkBuilder(input);
    const first = builder.push(conv(0, "a", 2, 4, 2));
    expect(builder.shape(first)).toEqual({ height: 4, width: 3, channels: 4 });
    const pooled = builder.push({ op: "maxPool", input: first, size: 3, stride: 2 });
    expect(builder.shape(pooled)).toEqual({ height: 2, width: 2, channels: 4 });
    const both = builder.push({ op: "concat", inputs: [pooled, pooled] });
    expect(builder.shape(both).channels).toBe(8);
  });

  it("leaves out what the last value does not need, and keeps the order", () => {
    const builder = new NetworkBuilder(input);
    const dead = builder.push(conv(0, "dead", 2, 4));
    const used = builder.push(conv(0, "used", 2, 4));
    builder.push({ op: "relu", input: dead });
    builder.push({ op: "add", inputs: [used, used] });
    const network = builder.finish();
    expect(network.operations.map(({ op }) => op)).toEqual(["conv", "add"]);
    expect(network.operations[1]).toEqual({ op: "add", inputs: [1, 1] });
    expect(network.shapes).toHaveLength(3);
    expect(parametersOf(network).map(({ name }) => name)).toEqual(["used"]);
  });

  it.each<[string, (value: ValueId) => Operation]>([
    ["a kernel of another width", (value) => conv(value, "wide", 3, 4)],
    ["a norm of another width", (value) => batchNorm(value, "norm", 3, true)],
    ["an addition of different shapes", (value) => ({ op: "add", inputs: [0, value] })],
    ["an addition of nothing", () => ({ op: "add", inputs: [] })],
    ["a value that is not there yet", () => ({ op: "relu", input: 9 })],
  ])("refuses %s", (_, operation) => {
    const builder = new NetworkBuilder(input);
    const value = builder.push(conv(0, "a", 2, 4));
    expect(() => builder.push(operation(value))).toThrow(RangeError);
  });
});
