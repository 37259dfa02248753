/** @file The engine on our own WebAssembly kernels: the fastest one on a CPU, without anything to download. */
import type { EngineFactory } from "../engine.ts";
import { createHostEngine } from "../host/engine.ts";
import { createWasmDevice } from "./device.ts";
import { createThreadedDevice } from "./threads/device.ts";
import { startThreads, type ThreadPort } from "./threads/thread.ts";

export const createWasmEngine: EngineFactory = async (images, seed) =>
  createHostEngine(await createWasmDevice(), images, seed);

/**
 * The same numbers from `count` threads, which `start` makes anew for every engine; from one where they do not start, as in browsers
 * without workers in workers.
 */
export function createThreadedWasmEngine(
  count: number,
  start: () => ThreadPort,
  startTimeoutMs?: number,
): EngineFactory {
  return async (images, seed) => {
    const threads = await startThreads(count, start, startTimeoutMs);
    return threads
      ? createHostEngine(createThreadedDevice(threads), images, seed)
      : createWasmEngine(images, seed);
  };
}
