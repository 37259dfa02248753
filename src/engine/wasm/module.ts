/** @file The kernels as one WebAssembly module, assembled at start; with fused multiply-adds where the browser has relaxed SIMD. */
import { assemble, type FunctionCode, multiplyAdd } from "./assembler.ts";
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

function functionsOf(relaxed: boolean) {
  const fma = multiplyAdd(relaxed);
  return {
    conv: convKernel(fma),
    convWeight: convWeightKernel(fma),
    depthwise: depthwiseKernel(fma),
    depthwiseWeight: depthwiseWeightKernel(fma),
    gather: gatherKernel(fma),
    maxPool: maxPoolKernel(),
    maxPoolBack: maxPoolBackKernel(),
    moments: momentsKernel(fma),
    affine: affineKernel(fma),
    normSums: normSumsKernel(fma),
    normBack: normBackKernel(fma),
    ...elementwiseKernels,
    multiplyRows: multiplyRowsKernel(),
    copyRows: copyRowsKernel(),
    fillZero: fillZeroKernel(),
    sumLanes: sumLanesKernel(),
  } satisfies Record<string, FunctionCode>;
}

/** Every kernel takes integers (addresses, counts, byte lengths) in the order of its builder's names. */
export type Kernels = Readonly<Record<keyof ReturnType<typeof functionsOf>, (...values: number[]) => void>>;

let compiled: Promise<WebAssembly.Module> | undefined;

async function compile(): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") throw new Error("this browser has no WebAssembly");
  for (const relaxed of [true, false]) {
    const bytes = assemble(functionsOf(relaxed));
    if (WebAssembly.validate(bytes)) return WebAssembly.compile(bytes);
  }
  throw new Error("this browser's WebAssembly has no SIMD");
}

/** Instantiates the kernels over a memory. Rejects where the browser lacks WebAssembly or its SIMD. */
export async function loadKernels(memory: WebAssembly.Memory): Promise<Kernels> {
  compiled ??= compile();
  const instance = await WebAssembly.instantiate(await compiled, { env: { memory } });
  return instance.exports as unknown as Kernels;
}
