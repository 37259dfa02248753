/** @file The WASM kernels against the reference, and what every engine promises. */
import { createWasmEngine } from "../../../src/engine/wasm/engine.ts";
import { describeOperations } from "../operationContract.ts";
import { describeTraining } from "../trainingContract.ts";

describeOperations("wasm", createWasmEngine);
describeTraining("wasm", createWasmEngine);
