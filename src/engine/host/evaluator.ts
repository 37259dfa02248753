/** @file Scores networks on a part of the data; reads weights, changes nothing. */
import type { Network, Parameter } from "../../core/network/network.ts";
import type { Evaluation, ImagePart, ImageSet, NetworkScore } from "../engine.ts";
import { evaluationWork, scoredImages } from "../evaluationBatches.ts";
import type { Batch, Device, Norm, Predicted, Statistics, Work } from "./device.ts";
import { countCorrect, crossEntropy, labelTargets } from "./loss.ts";
import type { Parameters } from "./parameters.ts";
import type { PixelReader } from "./pixels.ts";
import { weightSource } from "./trainer.ts";
import { readView } from "./view.ts";

interface LabeledBatch {
  readonly batch: Batch;
  readonly labels: Uint8Array;
}

function labeled(images: ImagePart, read: PixelReader, indices: Int32Array): LabeledBatch {
  return {
    batch: { count: indices.length, pixels: read(images, indices) },
    labels: Uint8Array.from(indices, (image) => images.labels[image] as number),
  };
}

/** Accuracy and loss of every network. */
export async function scoreNetworks(
  device: Device,
  parameters: Parameters,
  images: ImageSet,
  read: PixelReader,
  networks: readonly Network[],
  evaluation: Evaluation,
): Promise<NetworkScore[]> {
  const { part, norm, weights, state } = evaluation;
  const { calibration, scored } = evaluationWork(images, evaluation);
  const count = scoredImages(images, evaluation);
  const classes = images.classes.length;
  const batches = scored.map((indices) => labeled(images[part], read, indices));
  const calibrating = calibration.map((indices) => labeled(images.train, read, indices).batch);
  const values = (parameter: Parameter): Float32Array => parameters.values(parameter, weights, state);
  const running = (of: Norm): Statistics => ({
    mean: readView(of.mean, values),
    variance: readView(of.variance, values),
  });
  const work = device.begin(weightSource(values));
  const scores: NetworkScore[] = [];
  try {
    for (const network of networks) {
      const statistics = norm === "running" ? running : await calibrate(work, network, calibrating);
      const predicted = await predictAll(device, work, network, batches, statistics);
      let correct = 0;
      let loss = 0;
      predicted.forEach(({ logits }, i) => {
        const { labels } = batches[i] as LabeledBatch;
        correct += countCorrect(logits, labels, classes);
        loss += labels.length * crossEntropy(logits, labelTargets(labels, classes, 0), classes).loss;
      });
      // A wrong answer read from such logits would look like chance level, and their loss may still be a number.
      scores.push({ accuracy: correct / count, loss: Number.isFinite(correct) ? loss / count : Number.NaN });
    }
  } finally {
    work.close();
  }
  return scores;
}

/** Together where the device does several things at a time. */
async function predictAll(
  { width }: Device,
  work: Work,
  network: Network,
  batches: readonly LabeledBatch[],
  statistics: ((norm: Norm) => Statistics) | undefined,
): Promise<readonly Predicted[]> {
  const predict = ({ batch }: LabeledBatch): Promise<Predicted> => work.predict(network, batch, statistics);
  if (width > 1) return Promise.all(batches.map(predict));
  const predicted: Predicted[] = [];
  for (const batch of batches) predicted.push(await predict(batch));
  return predicted;
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
