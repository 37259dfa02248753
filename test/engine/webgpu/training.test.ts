/** @file Whole steps on WebGPU against the tfjs engine: updates, statistics, losses, scores, snapshots, and what stays flat. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tfjsWasm } from "../../../scripts/bench/tfjsWasm.ts";
import type { Network } from "../../../src/core/network/network.ts";
import { createRandom } from "../../../src/core/random.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import type { Engine, Evaluation, Snapshot, TrainStep } from "../../../src/engine/engine.ts";
import { createTfjsEngine } from "../../../src/engine/tfjs/engine.ts";
import { createWebgpuEngine } from "../../../src/engine/webgpu/engine.ts";
import { CLASSES, caseImages, caseStep } from "../caseData.ts";
import { referenceInspect } from "../reference.ts";
import { relativeError } from "../relativeError.ts";
import { softwareAdapter } from "./softwareDevice.ts";

const input = { height: 8, width: 8, channels: 1 };
const recipe = {
  cells: 1,
  channels: 4,
  affine: true,
  normPerInput: false,
  placement: "edge",
  channelRule: "own",
  equalOutputs: 2,
  nestedKernels: true,
  nestedSharing: "all",
  split: false,
  pathDropout: 0.1,
  droppedPath: "edge",
  headDropout: 0.2,
} as const;
const random = createRandom(9);
const networks: Network[] = Array.from({ length: 4 }, () =>
  nasbench201.build(nasbench201.sampleNaive(random), recipe, input, CLASSES),
);
const images = caseImages(input, 48);
const [a, b, c, d] = networks as [Network, Network, Network, Network];

const optimizer: TrainStep["optimizer"] = {
  learningRate: 0.05,
  momentum: 0.9,
  nesterov: true,
  weightDecay: 5e-4,
  inactive: "study",
  clipNorm: 1,
  emaDecay: 0.9,
  normMomentum: 0.1,
};
const steps: readonly TrainStep[] = [
  { ...caseStep([a], 16), optimizer, labelSmoothing: 0.1 },
  { ...caseStep([b], 13), optimizer, seed: 2 },
  {
    ...caseStep([], 16),
    seed: 3,
    optimizer: { ...optimizer, nesterov: false, inactive: "decay" },
    paths: [
      { network: a, weight: 1 },
      { network: c, weight: 0.5, teacher: 0 },
      { network: d, weight: 0.5, teacher: 0 },
    ],
  },
  {
    ...caseStep([b, c, d], 16),
    seed: 4,
    optimizer,
    ranking: [
      { better: 0, worse: 1, weight: 0.7, margin: 2 },
      { better: 2, worse: 0, weight: 0.3, margin: -5 },
    ],
  },
];

/** Largest difference over all arrays, relative to the largest entry of each. */
function distance(
  actual: Readonly<Record<string, ArrayLike<number>>>,
  expected: Readonly<Record<string, ArrayLike<number>>>,
): number {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  let worst = 0;
  for (const [name, values] of Object.entries(expected)) {
    let gap = 0;
    let scale = 1e-3;
    for (let i = 0; i < values.length; i++) {
      const difference = Math.abs(actual[name]![i]! - values[i]!);
      gap = Number.isNaN(difference) ? Infinity : Math.max(gap, difference);
      scale = Math.max(scale, Math.abs(values[i]!));
    }
    worst = Math.max(worst, gap / scale);
  }
  return worst;
}

describe("webgpu training", () => {
  let engine: Engine;
  let judge: Engine;
  beforeAll(async () => {
    engine = await createWebgpuEngine(await softwareAdapter())(images, 7);
    judge = await createTfjsEngine(tfjsWasm)(images, 7);
  });
  afterAll(() => {
    engine.dispose();
    judge.dispose();
  });

  it("moves weights, momenta, averages and statistics as the tfjs engine does", async () => {
    for (const step of steps) {
      await engine.trainStep(step);
      await judge.trainStep(step);
    }
    const [actual, expected] = [await engine.snapshot(), await judge.snapshot()];
    expect(distance(actual.weights, expected.weights)).toBeLessThan(1e-3);
    expect(distance(actual.momenta, expected.momenta)).toBeLessThan(2e-3);
    expect(distance(actual.averages, expected.averages)).toBeLessThan(1e-3);
    const [ours, theirs] = [await engine.readTraining(), await judge.readTraining()];
    expect(ours.steps).toBe(steps.length);
    expect(ours.loss).toBeCloseTo(theirs.loss, 3);
    expect(ours.accuracy).toBeCloseTo(theirs.accuracy, 5);
    expect(ours.gradientNorm / theirs.gradientNorm).toBeCloseTo(1, 3);
    expect((await engine.readTraining()).steps).toBe(0);
  });

  it.each(["batch", "running", "recalibrated"] as const)(
    "scores with %s statistics as tfjs does",
    async (norm) => {
      for (const weights of ["raw", "ema"] as const) {
        const evaluation: Evaluation = {
          part: "validation",
          count: 40,
          batchSize: 16,
          norm,
          calibrationBatches: 2,
          weights,
          state: "live",
        };
        const before = await engine.snapshot();
        const actual = await engine.score(networks, evaluation);
        expect(await engine.snapshot()).toEqual(before);
        const expected = await judge.score(networks, evaluation);
        actual.forEach(({ accuracy, loss }, i) => {
          // One image on the edge between two classes may fall either way.
          expect(Math.abs(accuracy - expected[i]!.accuracy)).toBeLessThan(1.5 / 40);
          expect(relativeError([loss], [expected[i]!.loss]), "loss").toBeLessThan(1e-3);
        });
      }
    },
  );

  it("inspects several paths as the reference does, and changes nothing", async () => {
    const before: Snapshot = await engine.snapshot();
    for (const step of steps) {
      const actual = await engine.inspect(step);
      const expected = referenceInspect(images, step, before.weights);
      expect(distance(actual.gradients, expected.gradients)).toBeLessThan(1e-3);
      actual.losses.forEach((loss, i) => {
        expect(loss).toBeCloseTo(expected.losses[i]!, 4);
      });
    }
    expect(await engine.snapshot()).toEqual(before);
  });

  it("goes on from a snapshot with the same bits", async () => {
    const start = await engine.snapshot();
    const go = async (): Promise<Snapshot> => {
      for (const step of steps) await engine.trainStep(step);
      return engine.snapshot();
    };
    const once = await go();
    engine.restore(start);
    expect(await go()).toEqual(once);
  });

  it("reports divergence and leaves the weights alone", async () => {
    const healthy = await engine.snapshot();
    await engine.readTraining();
    const name = Object.keys(healthy.weights).find((key) => key.endsWith("head/weight")) as string;
    engine.restore({
      ...healthy,
      weights: { ...healthy.weights, [name]: healthy.weights[name]!.map(() => 1e38) },
    });
    await engine.trainStep(steps[0]!);
    expect((await engine.readTraining()).loss).toBeNaN();
    const evaluation: Evaluation = {
      part: "validation",
      count: 24,
      batchSize: 10,
      norm: "batch",
      calibrationBatches: 0,
      weights: "raw",
      state: "live",
    };
    const diverged = { accuracy: Number.NaN, loss: Number.NaN };
    expect(await engine.score([a, b], evaluation)).toEqual([diverged, diverged]);
    const after = await engine.snapshot();
    expect(after.momenta).toEqual(healthy.momenta);
    engine.restore(healthy);
  });

  it("holds no more after many steps than after a few", async () => {
    for (let i = 0; i < 4; i++) await engine.trainStep({ ...caseStep([networks[i % 4]!], 16), seed: i });
    const memory = engine.memory();
    for (let i = 0; i < 40; i++) await engine.trainStep({ ...caseStep([networks[i % 4]!], 16), seed: i });
    expect(engine.memory()).toEqual(memory);
  });
});
