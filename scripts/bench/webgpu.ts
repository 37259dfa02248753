/** @file The WebGPU engine: cost of the host and number of calls on a null adapter; speed against stock TensorFlow.js on a software one. */
import type { Network } from "../../src/core/network/network.ts";
import type { Engine, Evaluation } from "../../src/engine/engine.ts";
import { createWebgpuEngine } from "../../src/engine/webgpu/engine.ts";
import { installSoftwareWebgpu } from "../../src/headless/dawn.ts";
import { type Bench, fastest, sideBySide } from "./bench.ts";
import { type Counts, countCalls, counts, nullAdapter } from "./countedWebgpu.ts";
import { BATCH, fullNetwork, noiseImages, randomNetworks, singlePathStep } from "./workload.ts";

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
  names: ["host_ms_random_step"],
  explanation:
    "Host time of a training step on Dawn's null adapter, batch 64, networks never seen before compiled anew in each step.",
  measure: async () => {
    const { engine, networks } = await warmHost(400);
    const ms = await fastest(10, () => train(engine, networks.slice(0, 200)));
    engine.dispose();
    return { host_ms_random_step: ms / 200 };
  },
};

export const webgpuCalls: Bench = {
  names: ["dispatches_random_step", "dispatches_full_step", "submits_per_step", "buffers_per_step"],
  explanation: "Calls of a training step on Dawn's null adapter, batch 64, mean over random networks.",
  measure: async () => {
    const { engine, networks, full } = await warmHost(400);
    const random = await countStep(engine, networks);
    const largest = await countStep(engine, full);
    engine.dispose();
    return {
      dispatches_random_step: random.dispatches,
      dispatches_full_step: largest.dispatches,
      submits_per_step: random.submits,
      buffers_per_step: random.buffers + random.bindGroups + random.pipelines,
    };
  },
};

/** An engine on the null adapter, after every kernel, the largest buffers and the compiler of JavaScript have warmed up. */
async function warmHost(count: number) {
  const adapter = await nullAdapter();
  countCalls();
  const engine = await createWebgpuEngine(adapter, { validate: false })(images, 1);
  const full = [fullNetwork()];
  const networks = randomNetworks(count);
  await train(engine, [...full, ...networks]);
  return { engine, full, networks };
}

const evaluation: Evaluation = {
  part: "validation",
  count: 1000,
  batchSize: 250,
  norm: "batch",
  calibrationBatches: 0,
  weights: "raw",
  state: "live",
};

/** Milliseconds of a step on the full cell, and of scoring a network of the pool: ours and stock operations'. */
async function againstStock(): Promise<{ step: [number, number]; score: [number, number] }> {
  // TensorFlow.js is large: it is loaded where it is measured.
  const { openStockWebgpu, stockPredict, stockStep } = await import("./stockWebgpu.ts");
  await openStockWebgpu();
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error("no adapter");
  const engine = await createWebgpuEngine(adapter, { validate: false })(images, 1);
  const full = fullNetwork();
  const ownStep = async (): Promise<void> => {
    await train(engine, [full]);
    await engine.readTraining();
  };
  const theirStep = (): Promise<void> => stockStep(full);
  await ownStep();
  await theirStep();
  const step = await sideBySide(3, [() => fastest(3, ownStep), () => fastest(1, theirStep)]);

  const pool = randomNetworks(2);
  const predict = async (batch: number): Promise<void> => {
    for (const network of pool) await stockPredict(network, batch);
  };
  // Shaders compile on a few images.
  await engine.score(pool, { ...evaluation, count: 8 });
  await predict(8);
  const [own, stock] = await sideBySide(2, [
    () => fastest(1, async () => void (await engine.score(pool, evaluation))),
    () => fastest(1, () => predict(evaluation.batchSize)),
  ]);
  engine.dispose();
  const batches = evaluation.count / evaluation.batchSize;
  return { step, score: [own / pool.length, (stock / pool.length) * batches] };
}

export const webgpuAgainstStock: Bench = {
  names: [
    "webgpu_vs_stock_full_step",
    "webgpu_vs_stock_evaluation",
    "webgpu_full_step_ms",
    "webgpu_score_ms",
  ],
  explanation:
    "How many times faster than stock TensorFlow.js on the same adapter, in turn (software, or the card that VK_ICD_FILENAMES names): a step of the full cell, and scoring 100 random cells on 1,000 images (extrapolated from two of them, for stock operations from one batch of 250 images of each).",
  measure: async () => {
    const { step, score } = await againstStock();
    return {
      webgpu_vs_stock_full_step: step[1] / step[0],
      webgpu_vs_stock_evaluation: score[1] / score[0],
      webgpu_full_step_ms: step[0],
      webgpu_score_ms: score[0],
    };
  },
};

export const webgpuSpeed: Bench = {
  names: ["webgpu_images_per_second"],
  explanation:
    "Images per second of training steps on random cells, batch 64, without waiting between steps (software adapter, or the card that VK_ICD_FILENAMES names).",
  measure: async () => {
    await installSoftwareWebgpu();
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) throw new Error("no adapter");
    const engine = await createWebgpuEngine(adapter, { validate: false })(images, 1);
    const networks = randomNetworks(adapter.info.isFallbackAdapter ? 10 : 200);
    const run = async (): Promise<void> => {
      await train(engine, networks);
      await engine.readTraining();
    };
    await run();
    const ms = await fastest(3, run);
    engine.dispose();
    return { webgpu_images_per_second: ((BATCH * networks.length) / ms) * 1000 };
  },
};
