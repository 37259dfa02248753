/** @file All kernels by name. */
import type { FunctionCode } from "../assembler.ts";
import { convKernel } from "./conv.ts";
import { convWeightKernel } from "./convWeight.ts";
import { depthwiseKernel, depthwiseWeightKernel } from "./depthwise.ts";
import {
  copyRowsKernel,
  elementwiseKernels,
  fillZeroKernel,
  multiplyRowsKernel,
  sumLanesKernel,
} from "./elementwise.ts";
import { affineKernel, momentsKernel, normBackKernel, normSumsKernel } from "./norm.ts";
import { gatherKernel, maxPoolBackKernel, maxPoolKernel } from "./pool.ts";

export const functions = {
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

type NameOf<Code> = Code extends FunctionCode<infer Name> ? Name : never;

/** Every kernel takes integers (addresses, counts, byte lengths) by the names that its builder gives them. */
export type Kernels = {
  readonly [Kernel in keyof typeof functions]: (
    values: Readonly<Record<NameOf<(typeof functions)[Kernel]>, number>>,
  ) => void;
};

/** The same functions as the module exports them: values in the order of the names. */
export type Exports = Readonly<Record<keyof typeof functions, (...values: number[]) => void>>;
