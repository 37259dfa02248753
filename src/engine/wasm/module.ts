/** @file The kernels as one WebAssembly module, assembled at start. They use only operations that give the same bits everywhere. */
import { assemble } from "./assembler.ts";
import { byName } from "./byName.ts";
import { type Exports, functions, type Kernels } from "./kernels/index.ts";

let compiled: Promise<WebAssembly.Module> | undefined;

async function compile(): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") throw new Error("this browser has no WebAssembly");
  const bytes = assemble(functions);
  if (!WebAssembly.validate(bytes)) throw new Error("this browser's WebAssembly has no SIMD");
  return WebAssembly.compile(bytes);
}

/** Instantiates the kernels over a memory. Rejects where the browser lacks WebAssembly or its SIMD. */
export async function loadKernels(memory: WebAssembly.Memory): Promise<Kernels> {
  compiled ??= compile();
  const instance = await WebAssembly.instantiate(await compiled, { env: { memory } });
  return byName(instance.exports as unknown as Exports);
}
