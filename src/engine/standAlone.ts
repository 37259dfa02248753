/** @file Trains one architecture by itself: the truth that a super-net's ranking is judged by. */
import { learningRateAt, totalStepsOf } from "../core/config.ts";
import type { Network } from "../core/network/network.ts";
import { hashText } from "../core/random.ts";
import type { Recipe } from "../core/recipe.ts";
import { BatchSource } from "./batches.ts";
import type { EngineFactory, Evaluation, ImageSet } from "./engine.ts";

/** Accuracies in [0, 1] over all images of the part. */
export interface StandAloneResult {
  readonly test: number;
  readonly validation: number;
  /** Mean training loss (nats) over the last epoch; NaN if training diverged. */
  readonly loss: number;
}

/**
 * Trains `network` on weights of its own by the recipe's optimiser and data, then tests it with the recipe's statistics.
 * @param seed decides initial weights, image order and dropout
 */
export async function trainAlone(
  createEngine: EngineFactory,
  network: Network,
  images: ImageSet,
  recipe: Recipe,
  seed: number,
): Promise<StandAloneResult> {
  const engine = await createEngine(images, seed);
  try {
    const batches = new BatchSource(images.train.count, seed);
    const total = totalStepsOf(recipe, images.train.count);
    const stepsPerEpoch = total / recipe.training.epochs;
    let loss = Number.NaN;
    for (let step = 0; step < total; step++) {
      await engine.trainStep({
        paths: [{ network, weight: 1 }],
        images: batches.next(recipe.data.batchSize, recipe.data.portion),
        labelSmoothing: recipe.training.labelSmoothing,
        seed: hashText(`dropout ${step + 1}`, seed),
        optimizer: {
          ...recipe.optimizer,
          learningRate: learningRateAt(recipe, step, stepsPerEpoch, total),
        },
      });
      if ((step + 1) % stepsPerEpoch === 0 || step + 1 === total) loss = (await engine.readTraining()).loss;
    }
    const { norm, batchSize } = recipe.evaluation;
    const accuracy = async (part: "test" | "validation"): Promise<number> => {
      const evaluation: Evaluation = {
        part,
        count: images[part].count,
        batchSize,
        norm,
        calibrationBatches: 4,
        weights: "raw",
      };
      return (await engine.score([network], evaluation))[0] as number;
    };
    return { test: await accuracy("test"), validation: await accuracy("validation"), loss };
  } finally {
    engine.dispose();
  }
}
