/** @file A training step in float64: the judge of every engine's logits, losses, gradients, statistics and updates. */
import type { Network, Operation } from "../../src/core/network/network.ts";
import { inputsOf } from "../../src/core/network/network.ts";
import type { ImagePart, ImageSet, TrainStep } from "../../src/engine/engine.ts";
import { evaluate, type ReferenceContext } from "./referenceOperation.ts";
import { type Dense, zeros } from "./referenceView.ts";

interface ReferenceStatistics {
  readonly operation: Extract<Operation, { op: "batchNorm" }>;
  readonly mean: Float64Array;
  /** Unbiased. */
  readonly variance: Float64Array;
}

interface ReferenceInspection {
  readonly logits: readonly Float64Array[];
  readonly losses: readonly number[];
  readonly gradients: Readonly<Record<string, Float64Array>>;
  /** Batch statistics in order of computation. */
  readonly statistics: readonly ReferenceStatistics[];
  /** Σ weight · loss + ranking terms. */
  readonly objective: number;
}

/** Weights by parameter name, including running statistics. */
type ReferenceWeights = Readonly<Record<string, ArrayLike<number>>>;

/** The chosen images, normalized: [batch, height, width, channels]. */
function referenceImages(images: ImageSet, part: ImagePart, indices: ArrayLike<number>): Dense {
  const size = images.height * images.width * images.channels;
  const result = zeros([indices.length, images.height, images.width, images.channels]);
  for (let n = 0; n < indices.length; n++)
    for (let i = 0; i < size; i++) {
      const c = i % images.channels;
      result.data[n * size + i] =
        (part.pixels[indices[n]! * size + i]! / 255 - images.mean[c]!) / images.deviation[c]!;
    }
  return result;
}

/** Forward pass; returns the values and a reverse walk from a gradient of the logits. */
export function referenceForward(network: Network, input: Dense, context: ReferenceContext) {
  const batch = input.shape[0]!;
  const values = [input];
  const reverse: ((gradient: Dense) => Dense[])[] = [];
  network.operations.forEach((operation, index) => {
    const inputs = inputsOf(operation).map((id) => values[id]!);
    const { value, backward } = evaluate(operation, index, batch, inputs, context);
    values.push(value);
    reverse.push(backward);
  });
  return {
    logits: values.at(-1)!,
    backward(gradient: Dense): void {
      const gradients: (Dense | undefined)[] = values.map(() => undefined);
      gradients[values.length - 1] = gradient;
      for (let index = network.operations.length - 1; index >= 0; index--) {
        const g = gradients[index + 1];
        if (!g) continue;
        const ids = inputsOf(network.operations[index]!);
        reverse[index]!(g).forEach((part, position) => {
          const id = ids[position]!;
          const sum = gradients[id];
          gradients[id] = sum ? { shape: sum.shape, data: sum.data.map((v, i) => v + part.data[i]!) } : part;
        });
      }
    },
  };
}

/** Row-wise softmax of [batch, classes]. */
function referenceSoftmax(logits: Float64Array, classes: number): Float64Array {
  const result = new Float64Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    const most = Math.max(...row);
    const sum = row.reduce((total, v) => total + Math.exp(v - most), 0);
    row.forEach((v, c) => {
      result[start + c] = Math.exp(v - most) / sum;
    });
  }
  return result;
}

/** What `Engine.inspect` must return for this step, and the batch statistics training would track. */
export function referenceInspect(
  images: ImageSet,
  step: TrainStep,
  weights: ReferenceWeights,
): ReferenceInspection {
  const imagesOf = (path: number): Int32Array => step.paths[path]!.images ?? step.images;
  const batch = step.images.length;
  const classes = images.classes.length;
  const statistics: ReferenceStatistics[] = [];
  const gradients: Record<string, Float64Array> = {};
  const runs = step.paths.map(({ network }, path) =>
    referenceForward(network, referenceImages(images, images.train, imagesOf(path)), {
      mode: "training",
      mask: { seed: step.seed, path },
      read: (name, shape) => {
        const data = weights[name];
        if (!data) throw new Error(`no weight ${name}`);
        return { shape, data: Float64Array.from(data) };
      },
      accumulate: (name, g) => {
        const sum = gradients[name];
        gradients[name] = sum ? sum.map((v, i) => v + g.data[i]!) : g.data.slice();
      },
      statistics: (operation, mean, variance) => {
        if (operation.op === "batchNorm") statistics.push({ operation, mean, variance });
      },
    }),
  );
  const probabilities = runs.map(({ logits }) => referenceSoftmax(logits.data, classes));
  const targets = step.paths.map(({ teacher }, path) => {
    if (teacher !== undefined) return probabilities[teacher]!;
    const target = new Float64Array(batch * classes).fill(step.labelSmoothing / classes);
    imagesOf(path).forEach((image, n) => {
      const at = n * classes + images.train.labels[image]!;
      target[at] = target[at]! + 1 - step.labelSmoothing;
    });
    return target;
  });
  const losses = probabilities.map(
    (p, path) =>
      -p.reduce((sum, v, i) => {
        const t = targets[path]![i]!;
        return t === 0 ? sum : sum + t * Math.log(v);
      }, 0) / batch,
  );
  const factors = step.paths.map(({ weight }) => weight);
  let objective = losses.reduce((sum, loss, path) => sum + loss * factors[path]!, 0);
  for (const { better, worse, weight, margin } of step.ranking ?? []) {
    const gap = margin + losses[better]! - losses[worse]!;
    if (gap <= 0) continue;
    objective += weight * gap;
    factors[better] = factors[better]! + weight;
    factors[worse] = factors[worse]! - weight;
  }
  runs.forEach(({ logits, backward }, path) => {
    const data = probabilities[path]!.map((p, i) => ((p - targets[path]![i]!) * factors[path]!) / batch);
    backward({ shape: logits.shape, data });
  });
  return { logits: runs.map(({ logits }) => logits.data), losses, gradients, statistics, objective };
}
