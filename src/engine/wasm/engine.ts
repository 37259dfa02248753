/** @file The engine on our own WebAssembly kernels: the fastest one on a CPU, without anything to download. */
import type { EngineFactory } from "../engine.ts";
import { createHostEngine } from "../host/engine.ts";
import { createWasmDevice } from "./device.ts";
import { createThreadedDevice, type ThreadPort } from "./threads/device.ts";

export const createWasmEngine: EngineFactory = async (images, seed) =>
  createHostEngine(await createWasmDevice(), images, seed);

/** The same numbers from several threads, which `start` makes anew for every engine. */
export function createThreadedWasmEngine(start: () => readonly ThreadPort[]): EngineFactory {
  return async (images, seed) => createHostEngine(createThreadedDevice(start()), images, seed);
}
