/** @file What every engine promises, on WebGPU. */
import { createWebgpuEngine } from "../../../src/engine/webgpu/engine.ts";
import { describeTraining } from "../trainingContract.ts";
import { softwareAdapter } from "./softwareDevice.ts";

describeTraining("webgpu", async (images, seed) => createWebgpuEngine(await softwareAdapter())(images, seed));
