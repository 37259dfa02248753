/** @file Scores networks on a part of the data; reads weights, changes nothing. */
import type { Network, Parameter } from "../../core/network/network.ts";
import type { Evaluation, ImagePart, ImageSet } from "../engine.ts";
import type { Batch, Device, Norm, Statistics, Work } from "./device.ts";
import { countCorrect } from "./loss.ts";
import type { Parameters } from "./parameters.ts";
import type { PixelReader } from "./pixels.ts";
import { weightSource } from "./trainer.ts";
import { readView } from "./view.ts";

/** Consecutive images in batches; indices wrap around at the part's end. */
function batchesOf(read: PixelReader, part: ImagePart, count: number, size: number): Batch[] {
  const result: Batch[] = [];
  for (let start = 0; start < count; start += size) {
    const indices = Int32Array.from(
      { length: Math.min(size, count - start) },
      (_, i) => (start + i) % part.count,
    );
    result.push({ count: indices.length, pixels: read(part, indices) });
  }
  return result;
}

/** Accuracy of every network, in [0, 1]; NaN where a logit is no finite number. */
export async function scoreNetworks(
  device: Device,
  parameters: Parameters,
  images: ImageSet,
  read: PixelReader,
  networks: readonly Network[],
  evaluation: Evaluation,
): Promise<number[]> {
  const { batchSize, norm, weights, calibrationBatches } = evaluation;
  const part = images[evaluation.part];
  const count = Math.min(evaluation.count, part.count);
  const classes = images.classes.length;
  const batches = batchesOf(read, part, count, batchSize);
  const calibration =
    norm === "recalibrated" ? batchesOf(read, images.train, calibrationBatches * batchSize, batchSize) : [];
  const values = (parameter: Parameter): Float32Array => parameters.values(parameter, weights);
  const running = (of: Norm): Statistics => ({
    mean: readView(of.mean, values),
    variance: readView(of.variance, values),
  });
  const work = device.begin(weightSource(values));
  const accuracies: number[] = [];
  try {
    for (const network of networks) {
      const statistics = norm === "running" ? running : await calibrate(work, network, calibration);
      const predicted = await Promise.all(batches.map((batch) => work.predict(network, batch, statistics)));
      let correct = 0;
      predicted.forEach(({ logits }, i) => {
        const rows = part.labels.subarray(i * batchSize, Math.min((i + 1) * batchSize, count));
        correct += countCorrect(logits, rows, classes);
      });
      accuracies.push(count > 0 ? correct / count : 0);
    }
  } finally {
    work.close();
  }
  return accuracies;
}

/** Mean over batches of the statistics (variance unbiased) that this very network shows; `undefined` without batches. */
async function calibrate(
  work: Work,
  network: Network,
  batches: readonly Batch[],
): Promise<((norm: Norm) => Statistics) | undefined> {
  if (batches.length === 0) return undefined;
  const found = new Map<Norm, Statistics>();
  for (const batch of batches)
    for (const { norm, mean, variance } of (await work.predict(network, batch)).observed) {
      const sums = found.get(norm) ?? {
        mean: new Float32Array(mean.length),
        variance: new Float32Array(mean.length),
      };
      found.set(norm, sums);
      for (let c = 0; c < mean.length; c++) {
        sums.mean[c] = (sums.mean[c] as number) + (mean[c] as number) / batches.length;
        sums.variance[c] = (sums.variance[c] as number) + (variance[c] as number) / batches.length;
      }
    }
  return (norm) => found.get(norm) as Statistics;
}
