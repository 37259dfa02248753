/** @file TensorFlow.js on the backends that run in Node. */
import { createTfjsEngine } from "../../../src/engine/tfjs/engine.ts";
import { describeOperations } from "../operationContract.ts";
import { describeTraining } from "../trainingContract.ts";

for (const backend of ["wasm", "cpu"] as const)
  describeOperations(`tfjs ${backend}`, createTfjsEngine(backend));
describeTraining("tfjs wasm", createTfjsEngine("wasm"));
