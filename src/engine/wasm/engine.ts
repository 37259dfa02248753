/** @file The engine on our own WebAssembly kernels: the fastest one on a CPU, without anything to download. */
import type { EngineFactory } from "../engine.ts";
import { createHostEngine } from "../host/engine.ts";
import { createWasmDevice } from "./device.ts";

export const createWasmEngine: EngineFactory = async (images, seed) =>
  createHostEngine(await createWasmDevice(), images, seed);
