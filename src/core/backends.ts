/** @file The places where training can run, by name; how to reach them is the engine's business. */

/** webgpu and wasm: engines of our own; webgl and webgpu-ops: TensorFlow.js on WebGL and on WebGPU, operation by operation. */
export const backendIds = ["webgpu", "wasm", "webgl", "webgpu-ops"] as const;
export type BackendId = (typeof backendIds)[number];

/** What the start-up probe found out about one backend. */
export interface BackendReport {
  readonly backend: BackendId;
  /** Name of the device, e.g. the adapter's description, or "software adapter". */
  readonly device: string;
  /** Where a processor imitates a GPU. */
  readonly software?: true;
  /** Training speed on a few tiny steps, in images a second; absent where it did not run. */
  readonly imagesPerSecond?: number;
  /** Where it did not answer: asked again it would cost as long a wait. */
  readonly silent?: true;
  /** Why it cannot be used, with what to enable. */
  readonly failure?: string;
}
