/** @file TensorFlow.js on the backends that run in Node. */
import { tfjsWasm } from "../../../scripts/bench/tfjsWasm.ts";
import type { TfjsBackend } from "../../../src/engine/tfjs/backend.ts";
import { createTfjsEngine } from "../../../src/engine/tfjs/engine.ts";
import { describeOperations } from "../operationContract.ts";
import { describeTraining } from "../trainingContract.ts";

/** Comes with the library. */
const cpu: TfjsBackend = { name: "cpu", title: "JavaScript", load: async () => {}, readsAtOnce: true };

for (const backend of [tfjsWasm, cpu]) describeOperations(`tfjs ${backend.name}`, createTfjsEngine(backend));
describeTraining("tfjs wasm", createTfjsEngine(tfjsWasm));
