/** @file Protocol heuristics and those beyond the study: what they do to training and scores. */
import { describe, expect, it } from "vitest";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { type Network, parametersOf } from "../../src/core/network/network.ts";
import type { Settings } from "../../src/core/settings.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { SearchSpace } from "../../src/core/spaces/space.ts";
import type { Engine, Inspection, NetworkScore, Snapshot, TrainStep } from "../../src/engine/engine.ts";
import { type Landmark, pathsOfStep } from "../../src/engine/paths.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { CLASSES } from "./caseData.ts";
import { imageCount, images, input, networkOf, open, stepOn } from "./smallLab.ts";

/** Step number `step` of a run with these settings, on the same images every time. */
function stepOf(
  space: SearchSpace,
  settings: Settings,
  step = 1,
  landmarks: readonly Landmark[] = [],
): TrainStep {
  const { network, training } = recipeOf(space, settings);
  const build = (architecture: readonly number[]): Network =>
    space.build(architecture, network, input, CLASSES);
  const moment = { progress: 1, images: () => stepOn([]).images };
  return { ...stepOn([]), ...pathsOfStep(space, network, training, landmarks, build, 1, step, moment) };
}

const namesOf = ({ network }: { readonly network: Network }): string[] =>
  parametersOf(network).map(({ name }) => name);

const close = (actual: Float32Array, expected: ArrayLike<number>, what: string): void => {
  const largest = (values: readonly number[]): number =>
    values.reduce((most, value) => Math.max(most, value), 0);
  const scale = Math.max(1e-6, largest(Array.from(expected, Math.abs)));
  const gap = largest(Array.from(expected, (value, i) => Math.abs(actual[i]! - value)));
  expect(gap / scale, what).toBeLessThan(1e-4);
};

describe.each(spaces)("FairNAS in $title", (space) => {
  it("sums the gradients of its paths in one step", async () => {
    const engine = await open();
    const step = stepOf(space, { sampler: "fairnas" });
    const whole = (await engine.inspect(step)).gradients;
    const parts: Inspection["gradients"][] = [];
    for (const path of step.paths) parts.push((await engine.inspect({ ...step, paths: [path] })).gradients);
    for (const [name, gradient] of Object.entries(whole)) {
      const sum = gradient.map((_, i) => parts.reduce((total, part) => total + (part[name]?.[i] ?? 0), 0));
      close(gradient, sum, name);
    }
    engine.dispose();
  });

  it("takes their mean instead where asked to", async () => {
    const engine = await open();
    const [sum, mean] = [
      stepOf(space, { sampler: "fairnas" }),
      stepOf(space, { sampler: "fairnas", pathsum: "mean" }),
    ];
    expect(mean.paths.map(({ network }) => network.operations)).toEqual(
      sum.paths.map(({ network }) => network.operations),
    );
    const all = async (step: TrainStep): Promise<number[]> =>
      Object.values((await engine.inspect(step)).gradients).flatMap((gradient) => [...gradient]);
    const expected = (await all(sum)).map((value) => value / sum.paths.length);
    close(Float32Array.from(await all(mean)), expected, "gradients");
    engine.dispose();
  });

  it("trains no weight of an operation in two paths of a step, and what all have in all that need it", () => {
    const common = /^(stem|head|reduction)|preprocess|projection/;
    for (let number = 1; number <= 20; number++) {
      const { paths } = stepOf(space, { sampler: "fairnas" }, number);
      const uses = new Map<string, number>();
      for (const name of paths.flatMap(namesOf)) uses.set(name, (uses.get(name) ?? 0) + 1);
      for (const [name, count] of uses)
        if (!common.test(name)) expect(count, name).toBe(1);
        // A cell of nothing but zeros needs no stem.
        else expect(count, name).toBeGreaterThanOrEqual(paths.length - 1);
      expect(uses.get("head/weight")).toBe(paths.length);
    }
  });
});

describe("sandwich rule", () => {
  it("lets the labels teach the largest architecture, and the largest teach the others", async () => {
    const engine = await open();
    const relabelled = {
      ...images.train,
      labels: images.train.labels.map((label) => (label + 1) % CLASSES),
    };
    const other = await createWasmEngine({ ...images, train: relabelled }, 1);
    const step = stepOf(nasbench201, { sandwich: true, paths: 2 });
    const [largest, ...pupils] = step.paths;
    const [here, there] = [await engine.inspect(step), await other.inspect(step)];
    expect(there.losses[0]).not.toBeCloseTo(here.losses[0]!, 3);
    expect(there.losses.slice(1)).toEqual(here.losses.slice(1));
    const taught = new Set(namesOf(largest!));
    const own = pupils.flatMap(namesOf).filter((name) => !taught.has(name));
    expect(own.length).toBeGreaterThan(0);
    for (const name of own) expect(there.gradients[name]).toEqual(here.gradients[name]);
    expect(there.gradients["stem/conv"]).not.toEqual(here.gradients["stem/conv"]);
    engine.dispose();
    other.dispose();
  });
});

describe("landmark ranking loss", () => {
  const cells = [
    [3, 1, 1, 2, 1, 1],
    [1, 2, 1, 1, 4, 3],
  ];
  const losses = async (engine: Engine): Promise<number[]> => [
    ...(await engine.inspect(stepOn(cells.map((cell) => networkOf(nasbench201, cell))))).losses,
  ];

  it.each([0, 1])("puts the better of two landmarks in front, whichever it is (%i)", async (better) => {
    const engine = await open();
    const landmarks = cells.map((architecture, index) => ({
      architecture,
      accuracy: index === better ? 0.9 : 0.5,
    }));
    // Only the two landmarks, not the path that the step samples besides.
    for (let number = 1; number <= 40; number++) {
      const { paths, ranking, ...step } = stepOf(
        nasbench201,
        { landmark: 1, landmarkrule: "margin", paths: 1 },
        number,
        landmarks,
      );
      const [pair] = ranking!;
      await engine.trainStep({
        ...step,
        paths: paths.slice(1),
        ranking: [{ ...pair!, better: 0, worse: 1 }],
      });
    }
    const after = await losses(engine);
    expect(after[better]).toBeLessThan(after[1 - better]! - 0.02);
    engine.dispose();
  });
});

describe("moving average of the weights", () => {
  const network = networkOf(nasbench201, [3, 1, 2, 3, 4, 1]);
  const evaluation = {
    part: "validation",
    count: imageCount,
    batchSize: imageCount,
    norm: "batch",
    calibrationBatches: 0,
    state: "live",
  } as const;

  it("follows slowly, and can be scored in the place of the weights", async () => {
    const engine = await open();
    for (let i = 0; i < 10; i++) await engine.trainStep(stepOn([network], { emaDecay: 0.9 }));
    const { weights, averages, momenta } = await engine.snapshot();
    expect(averages["stem/conv"]).not.toEqual(weights["stem/conv"]);
    const score = async (snapshot: Snapshot, which: "raw" | "ema"): Promise<NetworkScore> => {
      const other = await open();
      other.restore(snapshot);
      const [scored] = await other.score([network], { ...evaluation, weights: which });
      other.dispose();
      return scored!;
    };
    // A classifier that always answers "0" stands where only the average is looked at.
    const zero = {
      "head/weight": new Float32Array(averages["head/weight"]!.length),
      "head/bias": Float32Array.of(1, 0, 0),
    };
    const share = images.validation.labels.filter((label) => label === 0).length / imageCount;
    const marked = { weights, momenta, averages: { ...averages, ...zero } };
    const averaged = await score(marked, "ema");
    expect(averaged.accuracy).toBeCloseTo(share, 6);
    // Every logit is that of the bias: one for "0", none for the other two.
    expect(averaged.loss).toBeCloseTo(Math.log(Math.E + 2) - share, 5);
    const raw = await score(marked, "raw");
    expect(raw).toEqual(await score({ weights, momenta, averages: {} }, "raw"));
    expect(raw.accuracy).not.toBeCloseTo(share, 6);
    engine.dispose();
  });
});

describe("label smoothing", () => {
  it("asks for less than full confidence: the loss of a sure and right answer grows", async () => {
    const engine = await open();
    const network = networkOf(nasbench201, [3, 1, 2, 3, 4, 1]);
    for (let i = 0; i < 80; i++) await engine.trainStep(stepOn([network], { learningRate: 0.05 }));
    const lossAt = async (labelSmoothing: number): Promise<number> =>
      (await engine.inspect({ ...stepOn([network]), labelSmoothing })).losses[0]!;
    const [hard, smooth] = [await lossAt(0), await lossAt(0.1)];
    expect(hard).toBeLessThan(0.1);
    expect(smooth).toBeGreaterThan(hard + 0.1);
    engine.dispose();
  });
});
