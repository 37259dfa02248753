/** @file Scores networks on a part of the data; reads weights, changes nothing. */
import * as tf from "@tensorflow/tfjs-core";
import type { Network, Operation } from "../../core/network/network.ts";
import type { Evaluation, ImagePart, ImageSet } from "../engine.ts";
import { activate, type BackendName, readAll } from "./backend.ts";
import { countCorrect } from "./loss.ts";
import type { Pass } from "./operation.ts";
import type { Parameters } from "./parameters.ts";
import { predict } from "./walk.ts";
import { Weights } from "./weights.ts";

type PixelReader = (part: ImagePart, indices: ArrayLike<number>) => Float32Array;
type Norm = Extract<Operation, { op: "batchNorm" }>;
type Statistics = { mean: tf.Tensor1D; variance: tf.Tensor1D };

/** Consecutive indices in batches; `limit` wraps around. */
function batches(count: number, size: number, limit: number): Int32Array[] {
  const result: Int32Array[] = [];
  for (let start = 0; start < count; start += size)
    result.push(Int32Array.from({ length: Math.min(size, count - start) }, (_, i) => (start + i) % limit));
  return result;
}

/**
 * Accuracy of every network, in [0, 1]. Recalibration averages the statistics (variance unbiased) that the first
 * `calibrationBatches · batchSize` training images show in this very network.
 */
export async function scoreNetworks(
  backend: BackendName,
  parameters: Parameters,
  images: ImageSet,
  read: PixelReader,
  networks: readonly Network[],
  evaluation: Evaluation,
): Promise<number[]> {
  activate(backend);
  const part = images[evaluation.part];
  const count = Math.min(evaluation.count, part.count);
  const { batchSize } = evaluation;
  const weights = new Weights(parameters, evaluation.weights);
  const upload = (from: ImagePart, indices: Int32Array): tf.Tensor4D =>
    tf.tensor4d(read(from, indices), [indices.length, images.height, images.width, images.channels]);
  const indices = batches(count, batchSize, part.count);
  const inputs = indices.map((batch) => upload(part, batch));
  const calibration =
    evaluation.norm === "recalibrated"
      ? batches(evaluation.calibrationBatches * batchSize, batchSize, images.train.count).map((batch) =>
          upload(images.train, batch),
        )
      : [];
  const labels = part.labels.subarray(0, count);
  const accuracies: number[] = [];
  try {
    for (const network of networks) {
      activate(backend);
      const calibrated = calibrate(network, calibration, weights);
      const pass: Pass = {
        weights,
        ...(evaluation.norm === "running" && {
          statistics: (norm: Norm) => ({
            mean: weights.vector(norm.mean),
            variance: weights.vector(norm.variance),
          }),
        }),
        ...(calibration.length > 0 && { statistics: (norm: Norm) => calibrated.get(norm) as Statistics }),
      };
      const outputs = inputs.map((input) => predict(network, input, pass));
      const logits = await readAll(backend, outputs);
      for (const tensor of outputs) tensor.dispose();
      for (const { mean, variance } of calibrated.values()) tf.dispose([mean, variance]);
      let correct = 0;
      logits.forEach((values, i) => {
        const from = i * batchSize;
        const rows = labels.subarray(from, from + (indices[i] as Int32Array).length);
        correct += countCorrect(values, rows, images.classes.length);
      });
      accuracies.push(count > 0 ? correct / count : 0);
    }
  } finally {
    tf.dispose([...inputs, ...calibration]);
    weights.dispose();
  }
  return accuracies;
}

/** Mean statistics over the batches, by norm. */
function calibrate(
  network: Network,
  inputs: readonly tf.Tensor4D[],
  weights: Weights,
): Map<Norm, Statistics> {
  const found = new Map<Norm, Statistics>();
  const share = 1 / inputs.length;
  for (const input of inputs) {
    const logits = predict(network, input, {
      weights,
      observe: (norm, { mean, variance }, count) => {
        const before = found.get(norm);
        const add = (sum: tf.Tensor1D | undefined, value: tf.Tensor1D, factor: number): tf.Tensor1D => {
          const term: tf.Tensor1D = tf.mul(value, factor);
          return tf.keep(sum ? tf.add(sum, term) : term);
        };
        found.set(norm, {
          mean: add(before?.mean, mean, share),
          variance: add(before?.variance, variance, (share * count) / Math.max(count - 1, 1)),
        });
        if (before) tf.dispose([before.mean, before.variance]);
      },
    });
    logits.dispose();
  }
  return found;
}
