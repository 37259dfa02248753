/** @file The engine on TensorFlow.js: interprets a network's operation list on any of its backends. */
import type { EngineFactory } from "../engine.ts";
import { createHostEngine } from "../host/engine.ts";
import { readyBackend, type TfjsBackend, webgl, webgpu } from "./backend.ts";
import { createTfjsDevice } from "./device.ts";

export const stockBackends = { webgl, webgpu } as const;

/** Loads a TensorFlow.js backend; the factory then makes engines on it. */
export function createTfjsEngine(backend: TfjsBackend): EngineFactory {
  return async (images, seed) => {
    await readyBackend(backend);
    return createHostEngine(createTfjsDevice(backend), images, seed);
  };
}
