/** @file What the operations share: how a network is run, the values they read and what evaluating one yields. */
import type { Shape } from "../../core/network/network.ts";
import type { GradientSink, Norm, Observed, Statistics } from "../host/device.ts";
import type { Context, Lanes } from "./context.ts";
import type { Block } from "./heap.ts";

/** How a network is run. */
export interface Pass {
  readonly context: Context;
  readonly lanes: Lanes;
  readonly masks?: { readonly seed: number; readonly path: number };
  readonly statistics?: (norm: Norm) => Statistics;
  readonly observed: Observed[];
}

/** A value: [pixel, channel, lane]. */
export interface Value {
  readonly block: Block;
  readonly shape: Shape;
}

export interface Evaluated {
  readonly block: Block;
  /** What the reverse step needs besides inputs and value. */
  readonly saved?: readonly Block[];
  /** Gradients of the inputs, in order, each with a reference of its own; `wanted` tells whether those of the first are of use. */
  readonly backward: (dy: Block, sink: GradientSink, wanted: boolean) => (Block | undefined)[];
}
