/** @file WebGPU in Node for the tests: SwiftShader, which computes, alone or shared between the engines of a file. */
import { setMaxListeners } from "node:events";
import type { EngineFactory } from "../../../src/engine/engine.ts";
import { createWebgpuEngine } from "../../../src/engine/webgpu/engine.ts";
import { installSoftwareWebgpu } from "../../../src/headless/dawn.ts";

/** A fresh adapter that computes on the processor; fails with what to install where there is none. */
export async function softwareAdapter(): Promise<GPUAdapter> {
  if (!globalThis.navigator?.gpu) await installSoftwareWebgpu();
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error("the software adapter is gone");
  return adapter;
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
