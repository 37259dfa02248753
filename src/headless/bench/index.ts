/** @file The list of benches. A new one is a file and a line here. */
import type { Bench } from "./bench.ts";
import { wasmAgainstStock, wasmSpeed } from "./wasm.ts";

export const benches: readonly Bench[] = [wasmSpeed, wasmAgainstStock];
