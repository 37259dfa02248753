/** @file The WebGPU engine: cost of the host and number of calls on a null adapter; speed against stock TensorFlow.js on a software one. */
import * as tf from "@tensorflow/tfjs-core";
import type { Network } from "../../core/network/network.ts";
import type { Engine, Evaluation } from "../../engine/engine.ts";
import { createWebgpuEngine } from "../../engine/webgpu/engine.ts";
import { type Bench, fastest } from "./bench.ts";
import { type Counts, countCalls, counts, nullAdapter } from "./countedWebgpu.ts";
import { installSoftwareWebgpu } from "./softwareWebgpu.ts";
import { measureStockWebgpu, stockForward } from "./stockWebgpu.ts";
import { fullNetwork, noiseImages, randomNetworks, singlePathStep } from "./workload.ts";

const images = noiseImages();

async function train(engine: Engine, networks: readonly Network[]): Promise<void> {
  for (const [index, network] of networks.entries())
    await engine.trainStep(singlePathStep(network, index, images.train.count));
}

/** Calls of one step, mean over the networks. */
async function countStep(engine: Engine, networks: readonly Network[]): Promise<Counts> {
  const before = { ...counts };
  await train(engine, networks);
  const mean = (name: keyof Counts): number => (counts[name] - before[name]) / networks.length;
  return {
    dispatches: mean("dispatches"),
    submits: mean("submits"),
    buffers: mean("buffers"),
    bindGroups: mean("bindGroups"),
    pipelines: mean("pipelines"),
  };
}

export const webgpuHost: Bench = {
  names: [
    "host_ms_random_step",
    "dispatches_random_step",
    "dispatches_full_step",
    "submits_per_step",
    "buffers_per_step",
  ],
  explanation:
    "Host time and calls of a training step on Dawn's null adapter, batch 64, networks never seen before compiled anew in each step.",
  measure: async () => {
    const adapter = await nullAdapter();
    countCalls();
    const engine = await createWebgpuEngine(adapter, { validate: false })(images, 1);
    const full = [fullNetwork()];
    const networks = randomNetworks(400);
    // Every kernel, the largest buffers and the compiler of JavaScript warm up.
    await train(engine, [...full, ...networks]);
    const random = await countStep(engine, networks);
    const largest = await countStep(engine, full);
    const ms = await fastest(10, () => train(engine, networks.slice(0, 200)));
    engine.dispose();
    return {
      host_ms_random_step: ms / 200,
      dispatches_random_step: random.dispatches,
      dispatches_full_step: largest.dispatches,
      submits_per_step: random.submits,
      buffers_per_step: random.buffers + random.bindGroups + random.pipelines,
    };
  },
};

const evaluation: Evaluation = {
  part: "validation",
  count: 1000,
  batchSize: 250,
  norm: "batch",
  calibrationBatches: 0,
  weights: "raw",
};

/**
 * Milliseconds of scoring a network with stock operations, extrapolated from one batch of each; finding the best class is
 * included, the comparison with the labels is left out in its favour.
 */
async function measureStockScore(networks: readonly Network[]): Promise<number> {
  const predict = async (network: Network, batch: number): Promise<void> => {
    const { height, width, channels } = network.input;
    const input: tf.Tensor4D = tf.randomNormal([batch, height, width, channels], 0, 1, "float32", 1);
    const best = tf.tidy(() => tf.argMax(stockForward(network, input, batch), 1));
    await best.data();
    tf.dispose([input, best]);
  };
  let total = 0;
  for (const network of networks) {
    // Shaders compile on a few images.
    await predict(network, 8);
    const start = performance.now();
    await predict(network, evaluation.batchSize);
    total += performance.now() - start;
  }
  return (total / networks.length) * (evaluation.count / evaluation.batchSize);
}

export const webgpuAgainstStock: Bench = {
  names: [
    "webgpu_vs_stock_full_step",
    "webgpu_vs_stock_evaluation",
    "webgpu_software_full_step_ms",
    "webgpu_software_score_ms",
  ],
  explanation:
    "How many times faster than stock TensorFlow.js on the same software adapter, one after the other: a step of the full cell, and scoring 100 random cells on 1,000 images (times extrapolated from four cells here, and there from one batch of 250 images of each of the first two).",
  measure: async () => {
    await installSoftwareWebgpu();
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) throw new Error("no adapter");
    const engine = await createWebgpuEngine(adapter, { validate: false })(images, 1);
    const full = fullNetwork();
    const step = async (): Promise<void> => {
      await train(engine, [full]);
      await engine.readTraining();
    };
    await step();
    const ownStep = await fastest(3, step);
    const pool = randomNetworks(4);
    // Shaders compile on a few images.
    await engine.score(pool, { ...evaluation, count: 8 });
    const start = performance.now();
    await engine.score(pool, evaluation);
    const ownScore = (performance.now() - start) / pool.length;
    engine.dispose();
    const stockStep = await measureStockWebgpu([full]);
    const stockScore = await measureStockScore(pool.slice(0, 2));
    return {
      webgpu_vs_stock_full_step: stockStep / ownStep,
      webgpu_vs_stock_evaluation: stockScore / ownScore,
      webgpu_software_full_step_ms: ownStep,
      webgpu_software_score_ms: ownScore,
    };
  },
};
