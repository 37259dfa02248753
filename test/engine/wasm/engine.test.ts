/** @file The WASM kernels against the reference, and what every engine promises. */
import { createWasmEngine } from "../../../src/engine/wasm/engine.ts";
import { describeOperations, describeTraining } from "../contract.ts";

describeOperations("wasm", createWasmEngine);
describeTraining("wasm", createWasmEngine);
