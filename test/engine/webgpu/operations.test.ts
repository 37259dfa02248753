/** @file Every operation and weight view on WebGPU against the float64 reference. */
import { createWebgpuEngine } from "../../../src/engine/webgpu/engine.ts";
import { describeOperations } from "../operationContract.ts";
import { softwareAdapter } from "./softwareDevice.ts";

describeOperations("webgpu", async (images, seed) =>
  createWebgpuEngine(await softwareAdapter())(images, seed),
);
