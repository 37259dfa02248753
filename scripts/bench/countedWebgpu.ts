/** @file Counts what a device is asked to do, on Dawn's null backend, which takes every call and executes nothing. */
import { installSoftwareWebgpu } from "../../src/headless/dawn.ts";

export interface Counts {
  dispatches: number;
  submits: number;
  /** Buffers created. */
  buffers: number;
  bindGroups: number;
  pipelines: number;
}

export const counts: Counts = { dispatches: 0, submits: 0, buffers: 0, bindGroups: 0, pipelines: 0 };

/** Wraps a method of a prototype so that each call adds to a count. */
function tally<T extends object>(prototype: T, method: keyof T, count: keyof Counts): void {
  const original = prototype[method] as (...args: unknown[]) => unknown;
  prototype[method] = function (this: T, ...args: unknown[]) {
    counts[count]++;
    return original.apply(this, args);
  } as T[keyof T];
}

let counting = false;

/** Starts to count on every device from now on. */
export function countCalls(): void {
  if (counting) return;
  counting = true;
  tally(GPUComputePassEncoder.prototype, "dispatchWorkgroups", "dispatches");
  tally(GPUQueue.prototype, "submit", "submits");
  tally(GPUDevice.prototype, "createBuffer", "buffers");
  tally(GPUDevice.prototype, "createBindGroup", "bindGroups");
  tally(GPUDevice.prototype, "createComputePipelineAsync", "pipelines");
}

/** Dawn crashes when its entry point is collected while a device is alive. */
const kept: GPU[] = [];

/** An adapter that executes nothing: what remains is the cost of the host. */
export async function nullAdapter(): Promise<GPUAdapter> {
  if (!globalThis.navigator?.gpu) await installSoftwareWebgpu();
  const { create } = await import("webgpu");
  const gpu = create(["backend=null"]);
  kept.push(gpu);
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error("Dawn has no null adapter");
  return adapter;
}
