/** @file The kernels as one WebAssembly module, assembled at start. They use only operations that give the same bits everywhere. */
import { assemble, type FunctionCode } from "./assembler.ts";
import { convKernel } from "./kernels/conv.ts";
import { convWeightKernel } from "./kernels/convWeight.ts";
import { depthwiseKernel, depthwiseWeightKernel } from "./kernels/depthwise.ts";
import {
  copyRowsKernel,
  elementwiseKernels,
  fillZeroKernel,
  multiplyRowsKernel,
  sumLanesKernel,
} from "./kernels/elementwise.ts";
import { affineKernel, momentsKernel, normBackKernel, normSumsKernel } from "./kernels/norm.ts";
import { gatherKernel, maxPoolBackKernel, maxPoolKernel } from "./kernels/pool.ts";

const functions = {
  conv: convKernel(),
  convWeight: convWeightKernel(),
  depthwise: depthwiseKernel(),
  depthwiseWeight: depthwiseWeightKernel(),
  gather: gatherKernel(),
  maxPool: maxPoolKernel(),
  maxPoolBack: maxPoolBackKernel(),
  moments: momentsKernel(),
  affine: affineKernel(),
  normSums: normSumsKernel(),
  normBack: normBackKernel(),
  ...elementwiseKernels,
  multiplyRows: multiplyRowsKernel(),
  copyRows: copyRowsKernel(),
  fillZero: fillZeroKernel(),
  sumLanes: sumLanesKernel(),
} satisfies Record<string, FunctionCode>;

/** Every kernel takes integers (addresses, counts, byte lengths) in the order of its builder's names. */
export type Kernels = Readonly<Record<keyof typeof functions, (...values: number[]) => void>>;

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
  return instance.exports as unknown as Kernels;
}
