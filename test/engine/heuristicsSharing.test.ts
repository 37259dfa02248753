/** @file Mapping heuristics: which weights an architecture trains, and where it starts from. */
import { describe, expect, it } from "vitest";
import type { Network } from "../../src/core/network/network.ts";
import { parametersOf } from "../../src/core/network/network.ts";
import type { Settings } from "../../src/core/settings.ts";
import { darts } from "../../src/core/spaces/darts/index.ts";
import { nasbench101Small } from "../../src/core/spaces/nasbench101/index.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { SearchSpace } from "../../src/core/spaces/space.ts";
import type { Snapshot } from "../../src/engine/engine.ts";
import { snapshotOf } from "./caseData.ts";
import { changedNames, movedBy, networkOf, open, stepOn } from "./smallLab.ts";

/** The side×side center of a kernel [k, k, …]. */
function centerOf(kernel: Float32Array, shape: readonly number[], side: number): Float32Array {
  const k = shape[0] as number;
  const inner = kernel.length / (k * k);
  const start = (k - side) / 2;
  return Float32Array.from({ length: side * side * inner }, (_, i) => {
    const tap = Math.floor(i / inner);
    const [row, column] = [Math.floor(tap / side) + start, (tap % side) + start];
    return kernel[(row * k + column) * inner + (i % inner)]!;
  });
}

/** Every inner node of both DARTS cells on inputs 0 and 1 with one operation. */
const dartsCell = (operation: string): readonly number[] =>
  darts.decisions.map(({ choices }, slot) => (slot % 3 === 0 ? 0 : choices.indexOf(operation)));

describe("OFA kernel", () => {
  const cases: [string, SearchSpace, readonly number[] | string, number][] = [
    ["NASBench-101, 1×1 in 3×3", nasbench101Small, "010001000;input,conv1x1-bn-relu,output", 1],
    ["NAS-Bench-201, 1×1 in 3×3", nasbench201, [2, 2, 2, 2, 2, 2], 1],
    ["DARTS, separable 3×3 in 5×5", darts, dartsCell("sep_conv_3x3"), 3],
    ["DARTS, dilated 3×3 in 5×5", darts, dartsCell("dil_conv_3x3"), 3],
  ];
  const sharing = ["kernel", "all"] as const;
  const rows = cases.flatMap((row) => sharing.map((ofashare) => [...row, ofashare] as const));
  it.each(rows)("%s: starts as the center of the large kernel", async (_, space, cell, side, ofashare) => {
    const nested = networkOf(space, cell, { ofa: true, ofashare });
    const separate = networkOf(space, cell);
    const engine = await open();
    const step = stepOn([nested]);
    const { logits } = await engine.inspect(step);
    const { weights } = await engine.snapshot();

    // The same architecture with kernels of its own, which hold what the nested one cuts out.
    const copied: Record<string, Float32Array> = { ...weights };
    const large = new Set<string>();
    nested.operations.forEach((operation, index) => {
      const own = separate.operations[index];
      if (operation.op !== "conv" || own?.op !== "conv") return;
      const { name, shape } = operation.weight.parameter;
      const values = weights[name]!;
      copied[own.weight.parameter.name] = operation.weight.center ? centerOf(values, shape, side) : values;
      if (operation.weight.center) large.add(name);
    });
    expect(large.size).toBeGreaterThan(0);
    const other = await open(2);
    other.restore(snapshotOf(copied));
    const alone = await other.inspect(stepOn([separate]));
    logits[0]!.forEach((logit, i) => {
      expect(logit).toBeCloseTo(alone.logits[0]![i]!, 5);
    });

    // From there on the matrix learns, and the large kernel with it.
    const moved = await movedBy(engine, [nested]);
    expect([...moved].some((name) => name.includes("/transform"))).toBe(true);
    for (const name of large) expect(moved).toContain(name);
    engine.dispose();
    other.dispose();
  });

  const pairs: [string, SearchSpace, (size: "small" | "large") => readonly number[] | string][] = [
    [
      "NASBench-101",
      nasbench101Small,
      (size) => `010001000;input,conv${size === "small" ? "1x1" : "3x3"}-bn-relu,output`,
    ],
    ["NAS-Bench-201", nasbench201, (size) => new Array<number>(6).fill(size === "small" ? 2 : 3)],
    ["DARTS, separable", darts, (size) => dartsCell(size === "small" ? "sep_conv_3x3" : "sep_conv_5x5")],
    ["DARTS, dilated", darts, (size) => dartsCell(size === "small" ? "dil_conv_3x3" : "dil_conv_5x5")],
  ];
  it.each(pairs)("%s: what the sizes share is what the setting says", async (_, space, cell) => {
    /** Names that both training the small and training the large operation moves, those of pooling, stem and head left out. */
    const sharedBy = async (ofashare: string): Promise<Set<string>> => {
      const engine = await open();
      const moved: Set<string>[] = [];
      for (const size of ["small", "large"] as const)
        moved.push(
          await movedBy(engine, [networkOf(space, cell(size), { ofa: true, ofashare, affine: true })]),
        );
      engine.dispose();
      const operations = [...moved[0]!].filter((name) => /conv_?\dx\d/.test(name) && moved[1]!.has(name));
      return new Set(operations.map((name) => name.replace(/\/w\d+/, "")));
    };
    const [kernel, all] = [await sharedBy("kernel"), await sharedBy("all")];
    expect(kernel.size).toBeGreaterThan(0);
    for (const name of kernel) expect(name).toMatch(/(conv_?3x3|depthwise\d)$/);
    // Kernel, and behind it norms (scale, shift, mean, variance) and in DARTS the pointwise convolution.
    const perKernel = space === darts ? 6 : 5;
    expect(all.size).toBe(perKernel * kernel.size);
    for (const name of kernel) expect(all).toContain(name);
  });
});

describe("WSBN", () => {
  const chained = "0100001000010000;conv3x3-bn-relu,conv3x3-bn-relu";
  const fed = "0110001000010000;conv3x3-bn-relu,conv3x3-bn-relu";
  const kernel = "stack0/cell0/vertex2/conv3x3";
  /** The two cells differ in width, too; this lets them share kernels all the same. */
  const width = "chunk";

  it("keeps the norm of one input configuration out of the training of another; the kernel is trained by both", async () => {
    const engine = await open();
    const [one, other] = [fed, chained].map((text) =>
      networkOf(nasbench101Small, text, { width, wsbn: true }),
    );
    await movedBy(engine, [other!]);
    const moved = await movedBy(engine, [one!]);
    expect(moved).toContain(kernel);
    for (const part of ["scale", "shift", "mean", "variance"]) {
      expect(moved).toContain(`${kernel}/norm/in3/${part}`);
      expect(moved).not.toContain(`${kernel}/norm/in2/${part}`);
    }
    engine.dispose();
  });

  it("off: one norm for both", async () => {
    const engine = await open();
    for (const text of [fed, chained])
      expect(await movedBy(engine, [networkOf(nasbench101Small, text, { width })])).toContain(
        `${kernel}/norm/scale`,
      );
    engine.dispose();
  });
});

describe("operation on node or edge", () => {
  // The convolution sits on 0 → 3 in one cell, behind an identity on 1 → 3 in the other.
  const near = [0, 0, 0, 3, 0, 0];
  const far = [1, 0, 0, 0, 3, 0];
  const kernels = (network: Network): string[] =>
    parametersOf(network)
      .map(({ name }) => name)
      .filter((name) => name.endsWith("nor_conv_3x3"));

  it("by input slot, training 1 → 3 trains 2 → 3, and 0 → 3 stays apart", async () => {
    const engine = await open();
    const [own, ...inner] = [3, 4, 5].map((edge) =>
      networkOf(
        nasbench201,
        [1, 1, 1, 1, 1, 1].map((skip, at) => (at === edge ? 3 : skip)),
        { place: "slot" },
      ),
    );
    await engine.inspect(stepOn([own!]));
    const moved = await movedBy(engine, [inner[0]!]);
    expect(kernels(inner[1]!)).toHaveLength(3);
    for (const name of kernels(inner[1]!)) expect(moved).toContain(name);
    for (const name of kernels(own!)) expect(moved).not.toContain(name);
    engine.dispose();
  });

  it.each([
    ["node", true],
    ["edge", false],
  ])("on a %s, training one edge into a node trains the others: %s", async (place, shared) => {
    const engine = await open();
    const [one, other] = [near, far].map((cell) => networkOf(nasbench201, cell, { place }));
    await engine.inspect(stepOn([other!]));
    const moved = await movedBy(engine, [one!]);
    expect(kernels(other!)).toHaveLength(3);
    for (const name of kernels(other!)) expect(moved.has(name)).toBe(shared);
    engine.dispose();
  });
});

describe("few-shot split", () => {
  it("trains one super-net and leaves the others as they are", async () => {
    const engine = await open();
    const [one, other] = [
      [3, 3, 3, 3, 3, 3],
      [3, 3, 3, 3, 3, 2],
    ].map((cell) => networkOf(nasbench201, cell, { split: true }));
    await engine.trainStep(stepOn([other!]));
    const before = await engine.snapshot();
    const moved = await movedBy(engine, [one!], { weightDecay: 0.01, momentum: 0.9 });
    expect(moved.size).toBeGreaterThan(20);
    const after = await engine.snapshot();
    for (const { name } of parametersOf(other!)) {
      expect(moved).not.toContain(name);
      expect(after.momenta[name]).toEqual(before.momenta[name]);
    }
    engine.dispose();
  });
});

describe("dynamic channels", () => {
  /** Three vertices side by side: 3, 3 and 2 of the 8 channels. */
  const fan = `${"01110 00001 00001 00001 00000"};conv3x3,conv3x3,conv3x3`;
  const chain = "010001000;input,conv3x3-bn-relu,output";
  const kernel = "stack0/cell0/vertex1/conv3x3";
  const widest = 8;

  /** Input and output channels of vertex 1's widest kernel that training the fan moves. */
  async function movedChannels(width: string): Promise<[number[], number[]]> {
    const engine = await open();
    const network = networkOf(nasbench101Small, fan, { width, channels: widest });
    await engine.inspect(stepOn([network]));
    const before = (await engine.snapshot()).weights[kernel]!;
    await engine.trainStep(stepOn([network]));
    const after = (await engine.snapshot()).weights[kernel]!;
    const axes: [Set<number>, Set<number>] = [new Set(), new Set()];
    after.forEach((value, i) => {
      if (value === before[i]) return;
      axes[0].add(Math.floor(i / widest) % widest);
      axes[1].add(i % widest);
    });
    engine.dispose();
    return axes.map((channels) => [...channels].sort((a, b) => a - b)) as [number[], number[]];
  }

  it("fixed chunk trains the first channels of the widest kernel", async () => {
    expect(await movedChannels("chunk")).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
  });

  it("shuffle trains a random choice of as many", async () => {
    const [inputs, outputs] = await movedChannels("shuffle");
    expect([inputs.length, outputs.length]).toEqual([3, 3]);
    expect([inputs, outputs]).not.toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(await movedChannels("shuffle")).toEqual([inputs, outputs]);
  });

  it("interpolate trains them all, averaged", async () => {
    const all = Array.from({ length: widest }, (_, channel) => channel);
    expect(await movedChannels("interpolate")).toEqual([all, all]);
  });

  it.each(["equal", "own"])("%s: another width has other kernels", async (width) => {
    const engine = await open();
    const settings: Settings = { width, channels: widest };
    const wide = networkOf(nasbench101Small, chain, settings);
    await engine.inspect(stepOn([wide]));
    const before: Snapshot = await engine.snapshot();
    await engine.trainStep(stepOn([networkOf(nasbench101Small, fan, settings)]));
    const changed = changedNames(before, await engine.snapshot());
    expect(changed).toContain(`${kernel}/w3`);
    expect(changed).not.toContain(`${kernel}/w8`);
    expect(changed).toContain("stem/conv");
    engine.dispose();
  });
});
