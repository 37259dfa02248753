/** @file Engines of a terminal run, by name. */
import type { EngineFactory } from "../engine/engine.ts";
import { createThreadedWasmEngine, createWasmEngine } from "../engine/wasm/engine.ts";
import { createWebgpuEngine } from "../engine/webgpu/engine.ts";
import { installHardwareWebgpu } from "./dawn.ts";
import { CannotRunHere } from "./pool/cannotRunHere.ts";
import { startNodeThread } from "./run/nodeThreads.ts";

/** wasm: this processor; webgpu: a graphics card. */
export const engineIds = ["wasm", "webgpu"] as const;
export type EngineId = (typeof engineIds)[number];

/**
 * @param threads of the processor; the numbers are the same for any
 * @throws CannotRunHere where there is no graphics card for `webgpu`
 */
export async function openEngine(id: EngineId, threads = 1): Promise<EngineFactory> {
  if (id === "wasm")
    return threads === 1 ? createWasmEngine : createThreadedWasmEngine(threads, startNodeThread);
  await installHardwareWebgpu().catch((error: unknown) => {
    throw new CannotRunHere(error instanceof Error ? error.message : String(error));
  });
  // An adapter yields one device.
  return async (images, seed) => createWebgpuEngine(await adapter(), { validate: false })(images, seed);
}

/**
 * Which graphics card an open engine computes on, by all that its driver tells: on another one sums may come out otherwise. `undefined`
 * where numbers are the same on every machine.
 */
export async function deviceOf(id: EngineId): Promise<string | undefined> {
  if (id === "wasm") return undefined;
  const { vendor, architecture, device, description } = (await adapter()).info;
  return [vendor, architecture, device, description].filter((part) => part !== "").join(", ") || "unknown";
}

async function adapter(): Promise<GPUAdapter> {
  const found = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!found) throw new Error("the graphics card is gone");
  return found;
}
