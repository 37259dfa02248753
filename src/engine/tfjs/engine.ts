/** @file The engine on TensorFlow.js: interprets a network's operation list on any of its backends. One call at a time. */
import * as tf from "@tensorflow/tfjs-core";
import type { Engine, EngineFactory, ImageSet, Inspection, TrainingReport, TrainStep } from "../engine.ts";
import { type BackendName, backendTitles, readyBackend } from "./backend.ts";
import { scoreNetworks } from "./evaluator.ts";
import { watchLoss } from "./lost.ts";
import { Parameters } from "./parameters.ts";
import { createPixelReader } from "./pixels.ts";
import { computeStep, type StepResult } from "./trainer.ts";
import { trackView } from "./view.ts";

/** How far running statistics move in each step (PyTorch's `momentum` of batch norm). */
const STATISTICS_RATE = 0.1;

/** Loads a TensorFlow.js backend; the factory then makes engines on it. */
export function createTfjsEngine(backend: BackendName): EngineFactory {
  return async (images, seed) => {
    await readyBackend(backend);
    return makeEngine(backend, images, seed);
  };
}

function makeEngine(backend: BackendName, images: ImageSet, seed: number): Engine {
  const parameters = new Parameters(seed);
  const pixels = createPixelReader(images);
  let sums = { steps: 0, loss: 0, accuracy: 0, gradientNorm: 0 };

  const compute = (step: TrainStep): Promise<StepResult> =>
    computeStep(backend, parameters, images, pixels(images.train, step.images), step);

  return {
    backend: backendTitles[backend],
    lost: watchLoss(backend),

    async trainStep(step) {
      const { losses, accuracies, gradients, observed } = await compute(step);
      const gradientNorm = parameters.update(gradients, step.optimizer);
      const loss = mean(losses);
      const healthy = Number.isFinite(gradientNorm);
      if (healthy)
        for (const { norm, mean: batchMean, variance } of observed) {
          trackView(norm.mean, batchMean, STATISTICS_RATE, (parameter) => parameters.values(parameter));
          trackView(norm.variance, variance, STATISTICS_RATE, (parameter) => parameters.values(parameter));
        }
      sums = {
        steps: sums.steps + 1,
        loss: sums.loss + (healthy ? loss : Number.NaN),
        accuracy: sums.accuracy + mean(accuracies),
        gradientNorm: sums.gradientNorm + gradientNorm,
      };
    },

    async readTraining(): Promise<TrainingReport> {
      const { steps, loss, accuracy, gradientNorm } = sums;
      sums = { steps: 0, loss: 0, accuracy: 0, gradientNorm: 0 };
      const count = Math.max(steps, 1);
      return { steps, loss: loss / count, accuracy: accuracy / count, gradientNorm: gradientNorm / count };
    },

    async score(networks, evaluation) {
      return scoreNetworks(backend, parameters, images, pixels, networks, evaluation);
    },

    async inspect(step): Promise<Inspection> {
      const { logits, losses, gradients } = await compute(step);
      return { logits, losses, gradients: Object.fromEntries(gradients) };
    },

    async snapshot() {
      return parameters.snapshot();
    },

    restore(snapshot) {
      parameters.restore(snapshot);
    },

    memory() {
      const own = parameters.memory();
      const { numTensors, numBytes } = tf.memory();
      return { buffers: own.buffers + numTensors, bytes: own.bytes + numBytes };
    },

    dispose() {
      parameters.restore({ weights: {}, momenta: {}, averages: {} });
    },
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
