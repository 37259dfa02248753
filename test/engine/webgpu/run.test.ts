/** @file A run of 200 steps on WebGPU and on the tfjs engine: the same losses within noise. */
import { expect, it } from "vitest";
import { createRandom } from "../../../src/core/random.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import type { Engine, ImagePart, ImageSet, TrainStep } from "../../../src/engine/engine.ts";
import { createTfjsEngine } from "../../../src/engine/tfjs/engine.ts";
import { createWebgpuEngine } from "../../../src/engine/webgpu/engine.ts";
import { softwareAdapter } from "./softwareDevice.ts";

const SIDE = 8;
const BATCH = 16;
const recipe = {
  cells: 1,
  channels: 4,
  affine: true,
  normPerInput: false,
  placement: "edge",
  channelRule: "own",
  equalOutputs: 2,
  nestedKernels: false,
  split: false,
  pathDropout: 0,
  headDropout: 0,
} as const;

/** Four classes, told apart by the brighter quarter of a noisy image. */
function quarters(): ImageSet {
  const part = (label: string): ImagePart => {
    const random = createRandom(3).fork(label);
    const count = 256;
    const labels = Uint8Array.from({ length: count }, () => random.below(4));
    const pixels = Uint8Array.from({ length: count * SIDE * SIDE }, (_, i) => {
      const at = i % (SIDE * SIDE);
      const quarter = 2 * Number(at >= (SIDE * SIDE) / 2) + Number(at % SIDE >= SIDE / 2);
      return random.below(150) + (labels[Math.floor(i / (SIDE * SIDE))] === quarter ? 105 : 0);
    });
    return { count, pixels, labels };
  };
  return {
    id: "quarters",
    height: SIDE,
    width: SIDE,
    channels: 1,
    classes: ["a", "b", "c", "d"],
    mean: [0.4],
    deviation: [0.25],
    train: part("train"),
    validation: part("validation"),
    test: part("test"),
  };
}

it("trains 200 steps of random paths like the tfjs engine", async () => {
  const images = quarters();
  const random = createRandom(5);
  const input = { height: SIDE, width: SIDE, channels: 1 };
  const networks = Array.from({ length: 200 }, () =>
    nasbench201.build(nasbench201.sampleNaive(random), recipe, input, 4),
  );
  const step = (index: number): TrainStep => ({
    paths: [{ network: networks[index]!, weight: 1 }],
    images: Int32Array.from({ length: BATCH }, (_, i) => (index * BATCH + i) % images.train.count),
    labelSmoothing: 0,
    seed: index,
    optimizer: {
      learningRate: 0.05 * 0.5 * (1 + Math.cos((Math.PI * index) / 200)),
      momentum: 0.9,
      nesterov: false,
      weightDecay: 5e-4,
      decayInactive: false,
      clipNorm: 5,
      emaDecay: 0,
    },
  });
  const curve = async (engine: Engine): Promise<{ losses: number[]; scores: number[] }> => {
    const losses: number[] = [];
    for (let index = 0; index < 200; index++) {
      await engine.trainStep(step(index));
      if (index % 20 === 19) losses.push((await engine.readTraining()).loss);
    }
    const scores = await engine.score(networks.slice(0, 20), {
      part: "validation",
      count: 256,
      batchSize: 64,
      norm: "batch",
      calibrationBatches: 0,
      weights: "raw",
    });
    engine.dispose();
    return { losses, scores };
  };
  const ours = await curve(await createWebgpuEngine(await softwareAdapter(), { validate: false })(images, 4));
  const theirs = await curve(await createTfjsEngine("wasm")(images, 4));
  // The first steps differ by rounding alone; later ones by what training makes of it.
  expect(ours.losses[0]).toBeCloseTo(theirs.losses[0]!, 2);
  ours.losses.forEach((loss, i) => {
    expect(Math.abs(loss - theirs.losses[i]!)).toBeLessThan(0.15);
  });
  expect(ours.losses.at(-1)!).toBeLessThan(0.8 * ours.losses[0]!);
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.abs(mean(ours.scores) - mean(theirs.scores))).toBeLessThan(0.05);
});
