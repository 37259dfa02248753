/** @file Training speed of the WASM engine, alone and against stock TensorFlow.js operations on software WebGPU. */
import type { Network } from "../../src/core/network/network.ts";
import type { EngineFactory } from "../../src/engine/engine.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { type Bench, fastest, sideBySide } from "./bench.ts";
import { BATCH, noiseImages, randomNetworks, singlePathStep } from "./workload.ts";

/** Milliseconds of a training step, mean over the networks, each at the best of several rounds. */
async function stepMs(create: EngineFactory, networks: readonly Network[], rounds: number): Promise<number> {
  const images = noiseImages();
  const engine = await create(images, 1);
  let total = 0;
  for (const [index, network] of networks.entries()) {
    const step = singlePathStep(network, index, images.train.count);
    await engine.trainStep(step);
    total += await fastest(rounds, () => engine.trainStep(step));
  }
  engine.dispose();
  return total / networks.length;
}

const imagesPerSecond = async (create: EngineFactory): Promise<number> =>
  (BATCH / (await stepMs(create, randomNetworks(40), 8))) * 1000;

export const wasmSpeed: Bench = {
  names: ["wasm_images_per_second"],
  explanation: "Images per second of training steps on random cells, batch 64, one thread.",
  measure: async () => ({ wasm_images_per_second: await imagesPerSecond(createWasmEngine) }),
};

export const tfjsWasmSpeed: Bench = {
  names: ["tfjs_wasm_images_per_second"],
  explanation: "The same on TensorFlow.js' WASM backend, with our walk and its gradients.",
  measure: async () => {
    // TensorFlow.js is large: it is loaded where it is measured.
    const { createTfjsEngine } = await import("../../src/engine/tfjs/engine.ts");
    const { tfjsWasm } = await import("./tfjsWasm.ts");
    return { tfjs_wasm_images_per_second: await imagesPerSecond(createTfjsEngine(tfjsWasm)) };
  },
};

export const wasmAgainstStock: Bench = {
  names: ["wasm_vs_stock_webgpu"],
  explanation:
    "How many times faster the WASM engine trains the same networks than stock TensorFlow.js operations with its autodiff and momentum optimizer on a software WebGPU adapter.",
  measure: async () => {
    const { openStockWebgpu, stockStep } = await import("./stockWebgpu.ts");
    await openStockWebgpu();
    const images = noiseImages();
    const engine = await createWasmEngine(images, 1);
    let [own, stock] = [0, 0];
    for (const [index, network] of randomNetworks(2).entries()) {
      const train = (): Promise<void> => engine.trainStep(singlePathStep(network, index, images.train.count));
      await train();
      await stockStep(network);
      const [ownBest, stockBest] = await sideBySide(2, [
        () => fastest(20, train),
        () => fastest(1, () => stockStep(network)),
      ]);
      own += ownBest;
      stock += stockBest;
    }
    engine.dispose();
    return { wasm_vs_stock_webgpu: stock / own };
  },
};
