/** @file What the benches run: uniformly drawn NAS-Bench-201 cells at 8/16/32 channels, one cell a stage, on 14×14 grey images. */
import { defaultNormMomentum } from "../../src/core/network/batchNorm.ts";
import type { Network } from "../../src/core/network/network.ts";
import { createRandom } from "../../src/core/random.ts";
import type { NetworkRecipe } from "../../src/core/recipe.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { ImagePart, ImageSet, TrainStep } from "../../src/engine/engine.ts";

export const BATCH = 64;
const CLASSES = 10;
const SIDE = 14;

const recipe: NetworkRecipe = {
  cells: 1,
  channels: 8,
  affine: true,
  normPerInput: false,
  placement: "edge",
  channelRule: "own",
  equalOutputs: 2,
  nestedKernels: false,
  nestedSharing: "all",
  split: false,
  pathDropout: 0,
  droppedPath: "edge",
  headDropout: 0,
};

/** `count` architectures from a fixed seed. */
export function randomNetworks(count: number): Network[] {
  const random = createRandom(201).fork("bench");
  const input = { height: SIDE, width: SIDE, channels: 1 };
  return Array.from({ length: count }, () =>
    nasbench201.build(nasbench201.sampleNaive(random), recipe, input, CLASSES),
  );
}

/** The largest cell: convolutions of 3×3 on all six edges. */
export function fullNetwork(): Network {
  const input = { height: SIDE, width: SIDE, channels: 1 };
  return nasbench201.build(nasbench201.traits.sizeOrder.largest, recipe, input, CLASSES);
}

/** Noise with labels; the speed does not depend on what the images show. */
export function noiseImages(count = 1000): ImageSet {
  const part = (label: string): ImagePart => {
    const random = createRandom(1).fork(label);
    return {
      count,
      pixels: Uint8Array.from({ length: count * SIDE * SIDE }, () => random.below(256)),
      labels: Uint8Array.from({ length: count }, () => random.below(CLASSES)),
    };
  };
  return {
    id: "noise",
    height: SIDE,
    width: SIDE,
    channels: 1,
    classes: Array.from({ length: CLASSES }, (_, i) => String(i)),
    mean: [0.5],
    deviation: [0.3],
    train: part("train"),
    validation: part("validation"),
    test: part("test"),
  };
}

/** Step number `index` on one network. */
export function singlePathStep(network: Network, index: number, count: number): TrainStep {
  return {
    paths: [{ network, weight: 1 }],
    images: Int32Array.from({ length: BATCH }, (_, i) => (index * BATCH + i) % count),
    labelSmoothing: 0,
    seed: index,
    optimizer: {
      learningRate: 0.02,
      momentum: 0.9,
      nesterov: false,
      weightDecay: 5e-4,
      inactive: "untouched",
      clipNorm: 5,
      emaDecay: 0,
      normMomentum: defaultNormMomentum,
    },
  };
}
