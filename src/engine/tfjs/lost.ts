/** @file Notices when the device under a TensorFlow.js backend is gone; the library itself does not. */
import * as tf from "@tensorflow/tfjs";
import type { TfjsBackend } from "./backend.ts";

/** Resolves with a reason when the current backend's device is lost; for backends on the CPU never. */
export function watchLoss({ name }: TfjsBackend): Promise<string> {
  const backend: unknown = tf.backend();
  if (name === "webgpu") {
    const { device } = backend as { device: GPUDevice };
    return device.lost.then(({ reason, message }) => message || `device ${reason}`);
  }
  if (name === "webgl") {
    const { gpgpu } = backend as { gpgpu: { gl: WebGLRenderingContext } };
    return new Promise((resolve) => {
      gpgpu.gl.canvas.addEventListener("webglcontextlost", () => resolve("the WebGL context was lost"));
    });
  }
  return new Promise(() => {});
}
