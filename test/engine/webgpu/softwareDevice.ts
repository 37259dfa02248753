/** @file Adapters for the tests: SwiftShader, which computes, and Dawn's null backend, which only takes calls. */
import { installSoftwareWebgpu } from "../../../src/headless/dawn.ts";

/** A fresh adapter that computes on the processor; fails with what to install where there is none. */
export async function softwareAdapter(): Promise<GPUAdapter> {
  if (!globalThis.navigator?.gpu) await installSoftwareWebgpu();
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error("the software adapter is gone");
  return adapter;
}
