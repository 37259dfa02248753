/** @file The TensorFlow.js backends, loaded only when asked for, and the switch between them. */
import * as tf from "@tensorflow/tfjs-core";

export type BackendName = "wasm" | "webgl" | "webgpu" | "cpu";

export const backendTitles: Readonly<Record<BackendName, string>> = {
  wasm: "WASM",
  webgl: "WebGL",
  webgpu: "WebGPU (tfjs)",
  cpu: "JavaScript",
};

async function register(name: BackendName): Promise<void> {
  switch (name) {
    case "wasm":
      // A constant of the bundler. In Node the package finds its binaries itself; a page must be told where they are served.
      await (import.meta.env.SSR ? import("@tensorflow/tfjs-backend-wasm") : import("./wasmBrowser.ts"));
      return;
    case "webgl":
      await import("@tensorflow/tfjs-backend-webgl");
      return;
    case "webgpu":
      await import("@tensorflow/tfjs-backend-webgpu");
      return;
    case "cpu":
      await import("@tensorflow/tfjs-backend-cpu");
      return;
    default:
      throw name satisfies never;
  }
}

/** Loads and initialises a backend. Rejects with the reason where the device cannot run it. */
export async function readyBackend(name: BackendName): Promise<void> {
  await register(name);
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not start its ${name} backend`);
  await tf.ready();
}

/**
 * Makes a ready backend the current one. The choice is global in TensorFlow.js and several engines may live side by side,
 * so every stretch of code without `await` starts with this; switching between ready backends takes effect at once.
 */
export function activate(name: BackendName): void {
  if (tf.getBackend() !== name) void tf.setBackend(name);
}

/** Whether reading a tensor is a copy within memory rather than a wait for a device. */
export const readsAtOnce = (name: BackendName): boolean => name === "wasm" || name === "cpu";

/** Values of several tensors; on a GPU with a single wait. */
export async function readAll(name: BackendName, tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  if (tensors.length === 0) return [];
  if (readsAtOnce(name)) return tensors.map((tensor) => tensor.dataSync<"float32">());
  activate(name);
  const flat = tf.tidy(() => tf.concat1d(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]))));
  const values = await flat.data<"float32">();
  flat.dispose();
  let start = 0;
  return tensors.map(({ size }) => {
    start += size;
    return values.slice(start - size, start);
  });
}
