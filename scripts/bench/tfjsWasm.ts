/** @file TensorFlow.js' WASM backend: for comparison and as a judge in tests; the lab trains on kernels of its own. */
import type { TfjsBackend } from "../../src/engine/tfjs/backend.ts";

export const tfjsWasm: TfjsBackend = {
  name: "wasm",
  title: "WASM",
  load: () => import("@tensorflow/tfjs-backend-wasm"),
  readsAtOnce: true,
};
