import { describe, expect, it } from "vitest";
import { countParameters } from "../../../src/core/network/count.ts";
import type { Network, Operation } from "../../../src/core/network/network.ts";
import { parametersOf, trainedViewsOf } from "../../../src/core/network/network.ts";
import { createRandom } from "../../../src/core/random.ts";
import type { NetworkRecipe } from "../../../src/core/recipe.ts";
import { type DartsOperation, operations } from "../../../src/core/spaces/darts/encoding.ts";
import { darts } from "../../../src/core/spaces/darts/index.ts";
import type { Architecture } from "../../../src/core/spaces/space.ts";
import { baseline, smallInput } from "./baseline.ts";

type Changes = Partial<NetworkRecipe>;
const standard: NetworkRecipe = { ...baseline, affine: false, channels: 4 };
const build = (architecture: Architecture, changes: Changes = {}, input = smallInput): Network =>
  darts.build(architecture, { ...standard, ...changes }, input, 10);
/** Every node on inputs 0 and 1, all with the same operation. */
const all = (operation: DartsOperation): Architecture => {
  const choice = operations.indexOf(operation);
  return darts.decisions.map((_, slot) => (slot % 3 === 0 ? 0 : choice));
};
const names = (architecture: Architecture, changes: Changes = {}): string[] =>
  parametersOf(build(architecture, changes)).map((parameter) => parameter.name);
const using = (network: Network, prefix: string): Operation[] =>
  network.operations.filter((operation) =>
    trainedViewsOf(operation).some((view) => view.parameter.name.startsWith(prefix)),
  );
const normNames = (network: Network, prefix: string): string[] => [
  ...new Set(
    network.operations.flatMap((operation) =>
      operation.op === "batchNorm" && operation.mean.parameter.name.startsWith(prefix)
        ? [operation.mean.parameter.name]
        : [],
    ),
  ),
];
const depthwise = (network: Network): Extract<Operation, { op: "conv" }>[] =>
  network.operations.flatMap((operation) =>
    operation.op === "conv" && operation.depthwise ? [operation] : [],
  );

describe("the DARTS network", () => {
  it("stacks n normal cells between two reduction cells", () => {
    for (const cells of [1, 2]) {
      const network = build(all("sep_conv_3x3"), { cells });
      const concats = network.operations.flatMap((operation, index) =>
        operation.op === "concat" && operation.inputs.length === 4 ? [network.shapes[index + 1]!] : [],
      );
      expect(concats.map((shape) => [shape.height, shape.channels])).toEqual([
        ...new Array(cells).fill([14, 16]),
        ...new Array(cells + 1).fill([7, 32]),
        ...new Array(cells + 1).fill([4, 64]),
      ]);
    }
    expect(build(all("skip_connect")).operations[0]).toMatchObject({
      op: "conv",
      weight: { parameter: { shape: [3, 3, 1, 12] } },
    });
  });

  it("brings the larger input of the cell after a reduction down with two shifted halves", () => {
    const halves = using(build(all("max_pool_3x3")), "cell2/preprocess0/conv");
    expect(halves).toMatchObject([
      { op: "conv", stride: 2, offset: 0, weight: { parameter: { shape: [1, 1, 16, 4] } } },
      { op: "conv", stride: 2, offset: 1, weight: { parameter: { shape: [1, 1, 16, 4] } } },
    ]);
    expect(using(build(all("max_pool_3x3")), "cell1/preprocess0/conv")).toMatchObject([{ stride: 1 }]);
  });

  it("does in each operation what DARTS does", () => {
    const separable = depthwise(build(all("sep_conv_5x5")));
    // 5 cells × 8 edges × 2 turns; the first turn on the inputs of the 2 reduction cells strides.
    expect(separable).toHaveLength(80);
    expect(separable.filter((operation) => operation.stride === 2)).toHaveLength(16);
    expect(separable.every((operation) => operation.dilation === 1)).toBe(true);
    const dilated = depthwise(build(all("dil_conv_3x3")));
    expect(dilated).toHaveLength(40);
    expect(dilated.every((operation) => operation.dilation === 2)).toBe(true);
    const skip = build(all("skip_connect"));
    expect(using(skip, "cell0/0-2")).toEqual([]);
    expect(using(skip, "cell1/0-2/skip_connect")).toHaveLength(2);
    const pools = build(all("avg_pool_3x3"), { affine: true });
    expect(pools.operations.filter((operation) => operation.op === "avgPool")).toHaveLength(40);
    const norms = pools.operations.filter(
      (operation) => operation.op === "batchNorm" && operation.mean.parameter.name.includes("avg_pool"),
    );
    expect(norms).toHaveLength(40);
    expect(norms.every((operation) => operation.op === "batchNorm" && !operation.scale)).toBe(true);
  });

  it("builds random architectures on odd sizes, and one name has one shape", () => {
    const random = createRandom(1);
    const shapes = new Map<string, string>();
    for (let i = 0; i < 40; i++) {
      const changes: Changes = {
        channels: 5,
        placement: (["edge", "node", "slot"] as const)[random.below(3)]!,
        normPerInput: random.below(2) === 0,
        nestedKernels: random.below(2) === 0,
        nestedSharing: random.below(2) === 0 ? "kernel" : "all",
        affine: random.below(2) === 0,
        pathDropout: random.below(2) / 5,
        headDropout: random.below(2) / 5,
      };
      const size = { height: 13 + random.below(3), width: 14, channels: 1 };
      const network = build(darts.sampleNaive(random), changes, size);
      expect(network.shapes.at(-1)).toEqual({ height: 1, width: 1, channels: 10 });
      for (const { name, shape } of parametersOf(network)) {
        expect(shapes.get(name) ?? String(shape), name).toBe(String(shape));
        shapes.set(name, String(shape));
      }
    }
  });

  it("has the same structure shared and alone, and orders sizes as it says", () => {
    const random = createRandom(2);
    const { smallest, largest } = darts.traits.sizeOrder;
    const sizes = [smallest, largest].map((architecture) => countParameters(build(architecture)));
    for (let i = 0; i < 20; i++) {
      const architecture = darts.sampleUnique(random);
      const edge = build(architecture);
      for (const changes of [
        { placement: "node" },
        { placement: "slot" },
        { nestedKernels: true },
        { normPerInput: true },
      ] as const)
        expect(build(architecture, changes).shapes).toEqual(edge.shapes);
      expect(countParameters(edge)).toBeGreaterThanOrEqual(sizes[0]!);
      expect(countParameters(edge)).toBeLessThanOrEqual(sizes[1]!);
    }
  });
});

describe("heuristics on DARTS", () => {
  const separable = all("sep_conv_3x3");

  it("on edges, weights belong to cell, source, target and operation; on nodes, both edges share them", () => {
    const onEdges = names(separable).filter(
      (name) => name.startsWith("cell0/") && name.includes("depthwise1"),
    );
    expect(onEdges).toHaveLength(8);
    expect(onEdges).toContain("cell0/0-2/sep_conv_3x3/depthwise1");
    const onNodes = names(separable, { placement: "node" }).filter(
      (name) => name.startsWith("cell0/") && name.includes("depthwise1"),
    );
    expect(onNodes).toEqual([2, 3, 4, 5].map((node) => `cell0/node${node}/sep_conv_3x3/depthwise1`));
  });

  it("by input slot, the lower inputs of a node share, and so do the higher ones", () => {
    const places = (architecture: Architecture): string[] =>
      names(architecture, { placement: "slot" })
        .filter((name) => name.startsWith("cell0/node") && name.endsWith("depthwise1"))
        .map((name) => name.replace("/sep_conv_3x3/depthwise1", ""));
    const two = [2, 3, 4, 5].flatMap((node) => [`cell0/node${node}/slot0`, `cell0/node${node}/slot1`]);
    expect(places(separable)).toEqual(two);
    // Other inputs, the same slots: the last pair of earlier nodes in place of the first.
    const last = separable.map((choice, slot) =>
      slot % 3 === 0 ? darts.decisions[slot]!.choices.length - 1 : choice,
    );
    expect(places(last)).toEqual(two);
    const norms = (architecture: Architecture): string[] =>
      normNames(build(architecture, { placement: "slot", normPerInput: true }), "cell0/node5/slot0/");
    expect(norms(separable)[0]).toBe("cell0/node5/slot0/sep_conv_3x3/norm1/from0/mean");
    expect(norms(last)[0]).toBe("cell0/node5/slot0/sep_conv_3x3/norm1/from3/mean");
  });

  it("WSBN: on nodes, a norm per earlier node; kernels stay shared", () => {
    const slot = "cell0/node2/sep_conv_3x3/norm1";
    const shared = build(separable, { placement: "node" });
    expect(normNames(shared, slot)).toEqual([`${slot}/mean`]);
    const split = build(separable, { placement: "node", normPerInput: true });
    expect(normNames(split, slot)).toEqual([`${slot}/from0/mean`, `${slot}/from1/mean`]);
    expect(parametersOf(split)).toEqual(parametersOf(shared));
    // On edges every norm sees one input anyway.
    expect(build(separable, { normPerInput: true })).toEqual(build(separable));
  });

  it("OFA: depthwise 3×3 are centers of the 5×5 times a 9×9 matrix that starts as identity", () => {
    for (const family of ["sep_conv", "dil_conv"] as const) {
      const small = depthwise(build(all(`${family}_3x3`), { nestedKernels: true }))[0]!;
      const large = depthwise(build(all(`${family}_5x5`), { nestedKernels: true }))[0]!;
      expect(small.weight.parameter).toEqual(large.weight.parameter);
      expect(small.weight.parameter.shape).toEqual([5, 5, 4, 1]);
      expect(large.weight.center).toBeUndefined();
      expect(small.weight.center).toEqual({
        side: 3,
        transform: {
          name: `cell0/0-2/${family}_3x3/transform1`,
          shape: [9, 9],
          init: { kind: "identity" },
        },
      });
    }
  });

  it("path dropout follows every operation but the identity; head dropout precedes the classifier", () => {
    const count = (architecture: Architecture): number =>
      build(architecture, { pathDropout: 0.2 }).operations.filter(
        (operation) => operation.op === "dropPath" && operation.keep === 0.8,
      ).length;
    expect(count(separable)).toBe(40);
    expect(count(all("skip_connect"))).toBe(16);
    const kinds = build(separable, { headDropout: 0.1 }).operations.map((operation) => operation.op);
    expect(kinds.slice(-3)).toEqual(["globalAvgPool", "dropout", "dense"]);
  });

  it("affine is off by default, and a switch", () => {
    expect(darts.defaults).toEqual({ affine: false });
    expect(names(separable).some((name) => name.endsWith("/scale"))).toBe(false);
    expect(names(separable, { affine: true }).some((name) => name.endsWith("/scale"))).toBe(true);
  });
});
