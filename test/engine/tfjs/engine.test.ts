/** @file TensorFlow.js on the backends that run in Node. */
import { createTfjsEngine } from "../../../src/engine/tfjs/engine.ts";
import { describeOperations, describeTraining } from "../contract.ts";

for (const backend of ["wasm", "cpu"] as const)
  describeOperations(`tfjs ${backend}`, createTfjsEngine(backend));
describeTraining("tfjs wasm", createTfjsEngine("wasm"));
