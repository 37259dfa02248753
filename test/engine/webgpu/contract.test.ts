/** @file What every engine promises, on WebGPU. */
import { describeTraining } from "../trainingContract.ts";
import { createSharedWebgpuEngine } from "./softwareDevice.ts";

describeTraining("webgpu", createSharedWebgpuEngine);
