/** @file An engine made of a device and the parts that live in ordinary memory. One call at a time. */
import { meanOf } from "../../core/metrics/mean.ts";
import type { Parameter } from "../../core/network/network.ts";
import type { Engine, ImageSet, Inspection, TrainingReport, TrainStep } from "../engine.ts";
import type { Batch, Device } from "./device.ts";
import { scoreNetworks } from "./evaluator.ts";
import { Parameters } from "./parameters.ts";
import { createPixelReader } from "./pixels.ts";
import { keepResponsive } from "./responsive.ts";
import { type ComputedStep, computeStep } from "./trainer.ts";
import { trackView } from "./view.ts";

const NOTHING = { steps: 0, loss: 0, accuracy: 0, gradientNorm: 0 };

export function createHostEngine(silent: Device, images: ImageSet, seed: number): Engine {
  const { device, signs } = keepResponsive(silent);
  const parameters = new Parameters(seed);
  const read = createPixelReader(images);
  const values = (parameter: Parameter): Float32Array => parameters.values(parameter);
  let sums = NOTHING;

  const compute = (step: TrainStep): Promise<ComputedStep> => {
    const batchOf = (indices: Int32Array): Batch => ({
      count: indices.length,
      pixels: read(images.train, indices),
    });
    return computeStep(device, parameters, images, batchOf, step);
  };

  return {
    backend: device.title,
    signs,
    lost: device.lost,

    async trainStep(step) {
      const { losses, accuracies, gradients, observed } = await compute(step);
      const { normMomentum } = step.optimizer;
      const gradientNorm = parameters.update(gradients, step.optimizer);
      // A step that diverged has moved nothing; statistics are left alone, too, and the report says NaN.
      const healthy = Number.isFinite(gradientNorm);
      if (healthy)
        for (const { norm, mean: batchMean, variance } of observed) {
          trackView(norm.mean, batchMean, normMomentum, values);
          trackView(norm.variance, variance, normMomentum, values);
        }
      sums = {
        steps: sums.steps + 1,
        loss: sums.loss + (healthy ? meanOf(losses) : Number.NaN),
        accuracy: sums.accuracy + meanOf(accuracies),
        gradientNorm: sums.gradientNorm + gradientNorm,
      };
    },

    async readTraining(): Promise<TrainingReport> {
      const { steps, loss, accuracy, gradientNorm } = sums;
      sums = NOTHING;
      const count = Math.max(steps, 1);
      return { steps, loss: loss / count, accuracy: accuracy / count, gradientNorm: gradientNorm / count };
    },

    score: (networks, evaluation) => scoreNetworks(device, parameters, images, read, networks, evaluation),

    async freeze() {
      parameters.freeze();
    },

    async inspect(step): Promise<Inspection> {
      const { logits, losses, gradients } = await compute(step);
      return { logits, losses, gradients: Object.fromEntries(gradients) };
    },

    async snapshot() {
      return parameters.snapshot();
    },

    async snapshotFrozen() {
      return parameters.snapshotFrozen();
    },

    restore(snapshot, frozen) {
      parameters.restore(snapshot, frozen);
    },

    memory() {
      const own = parameters.memory();
      const held = device.memory();
      return { buffers: own.buffers + held.buffers, bytes: own.bytes + held.bytes };
    },

    dispose() {
      parameters.restore({ weights: {}, momenta: {}, averages: {} });
      device.dispose();
    },
  };
}
