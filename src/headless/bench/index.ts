/** @file The list of benches. A new one is a file and a line here. */
import type { Bench } from "./bench.ts";
import { webgpuAgainstStock, webgpuHost } from "./webgpu.ts";
import { wasmAgainstStock, wasmSpeed } from "./wasm.ts";

export const benches: readonly Bench[] = [wasmSpeed, wasmAgainstStock, webgpuHost, webgpuAgainstStock];
