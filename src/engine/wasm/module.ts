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

type ParamsOf<Code> = Code extends FunctionCode<infer Name> ? Name : never;

/** Every kernel takes integers (addresses, counts, byte lengths) by the names that its builder gives them. */
export type Kernels = {
  readonly [Name in keyof typeof functions]: (
    values: Readonly<Record<ParamsOf<(typeof functions)[Name]>, number>>,
  ) => void;
};

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
  return Object.fromEntries(
    Object.entries(functions).map(([name, { params }]) => [
      name,
      withNames(instance.exports[name] as Positional, params),
    ]),
  ) as Kernels;
}

type Positional = (...values: number[]) => void;

/** The same function with its values by name. They pass through one array that is kept: a step calls kernels hundreds of times. */
function withNames(
  kernel: Positional,
  params: readonly string[],
): (values: Readonly<Record<string, number>>) => void {
  const ordered = params.map(() => 0);
  return (values) => {
    for (let i = 0; i < ordered.length; i++) ordered[i] = values[params[i] as string] as number;
    kernel.apply(undefined, ordered);
  };
}
