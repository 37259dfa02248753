import { describe, expect, it } from "vitest";
import { countFlops, countParameters } from "../../../src/core/network/count.ts";
import { parametersOf } from "../../../src/core/network/network.ts";
import { createRandom, type Random } from "../../../src/core/random.ts";
import type { NetworkRecipe } from "../../../src/core/recipe.ts";
import {
  canonical,
  canonicalBySkips,
  decisions,
  edges,
  sampleUnique,
  uniqueArchitectures,
} from "../../../src/core/spaces/nasbench201/encoding.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import type { Architecture } from "../../../src/core/spaces/space.ts";
import { baseline, chiSquareExcess, smallInput, tally } from "./baseline.ts";

const build = (architecture: Architecture, changes: Partial<NetworkRecipe> = {}) =>
  nasbench201.build(architecture, { ...baseline, ...changes }, smallInput, 10);
const names = (architecture: Architecture, changes: Partial<NetworkRecipe> = {}) =>
  parametersOf(build(architecture, changes)).map((parameter) => parameter.name);

describe("NAS-Bench-201 encoding", () => {
  it("has 12,751 cells after folding skips and 6,466 after folding skips and zeros", () => {
    const bySkips = new Set<string>();
    const byAll = new Set<string>();
    for (let code = 0; code < 5 ** 6; code++) {
      const architecture = decisions.map((_, edge) => Math.floor(code / 5 ** edge) % 5);
      bySkips.add(canonicalBySkips(architecture));
      byAll.add(canonical(architecture));
    }
    expect([bySkips.size, byAll.size]).toEqual([12751, 6466]);
    expect(uniqueArchitectures()).toHaveLength(6466);
  });

  it("reads the tuples of NAS-Bench-Suite-Zero: one number per edge, by source", () => {
    expect(nasbench201.numberings[0]!.parse("(4, 0, 3, 1, 2, 2)")).toEqual(
      nasbench201.parse(
        "|avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|nor_conv_3x3~1|nor_conv_3x3~2|",
      ),
    );
    expect(nasbench201.numberings[0]!.parse("(4, 0, 3, 1, 4)")).toBeUndefined();
    expect(nasbench201.numberings[0]!.parse("(4, 0, 3, 1, 4, 5)")).toBeUndefined();
  });

  it("refuses text that is not a cell", () => {
    for (const text of [
      "",
      "|none~0|",
      "|none~0|+|none~0|none~1|+|none~0|none~1|nope~2|",
      "|none~1|+|none~0|none~1|+|none~0|none~1|none~2|",
    ])
      expect(nasbench201.parse(text)).toBeUndefined();
  });

  it("draws Random-A uniformly over unique cells and Random-NAS not", () => {
    const all = uniqueArchitectures().map(canonical);
    const excess = (draw: (random: Random) => Architecture): number => {
      const random = createRandom(7);
      return chiSquareExcess(
        tally(
          Array.from({ length: 8 * all.length }, () => canonical(draw(random))),
          all,
        ),
      );
    };
    expect(excess(sampleUnique)).toBeLessThan(4);
    expect(excess(nasbench201.sampleNaive)).toBeGreaterThan(50);
  });

  it("trains every operation exactly once per edge and step under FairNAS", () => {
    const turns = nasbench201.sampleFair(createRandom(3));
    expect(turns).toHaveLength(5);
    for (let edge = 0; edge < 6; edge++)
      expect(turns.map((turn) => turn[edge]).sort()).toEqual([0, 1, 2, 3, 4]);
  });
});

describe("NAS-Bench-201 network", () => {
  it("builds every unique cell down to ten logits", () => {
    for (const architecture of uniqueArchitectures().filter((_, index) => index % 13 === 0))
      expect(build(architecture).shapes.at(-1)).toEqual({ height: 1, width: 1, channels: 10 });
  });

  it("counts parameters and FLOPs of the full cell as worked out by hand", () => {
    const network = build([3, 3, 3, 3, 3, 3]);
    const cells = [8, 16, 32].reduce((sum, c) => sum + 6 * (9 * c * c + 2 * c), 0);
    const reductions = [8, 16].reduce((sum, c) => sum + 9 * c * 2 * c + 9 * 4 * c * c + 8 * c + 2 * c * c, 0);
    expect(countParameters(network)).toBe(9 * 8 + 16 + cells + reductions + 64 + 330);
    const cellFlops = [
      [8, 196],
      [16, 49],
      [32, 16],
    ].reduce((sum, [c = 0, pixels = 0]) => sum + 6 * 9 * c * c * pixels, 0);
    const reductionFlops = [
      [8, 49],
      [16, 16],
    ].reduce((sum, [c = 0, pixels = 0]) => sum + pixels * (18 * c * c + 36 * c * c + 2 * c * c), 0);
    expect(countFlops(network)).toBe(196 * 72 + cellFlops + reductionFlops + 320);
  });

  it("drops all that a zero cell does not need", () => {
    expect(build([0, 0, 0, 0, 0, 0]).operations.map((operation) => operation.op)).toEqual(
      [
        "zero",
        "conv",
        "batchNorm",
        "relu",
        "conv",
        "batchNorm",
        "avgPool",
        "conv",
        "add",
        "zero",
        "batchNorm",
        "relu",
        "globalAvgPool",
        "dense",
      ].slice(-5),
    );
  });

  it("shares weights by edge and operation, by node, or by input slot", () => {
    const kernels = (placement: NetworkRecipe["placement"]) =>
      names([3, 3, 3, 3, 3, 3], { placement })
        .filter((name) => name.includes("stage0/cell0") && name.endsWith("nor_conv_3x3"))
        .map((name) => name.split("/").slice(2, -1).join("/"))
        .sort();
    expect(kernels("edge")).toEqual(["0-1", "0-2", "0-3", "1-2", "1-3", "2-3"]);
    expect(kernels("node")).toEqual(["node1", "node2", "node3"]);
    expect(kernels("slot")).toEqual(["0-1", "0-2", "0-3", "1-2", "node3/inner"]);
  });

  it("by input slot, shares per operation between 1 → 3 and 2 → 3, and nothing else", () => {
    const conv = (edge: number, operation: number) =>
      new Set(
        names(
          decisions.map((_, other) => (other === edge ? operation : 1)),
          { placement: "slot" },
        ).filter((name) => name.includes("cell0/")),
      );
    const shared: string[] = [];
    for (const [a, b] of decisions.flatMap((_, a) => decisions.slice(0, a).map((__, b) => [b, a] as const)))
      for (const [one, other] of [
        [2, 2],
        [3, 3],
        [2, 3],
      ] as const)
        if ([...conv(a, one)].some((name) => conv(b, other).has(name)))
          shared.push(`${a} ${b} ${one} ${other}`);
    // Edges in the order of the encoding: 4 is 1 → 3, 5 is 2 → 3.
    expect(edges.slice(4)).toEqual([
      { from: 1, to: 3 },
      { from: 2, to: 3 },
    ]);
    expect(shared).toEqual(["4 5 2 2", "4 5 3 3"]);
  });

  it("gives every source a norm of its own only under WSBN on nodes", () => {
    const norms = (changes: Partial<NetworkRecipe>) =>
      names([3, 3, 3, 3, 3, 3], changes).filter((name) => name.includes("cell0/") && name.endsWith("/scale"))
        .length;
    expect(norms({ placement: "node" })).toBe(9);
    expect(norms({ placement: "node", normPerInput: true })).toBe(18);
    expect(norms({ placement: "slot" })).toBe(15);
    expect(norms({ placement: "slot", normPerInput: true })).toBe(18);
    expect(norms({ placement: "edge", normPerInput: true })).toBe(18);
    expect(norms({ placement: "edge" })).toBe(18);
  });

  it("drops paths behind operations, not behind the identity, and features before the classifier", () => {
    const keeps = (architecture: Architecture) =>
      build(architecture, { pathDropout: 0.2 }).operations.flatMap((operation) =>
        operation.op === "dropPath" ? [operation.keep] : [],
      );
    // Two convolutions and a pooling in each of three cells.
    expect(keeps([3, 1, 2, 1, 4, 1])).toEqual(new Array(9).fill(0.8));
    expect(keeps([1, 1, 1, 1, 1, 1])).toEqual([]);
    const kinds = build([3, 1, 2, 1, 4, 1], { headDropout: 0.1 }).operations.map(({ op }) => op);
    expect(kinds.slice(-3)).toEqual(["globalAvgPool", "dropout", "dense"]);
    expect(kinds).not.toContain("dropPath");
  });

  it("takes the 1×1 out of the 3×3 under OFA", () => {
    const network = build([2, 2, 2, 2, 2, 2], { nestedKernels: true });
    const views = network.operations.flatMap((operation) =>
      operation.op === "conv" && operation.weight.center ? [operation.weight] : [],
    );
    expect(views).toHaveLength(18);
    for (const view of views) {
      expect(view.parameter.name).toMatch(/nor_conv_3x3$/);
      expect(view.center?.side).toBe(1);
    }
  });

  it("gives each choice of the split edge weights of its own", () => {
    const a = new Set(names([3, 3, 3, 3, 3, 3], { split: true }));
    const b = names([3, 3, 3, 3, 3, 2], { split: true });
    expect(b.filter((name) => a.has(name))).toEqual([]);
  });
});
