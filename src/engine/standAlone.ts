/** @file Trains one architecture by itself: the truth that a super-net's ranking is judged by. */
import { stepsPerEpochOf } from "../core/config.ts";
import { type Network, trainedViewsOf } from "../core/network/network.ts";
import type { Recipe } from "../core/recipe.ts";
import { BatchSource } from "./batches.ts";
import type { EngineFactory, ImageSet, Inspection, NetworkScore } from "./engine.ts";
import { evaluationOf } from "./evaluation.ts";
import { stepOver } from "./trainingStep.ts";

/** Accuracies in [0, 1] over all images of the part. */
export interface StandAloneResult {
  readonly test: number;
  readonly validation: number;
  /** Mean training loss (nats) over the last epoch; NaN if training diverged. */
  readonly loss: number;
  /**
   * Sum of the Euclidean norms of the gradients of all kernels and matrices at initialization, on the first training batch: the
   * zero-cost proxy "grad_norm" (Abdelfattah et al., Zero-Cost Proxies for Lightweight NAS, ICLR 2021, https://arxiv.org/abs/2101.08134).
   */
  readonly gradientNorm: number;
}

/**
 * Trains `network` on weights of its own by the recipe's optimizer and data, then tests it with the recipe's statistics.
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
    const stepsPerEpoch = stepsPerEpochOf(recipe, images.train.count);
    const total = stepsPerEpoch * recipe.training.epochs;
    const epochClock = { step: 0, epochs: 0, stepsPerEpoch };
    let loss = Number.NaN;
    let gradientNorm = Number.NaN;
    for (let step = 1; step <= total; step++) {
      const batch = batches.next(recipe.data.batchSize, recipe.data.portion);
      const work = stepOver([{ network, weight: 1 }], { recipe, epochClock, seed, step, images: batch });
      if (step === 1) gradientNorm = sumOfKernelNorms(network, await engine.inspect(work));
      await engine.trainStep(work);
      if (step % stepsPerEpoch === 0) loss = (await engine.readTraining()).loss;
    }
    const accuracy = async (part: "test" | "validation"): Promise<number> => {
      // All images, and the weights themselves: the truth need not be cheap.
      const evaluation = {
        ...evaluationOf(recipe, images, { part }),
        count: images[part].count,
        weights: "raw" as const,
      };
      return ((await engine.score([network], evaluation))[0] as NetworkScore).accuracy;
    };
    return { test: await accuracy("test"), validation: await accuracy("validation"), loss, gradientNorm };
  } finally {
    engine.dispose();
  }
}

function sumOfKernelNorms(network: Network, { gradients }: Inspection): number {
  const matrices = new Set(
    network.operations
      .flatMap(trainedViewsOf)
      .flatMap(({ parameter }) => (parameter.shape.length > 1 ? [parameter.name] : [])),
  );
  let sum = 0;
  for (const name of matrices)
    sum += Math.sqrt((gradients[name] ?? new Float32Array()).reduce((squares, g) => squares + g * g, 0));
  return sum;
}
