/** @file WebGPU in Node for the tests: SwiftShader, which computes, alone or shared between the engines of a file. */
import { setMaxListeners } from "node:events";
import type { EngineFactory } from "../../../src/engine/engine.ts";
import { createWebgpuEngine } from "../../../src/engine/webgpu/engine.ts";
import { installSoftwareWebgpu } from "../../../src/headless/dawn.ts";

/**
 * What Dawn adds to every access and division takes a third of the time to compile, and it would hide a read beyond the end. Browsers
 * add it, and `test/browser/parity.test.ts` computes every operation there.
 */
const unguarded = ["disable_robustness", "disable_polyfills_on_integer_div_and_mod"];

/** A fresh adapter that computes on the processor; fails with what to install where there is none. */
export async function softwareAdapter(): Promise<GPUAdapter> {
  if (!globalThis.navigator?.gpu) {
    await installSoftwareWebgpu(unguarded);
    askLessOften();
  }
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error("the software adapter is gone");
  return adapter;
}

/**
 * While anything is awaited Dawn asks for news in every turn of the event loop. A pause between two questions leaves the processor to the
 * threads that compile and compute.
 */
function askLessOften(): void {
  const later = (ask: (...words: unknown[]) => void, ...words: unknown[]) => setTimeout(ask, 1, ...words);
  globalThis.setImmediate = later as unknown as typeof setImmediate;
}

/**
 * An engine on one device that all engines made here use: what is compiled for one serves the next, and compiling is most of what a test
 * takes. An engine's disposal leaves the device alone; devices that end are the matter of `failures.test.ts`.
 */
export const createSharedWebgpuEngine: EngineFactory = async (images, seed) => {
  const adapter = await softwareAdapter();
  shared ??= opened(adapter);
  const device = await shared;
  adapter.requestDevice = async () => device;
  return createWebgpuEngine(adapter)(images, seed);
};

let shared: Promise<GPUDevice> | undefined;

async function opened(adapter: GPUAdapter): Promise<GPUDevice> {
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
  setMaxListeners(Number.POSITIVE_INFINITY, device);
  device.destroy = () => {};
  device.createBindGroupLayout = remembered(device.createBindGroupLayout.bind(device));
  device.createPipelineLayout = remembered(device.createPipelineLayout.bind(device));
  device.createShaderModule = remembered(device.createShaderModule.bind(device));
  device.createComputePipelineAsync = remembered(device.createComputePipelineAsync.bind(device));
  return device;
}

/** Gives the first result again for an equal description, in which objects of the device stand for themselves. */
function remembered<Description, Made>(
  make: (description: Description) => Made,
): (description: Description) => Made {
  const known = new Map<string, Made>();
  const numbers = new Map<object, number>();
  return (description) => {
    const key = JSON.stringify(description, (_, value: unknown) => {
      if (typeof value !== "object" || value === null) return value;
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype === Object.prototype || prototype === Array.prototype) return value;
      if (!numbers.has(value)) numbers.set(value, numbers.size);
      return `device object ${numbers.get(value)}`;
    });
    const made = known.get(key) ?? make(description);
    known.set(key, made);
    return made;
  };
}
