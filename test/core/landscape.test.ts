/** @file The plane of a loss landscape: filters as long as those of the weights, and points from coarse to fine. */
import { expect, it } from "vitest";
import {
  filterNormalized,
  landscapeSide,
  pointAt,
  pointOrder,
  WeightPlane,
} from "../../src/core/landscape.ts";
import { convParameter, depthwiseParameter } from "../../src/core/network/builder.ts";
import { createRandom } from "../../src/core/random.ts";

const parameter = (name: string, shape: readonly number[]) =>
  ({ name, shape, init: { kind: "zeros" } }) as const;

it("directions have the norm of every filter, another direction per label and seed, and zero for what has one axis", () => {
  const shape = [3, 3, 2, 4];
  const random = createRandom(3);
  const weights = Float32Array.from({ length: 72 }, () => random.normal() * 5);
  const direction = filterNormalized(parameter("w", shape), weights, 1, "a");
  // Float64, written independently: filter by filter, by the index of the last axis of a nested array.
  for (let out = 0; out < 4; out++) {
    let [own, drawn] = [0, 0];
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 3; column++)
        for (let input = 0; input < 2; input++) {
          const at = ((row * 3 + column) * 2 + input) * 4 + out;
          own += (weights[at] as number) ** 2;
          drawn += (direction[at] as number) ** 2;
        }
    expect(Math.sqrt(drawn)).toBeCloseTo(Math.sqrt(own), 4);
  }
  expect(direction).toEqual(filterNormalized(parameter("w", shape), weights, 1, "a"));
  for (const other of [
    filterNormalized(parameter("w", shape), weights, 1, "b"),
    filterNormalized(parameter("w", shape), weights, 2, "a"),
    filterNormalized(parameter("v", shape), weights, 1, "a"),
  ])
    expect(other).not.toEqual(direction);
  expect(filterNormalized(parameter("bias", [4]), weights.subarray(0, 4), 1, "a")).toEqual(
    new Float32Array(4),
  );
});

it("directions take every plane of a depthwise kernel for a filter of its own", () => {
  // Two channels, one nearly dead: the entries of a channel are every other one.
  const weights = Float32Array.from({ length: 18 }, (_, i) => (i % 2 === 0 ? 1 : 0.001));
  const depthwise = depthwiseParameter("w", 3, 2);
  const direction = filterNormalized(depthwise, weights, 1, "a");
  for (const [channel, norm] of [3, 0.003].entries())
    expect(Math.hypot(...direction.filter((_, i) => i % 2 === channel))).toBeCloseTo(norm, 5);
  // A convolution of one channel has as many filters as outputs.
  const plain = convParameter("w", 3, 1, 2);
  expect(plain.shape).toEqual([3, 3, 1, 2]);
  expect(filterNormalized(plain, weights, 1, "a")).toEqual(direction);
});

it("a point moves the parameters that are asked for along both directions, and no others", () => {
  const weights = { w: Float32Array.of(1, 2, 3, 4), v: Float32Array.of(5, 6), kept: Float32Array.of(7) };
  const plane = new WeightPlane(weights, 1);
  const [w, v] = [parameter("w", [2, 2]), parameter("v", [1, 2])];
  expect(plane.at([0, 0], [w, v])).toEqual(weights);
  const [a, b] = ["a", "b"].map((label) => filterNormalized(w, weights.w, 1, label)) as [
    Float32Array,
    Float32Array,
  ];
  const moved = plane.at([0.5, -1], [w, parameter("never trained", [2, 2])]);
  expect(Object.keys(moved)).toEqual(["w", "v", "kept"]);
  expect([...(moved.w as Float32Array)]).toEqual(
    [...weights.w].map((value, i) => expect.closeTo(value + 0.5 * a[i]! - b[i]!, 5)),
  );
  expect(moved.v).toBe(weights.v);
});

it("points come from the center outward to finer grids, every one once", () => {
  const order = pointOrder();
  expect(order).toHaveLength(landscapeSide ** 2);
  expect(new Set(order).size).toBe(order.length);
  expect(pointAt(order[0]!)).toEqual([0, 0]);
  const coordinates = (from: number, to: number) => order.slice(from, to).map(pointAt);
  expect(new Set(coordinates(1, 9).flat())).toEqual(new Set([-1, 0, 1]));
  expect(new Set(coordinates(9, 25).flat())).toEqual(new Set([-1, -0.5, 0, 0.5, 1]));
});
