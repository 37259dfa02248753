/** @file Trains one architecture by itself: the truth that a super-net's ranking is judged by. */

import type { EpochClock } from "../core/epochClock.ts";
import { type Network, trainedViewsOf } from "../core/network/network.ts";
import type { Recipe } from "../core/recipe.ts";
import { stepsPerEpochOf } from "../core/schedule.ts";
import { BatchSource } from "./batches.ts";
import type { Engine, EngineFactory, ImageSet, Inspection, NetworkScore } from "./engine.ts";
import { evaluationOf } from "./evaluation.ts";
import { stepOver } from "./trainingStep.ts";

/** Accuracies in [0, 1] over all images of the part. */
interface StandAloneResult {
  readonly test: number;
  readonly validation: number;
  /** Mean training loss (nats) over the last epoch. Where training diverged, if for a step only, this and both accuracies are NaN. */
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
export async function trainStandAlone(
  createEngine: EngineFactory,
  network: Network,
  images: ImageSet,
  recipe: Recipe,
  seed: number,
): Promise<StandAloneResult> {
  const engine = await createEngine(images, seed);
  try {
    const training = new StandAloneTraining(engine, network, images, recipe, seed);
    while (training.step < training.total) await training.advance();
    return await training.test();
  } finally {
    engine.dispose();
  }
}

/** The same step by step, for whoever shares the engine's thread. */
export class StandAloneTraining {
  readonly total: number;
  readonly #engine: Engine;
  readonly #network: Network;
  readonly #images: ImageSet;
  readonly #recipe: Recipe;
  readonly #seed: number;
  readonly #batches: BatchSource;
  readonly #epochClock: EpochClock;
  #step = 0;
  #loss = Number.NaN;
  #hasDiverged = false;
  #gradientNorm = Number.NaN;

  /** @param engine fresh, made with `seed`; whoever made it disposes of it */
  constructor(engine: Engine, network: Network, images: ImageSet, recipe: Recipe, seed: number) {
    this.#engine = engine;
    this.#network = network;
    this.#images = images;
    this.#recipe = recipe;
    this.#seed = seed;
    this.#batches = new BatchSource(images.train.count, seed);
    const stepsPerEpoch = stepsPerEpochOf(recipe, images.train.count);
    this.#epochClock = { step: 0, epochs: 0, stepsPerEpoch };
    this.total = stepsPerEpoch * recipe.training.epochs;
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  /** One step. */
  async advance(): Promise<void> {
    const step = this.#step + 1;
    const [engine, recipe, epochClock, seed] = [this.#engine, this.#recipe, this.#epochClock, this.#seed];
    const images = this.#batches.next(recipe.data.batchSize, recipe.data.portion);
    const work = stepOver([{ network: this.#network, weight: 1 }], {
      recipe,
      epochClock,
      seed,
      step,
      images,
    });
    if (step === 1) this.#gradientNorm = sumOfKernelNorms(this.#network, await engine.inspect(work));
    await engine.trainStep(work);
    // A step that is no number is left out by the optimizer: what goes on from there is another training.
    if (step % epochClock.stepsPerEpoch === 0) {
      this.#loss = (await engine.readTraining()).loss;
      if (!Number.isFinite(this.#loss)) this.#hasDiverged = true;
    }
    this.#step = step;
  }

  /** Tests the weights of now. */
  async test(): Promise<StandAloneResult> {
    if (this.#hasDiverged)
      return { test: Number.NaN, validation: Number.NaN, loss: Number.NaN, gradientNorm: this.#gradientNorm };
    const accuracy = async (part: "test" | "validation"): Promise<number> => {
      // All images, and the weights themselves: the truth need not be cheap.
      const evaluation = {
        ...evaluationOf(this.#recipe, this.#images, { part }),
        count: this.#images[part].count,
        weights: "raw" as const,
      };
      return ((await this.#engine.score([this.#network], evaluation))[0] as NetworkScore).accuracy;
    };
    const [test, validation] = [await accuracy("test"), await accuracy("validation")];
    return { test, validation, loss: this.#loss, gradientNorm: this.#gradientNorm };
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
