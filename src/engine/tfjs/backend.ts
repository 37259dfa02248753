/** @file The TensorFlow.js backends and the switch between them. */
import * as tf from "@tensorflow/tfjs";

export interface TfjsBackend {
  /** Under which it registers itself. */
  readonly name: string;
  readonly title: string;
  readonly load: () => Promise<unknown>;
  /** Whether reading a tensor is a copy within memory rather than a wait for a device. */
  readonly readsAtOnce: boolean;
}

/** Comes with the library. */
export const webgl: TfjsBackend = {
  name: "webgl",
  title: "WebGL",
  load: async () => {},
  readsAtOnce: false,
};

export const webgpu: TfjsBackend = {
  name: "webgpu",
  title: "WebGPU (tfjs)",
  load: () => import("@tensorflow/tfjs-backend-webgpu"),
  readsAtOnce: false,
};

/** Loads and initializes a backend. Rejects with the reason where the device cannot run it. */
export async function readyBackend({ name, load }: TfjsBackend): Promise<void> {
  await load();
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not start its ${name} backend`);
  await tf.ready();
}

/**
 * Makes a ready backend the current one. The choice is global in TensorFlow.js and several engines may live side by side,
 * so every stretch of code without `await` starts with this; switching between ready backends takes effect at once.
 */
export function activate({ name }: TfjsBackend): void {
  if (tf.getBackend() !== name) void tf.setBackend(name);
}

/** Values of several tensors; on a GPU with a single wait. */
export async function readAll(backend: TfjsBackend, tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  if (tensors.length === 0) return [];
  if (backend.readsAtOnce) return tensors.map((tensor) => tensor.dataSync<"float32">());
  activate(backend);
  const flat = tf.tidy(() => tf.concat1d(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]))));
  const values = await flat.data<"float32">();
  flat.dispose();
  let start = 0;
  return tensors.map(({ size }) => {
    start += size;
    return values.slice(start - size, start);
  });
}
