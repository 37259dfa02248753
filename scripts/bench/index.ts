/** @file The list of benches. A new one is a file and a line here. */
import type { Bench } from "./bench.ts";
import { searchSpeed } from "./search.ts";
import { studyThroughput } from "./studies.ts";
import { hostileText } from "./tables.ts";
import { twoRuns } from "./twoRuns.ts";
import { tfjsWasmSpeed, wasmAgainstStock, wasmSpeed } from "./wasm.ts";
import { webgpuAgainstStock, webgpuCalls, webgpuHost, webgpuSpeed } from "./webgpu.ts";

export const benches: readonly Bench[] = [
  wasmSpeed,
  tfjsWasmSpeed,
  wasmAgainstStock,
  webgpuHost,
  webgpuCalls,
  webgpuAgainstStock,
  webgpuSpeed,
  searchSpeed,
  studyThroughput,
  twoRuns,
  hostileText,
];
