/**
 * @file Which images an evaluation reads, and how they are cut into batches; the same on every engine and for every run. The order is
 * shuffled: packs interleave the classes, and a batch that holds every class equally often would tell mini-batch statistics the labels.
 */
import type { PartName } from "../core/imagePack.ts";
import { createRandom, shuffled } from "../core/random.ts";
import type { Evaluation, ImageSet } from "./engine.ts";
import { calibrationImages } from "./evaluation.ts";

const orders = new Map<string, Int32Array>();

/** A fixed random order of the `available` images of a part. */
function orderOf(part: string, available: number): Int32Array {
  const key = `${part} ${available}`;
  let order = orders.get(key);
  if (!order) {
    const inPackOrder = Array.from({ length: available }, (_, image) => image);
    order = Int32Array.from(shuffled(inPackOrder, createRandom(0).fork(`evaluation ${part}`)));
    orders.set(key, order);
  }
  return order;
}

/** Indices into `part`, batch by batch: the first `count` images in evaluation order, from the beginning again where there are fewer. */
export function evaluationBatches(
  images: ImageSet,
  part: PartName,
  count: number,
  size: number,
): Int32Array[] {
  const available = images[part].count;
  const order = orderOf(part, available);
  const batches: Int32Array[] = [];
  for (let start = 0; start < count; start += size)
    batches.push(
      Int32Array.from(
        { length: Math.min(size, count - start) },
        (_, i) => order[(start + i) % available] as number,
      ),
    );
  return batches;
}

/** How many images are scored: no more than the part has, each once. */
export function scoredImages(images: ImageSet, { part, count }: Evaluation): number {
  return Math.min(count, images[part].count);
}

/** What an evaluation forwards, as indices batch by batch. */
interface EvaluationWork {
  /** Training images whose statistics are averaged first; none where the evaluation does not re-calibrate. */
  readonly calibration: readonly Int32Array[];
  /** Images of the part that is scored. */
  readonly scored: readonly Int32Array[];
}

export function evaluationWork(images: ImageSet, evaluation: Evaluation): EvaluationWork {
  const { part, batchSize } = evaluation;
  return {
    calibration: evaluationBatches(images, "train", calibrationImages(evaluation), batchSize),
    scored: evaluationBatches(images, part, scoredImages(images, evaluation), batchSize),
  };
}
