import { describe, expect, it } from "vitest";
import type { Network, Operation } from "../../../src/core/network/network.ts";
import { parametersOf, trainedViewsOf, viewShape } from "../../../src/core/network/network.ts";
import { createRandom } from "../../../src/core/random.ts";
import type { NetworkRecipe } from "../../../src/core/recipe.ts";
import {
  listedGraphs,
  nasbench101Full,
  nasbench101Small,
} from "../../../src/core/spaces/nasbench101/index.ts";
import { baseline, smallInput } from "./baseline.ts";

type Changes = Partial<NetworkRecipe>;
const build = (text: string, changes: Changes = {}): Network =>
  nasbench101Full.build(nasbench101Full.parse(text)!, { ...baseline, ...changes }, smallInput, 10);
const names = (text: string, changes: Changes = {}): string[] =>
  parametersOf(build(text, changes)).map((parameter) => parameter.name);
const kinds = (network: Network): string[] => network.operations.map((operation) => operation.op);
const first = (network: Network, name: string): Operation => {
  const found = network.operations.find((operation) =>
    trainedViewsOf(operation).some((view) => view.parameter.name.startsWith(name)),
  );
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const kernelOf = (network: Network, name: string) => {
  const operation = first(network, name);
  if (operation.op !== "conv") throw new Error(`${name} is no kernel`);
  return operation.weight;
};

const chain = "010001000;input,conv3x3-bn-relu,output";
/** Three convolutions side by side, and input to output. */
const fan = `${"01111 00001 00001 00001 00000"};conv3x3,conv1x1,maxpool`;
const rules = ["own", "equal", "chunk", "shuffle", "interpolate"] as const;

describe("the NASBench-101 network", () => {
  it("is stem, three stacks with pooling between, global average pool and dense", () => {
    const network = build(chain);
    const cell = ["conv", "batchNorm", "relu", "conv", "batchNorm", "relu"];
    expect(kinds(network)).toEqual([
      ...["conv", "batchNorm", "relu"],
      ...cell,
      "maxPool",
      ...cell,
      "maxPool",
      ...cell,
      "globalAvgPool",
      "dense",
    ]);
    const pools = network.operations.flatMap((operation, i) =>
      operation.op === "maxPool" ? [network.shapes[i + 1]] : [],
    );
    expect(pools).toEqual([
      { height: 7, width: 7, channels: 8 },
      { height: 4, width: 4, channels: 16 },
    ]);
    expect(network.shapes.at(-3)).toEqual({ height: 4, width: 4, channels: 32 });
    expect(network.shapes.at(-1)).toEqual({ height: 1, width: 1, channels: 10 });
    expect(build(chain, { cells: 3 }).operations).toHaveLength(3 + 9 * cell.length + 2 + 2);
  });

  it("concatenates what is wired to the output and adds the projected input", () => {
    const network = build(fan);
    const concat = network.operations.findIndex((operation) => operation.op === "concat");
    const inputs = (network.operations[concat] as Extract<Operation, { op: "concat" }>).inputs;
    expect(inputs.map((id) => network.shapes[id]!.channels)).toEqual([3, 3, 2]);
    expect(kinds(network)[concat + 1]).toBe("conv");
    expect(kinds(network)[concat + 4]).toBe("add");
  });

  it("truncates an inner edge to the narrower vertex", () => {
    // Vertex 1 (8 channels of 15) feeds vertex 2 (7); both are wired to the output.
    const network = build("0100001100010000;0,0", { channels: 15 });
    const cut = network.operations.find((operation) => operation.op === "channels");
    expect(cut).toMatchObject({ count: 7 });
  });

  it("builds every listed cell, and random cells of the whole space, with every heuristic", () => {
    const random = createRandom(5);
    const some = listedGraphs().filter((_, index) => index % 40 === 0);
    const cells = [
      ...some.map(() => [nasbench101Small, nasbench101Small.sampleUnique(random)] as const),
      ...Array.from({ length: 30 }, () => [nasbench101Full, nasbench101Full.sampleNaive(random)] as const),
    ];
    const shapes = new Map<string, string>();
    for (const [space, architecture] of cells)
      for (const channelRule of rules) {
        const recipe: NetworkRecipe = {
          ...baseline,
          channels: 6,
          channelRule,
          normPerInput: random.below(2) === 0,
          nestedKernels: random.below(2) === 0,
          nestedSharing: random.below(2) === 0 ? "kernel" : "all",
          pathDropout: random.below(2) / 5,
          headDropout: random.below(2) / 5,
          affine: random.below(2) === 0,
        };
        const network = space.build(architecture, recipe, smallInput, 10);
        expect(network.shapes.at(-1)!.channels).toBe(10);
        // One name, one shape: whatever the architecture and its widths.
        for (const { name, shape } of parametersOf(network)) {
          const key = `${channelRule === "own" || channelRule === "equal"} ${name}`;
          expect(shapes.get(key) ?? String(shape), name).toBe(String(shape));
          shapes.set(key, String(shape));
        }
      }
  });

  it("has the stand-alone structure inside every super-net", () => {
    const standAlone = build(fan);
    for (const channelRule of rules) {
      const shared = build(fan, { channelRule });
      expect(kinds(shared)).toEqual(kinds(standAlone));
      expect(shared.shapes).toEqual(standAlone.shapes);
      const views = (network: Network) =>
        network.operations.flatMap((operation) => trainedViewsOf(operation).map(viewShape));
      expect(views(shared)).toEqual(views(standAlone));
    }
  });
});

describe("dynamic channels", () => {
  const vertex = "stack0/cell0/vertex1/conv3x3";

  it("own and equal: every width has weights of its own name", () => {
    expect(names(chain)).toContain(`${vertex}/w8`);
    expect(names(fan)).toContain(`${vertex}/w3`);
    expect(kernelOf(build(fan, { channelRule: "equal" }), `${vertex}/w3`).parameter.shape).toEqual([
      3, 3, 3, 3,
    ]);
  });

  it("chunk: the first channels of the widest kernel and norm", () => {
    const network = build(fan, { channelRule: "chunk" });
    const part = { kind: "first", count: 3 };
    expect(kernelOf(network, vertex)).toMatchObject({ inputs: part, outputs: part });
    expect(kernelOf(network, vertex).parameter.shape).toEqual([3, 3, 8, 8]);
    expect(first(network, `${vertex}/norm/scale`)).toMatchObject({
      mean: { outputs: part },
      scale: { outputs: part },
    });
    expect(kernelOf(network, "stack1/cell0/vertex2/projection")).toMatchObject({
      parameter: { shape: [1, 1, 8, 16] },
      outputs: { kind: "first", count: 5 },
    });
  });

  it("shuffle: a random subset, the same in every build and for the norm behind", () => {
    const network = build(fan, { channelRule: "shuffle" });
    expect(build(fan, { channelRule: "shuffle" })).toEqual(network);
    const { inputs, outputs } = kernelOf(network, vertex);
    for (const choice of [inputs, outputs]) {
      if (choice?.kind !== "pick") throw new Error("not a subset");
      expect(new Set(choice.indices).size).toBe(3);
      expect(choice.indices.every((channel) => channel >= 0 && channel < 8)).toBe(true);
    }
    expect(first(network, `${vertex}/norm/scale`)).toMatchObject({ scale: { outputs }, mean: { outputs } });
    const others = ["01111 00001 00001 00001 00000;0,0,0", "01111 00001 00001 00001 00000;0,2,2"].map(
      (text) => JSON.stringify(kernelOf(build(text, { channelRule: "shuffle" }), vertex)),
    );
    expect(new Set([JSON.stringify(kernelOf(network, vertex)), ...others]).size).toBe(3);
  });

  it("interpolate: pooled kernels, running statistics per width", () => {
    const network = build(fan, { channelRule: "interpolate" });
    const pooled = { kind: "pool", count: 3 };
    expect(kernelOf(network, vertex)).toMatchObject({ inputs: pooled, outputs: pooled });
    const norm = first(network, `${vertex}/norm/scale`);
    expect(norm).toMatchObject({
      scale: { parameter: { name: `${vertex}/norm/scale`, shape: [8] }, outputs: pooled },
      mean: { parameter: { name: `${vertex}/norm/w3/mean`, shape: [3] } },
      variance: { parameter: { name: `${vertex}/norm/w3/variance`, shape: [3] } },
    });
    expect(norm.op === "batchNorm" && norm.mean.outputs).toBeUndefined();
  });

  it("share names between widths, and take whole kernels at full width", () => {
    for (const channelRule of ["chunk", "shuffle", "interpolate"] as const) {
      expect(names(chain, { channelRule })).toContain(vertex);
      expect(names(fan, { channelRule })).toContain(vertex);
      const { inputs, outputs } = kernelOf(build(chain, { channelRule }), vertex);
      expect([inputs, outputs]).toEqual([undefined, undefined]);
    }
  });

  it("disabled: only cells with the fixed number of vertices wired to the output are admitted", () => {
    const recipe: NetworkRecipe = { ...baseline, channelRule: "equal" };
    const admitted = (text: string, equalOutputs: number, rule = recipe.channelRule) =>
      nasbench101Full.admits(nasbench101Full.parse(text)!, { ...recipe, equalOutputs, channelRule: rule });
    expect([1, 2, 3].map((count) => admitted(chain, count))).toEqual([true, false, false]);
    expect([1, 2, 3].map((count) => admitted(fan, count))).toEqual([false, false, true]);
    expect(admitted(chain, 3, "chunk")).toBe(true);
    const random = createRandom(6);
    for (const equalOutputs of [1, 2]) {
      const wanted = { ...recipe, equalOutputs, channels: 8 };
      const widths = new Set<string>();
      for (let i = 0; i < 60; i++) {
        const architecture = nasbench101Small.sampleUnique(random);
        if (!nasbench101Small.admits(architecture, wanted)) continue;
        const network = nasbench101Small.build(architecture, wanted, smallInput, 10);
        for (const { name } of parametersOf(network)) {
          const width = /stack0.*vertex.*\/w(\d+)/.exec(name)?.[1];
          if (width) widths.add(width);
        }
      }
      expect([...widths]).toEqual([String(8 / equalOutputs)]);
    }
  });
});

describe("the other heuristics", () => {
  const one = "010001000;input,conv1x1-bn-relu,output";
  const vertex = "stack0/cell0/vertex1";

  it("OFA: the 1×1 is the center of the vertex' 3×3 times a matrix that starts as identity", () => {
    const weight = kernelOf(build(one, { nestedKernels: true, channelRule: "chunk" }), `${vertex}/conv3x3`);
    expect(weight.parameter).toEqual(
      kernelOf(build(chain, { nestedKernels: true, channelRule: "chunk" }), `${vertex}/conv3x3`).parameter,
    );
    expect(weight.center).toEqual({
      side: 1,
      transform: { name: `${vertex}/conv1x1/transform`, shape: [1, 1], init: { kind: "identity" } },
    });
    expect(names(one)).toContain(`${vertex}/conv1x1/w8`);
    expect(names(one).some((name) => name.includes("3x3") && name.includes("vertex"))).toBe(false);
  });

  it("OFA: the norm behind is that of the 3×3, or its own where the kernel alone is shared", () => {
    const norms = (nestedSharing: "all" | "kernel"): string[] =>
      names(one, { nestedKernels: true, nestedSharing }).filter((name) => /vertex.*scale/.test(name));
    expect(norms("all")[1]).toBe(`${vertex}/conv3x3/norm/w8/scale`);
    expect(norms("kernel")[1]).toBe(`${vertex}/conv1x1/norm/w8/scale`);
  });

  it("WSBN: a norm per set of incoming edges, the kernel shared", () => {
    const both = "0110001000010000;conv3x3,conv3x3";
    const skipping = "0100001000010000;conv3x3,conv3x3";
    const norms = (text: string, normPerInput: boolean) =>
      names(text, { normPerInput }).filter((name) => name.startsWith("stack0/cell0/vertex2/conv3x3"));
    expect(norms(both, true)[0]).toBe(norms(skipping, true)[0]);
    expect(norms(both, true)[1]).toContain("/norm/in3/");
    expect(norms(skipping, true)[1]).toContain("/norm/in2/");
    expect(norms(both, false)).toEqual(norms(skipping, false));
  });

  it("path dropout follows each vertex' operation, head dropout precedes the classifier", () => {
    const network = build(fan, { pathDropout: 0.25, headDropout: 0.5 });
    const dropped = network.operations.filter((operation) => operation.op === "dropPath");
    expect(dropped).toHaveLength(9);
    expect(dropped.every((operation) => operation.keep === 0.75)).toBe(true);
    expect(kinds(network).slice(-3)).toEqual(["globalAvgPool", "dropout", "dense"]);
    expect(kinds(build(fan)).filter((kind) => kind.startsWith("drop"))).toEqual([]);
  });

  it("affine off: no scale and shift anywhere", () => {
    expect(names(fan, { affine: false }).filter((name) => /scale|shift/.test(name))).toEqual([]);
    expect(names(fan).some((name) => name.endsWith("/scale"))).toBe(true);
  });
});
