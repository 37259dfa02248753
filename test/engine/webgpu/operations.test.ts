/** @file Every operation and weight view on WebGPU against the float64 reference. */
import { describeOperations } from "../operationContract.ts";
import { createSharedWebgpuEngine } from "./softwareDevice.ts";

describeOperations("webgpu", createSharedWebgpuEngine);
