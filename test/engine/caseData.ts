/** @file What a case of the engines' tests is computed on: weights, images and a step, all from fixed seeds. */
import type { Network, Parameter, Shape } from "../../src/core/network/network.ts";
import { parametersOf } from "../../src/core/network/network.ts";
import { createRandom } from "../../src/core/random.ts";
import type { ImagePart, ImageSet, Snapshot, TrainStep } from "../../src/engine/engine.ts";

export const CLASSES = 3;

/** Everything a network needs, with values that hide nothing: scales not 1, matrices not the identity. */
export function caseWeights(networks: readonly Network[], seed = 3): Record<string, Float32Array> {
  const weights: Record<string, Float32Array> = {};
  const fill = ({ name, shape }: Parameter, draw: (normal: number) => number): void => {
    const random = createRandom(seed).fork(name);
    weights[name] = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () =>
      draw(random.normal()),
    );
  };
  for (const network of networks) {
    for (const parameter of parametersOf(network)) {
      const fanIn = parameter.init.kind === "heNormal" ? parameter.init.fanIn : 1;
      if (parameter.init.kind === "ones") fill(parameter, (n) => 1 + 0.3 * n);
      else fill(parameter, (n) => (n * 0.9) / Math.sqrt(fanIn));
    }
    for (const operation of network.operations) {
      if (operation.op !== "batchNorm") continue;
      fill(operation.mean.parameter, (n) => 0.2 * n);
      fill(operation.variance.parameter, (n) => Math.exp(0.3 * n));
    }
  }
  return weights;
}

/** A snapshot with these weights and nothing else. */
export const snapshotOf = (weights: Record<string, Float32Array>): Snapshot => ({
  weights,
  momenta: {},
  averages: {},
});

/** Random images and labels of a network's input shape. */
export function caseImages({ height, width, channels }: Shape, count = 16, seed = 5): ImageSet {
  const part = (label: string): ImagePart => {
    const random = createRandom(seed).fork(label);
    return {
      count,
      pixels: Uint8Array.from({ length: count * height * width * channels }, () => random.below(256)),
      labels: Uint8Array.from({ length: count }, () => random.below(CLASSES)),
    };
  };
  return {
    id: "random",
    height,
    width,
    channels,
    classes: ["a", "b", "c"],
    mean: Array.from({ length: channels }, (_, c) => 0.45 + 0.05 * c),
    deviation: Array.from({ length: channels }, (_, c) => 0.3 + 0.02 * c),
    train: part("train"),
    validation: part("validation"),
    test: part("test"),
  };
}

/** A step of one path on the first `batch` images. */
export function caseStep(networks: readonly Network[], batch: number): TrainStep {
  return {
    paths: networks.map((network) => ({ network, weight: 1 })),
    images: Int32Array.from({ length: batch }, (_, i) => i),
    labelSmoothing: 0,
    seed: 11,
    optimizer: {
      learningRate: 0.1,
      momentum: 0.9,
      nesterov: false,
      weightDecay: 0,
      inactive: "untouched",
      clipNorm: 0,
      emaDecay: 0,
      normMomentum: 0.1,
    },
  };
}
