/**
 * @file What a backend must be able to do. Everything else about training (weights, optimizer, loss, statistics, scores) is a few ten
 * thousand numbers and lives in ordinary memory, the same for every backend.
 */
import type { Network, Operation, WeightView } from "../../core/network/network.ts";

export type Norm = Extract<Operation, { op: "batchNorm" }>;

/** A batch of images, normalized: [count, height, width, channels]. Devices upload it once per stretch of work. */
export interface Batch {
  readonly count: number;
  readonly pixels: Float32Array;
}

/** Statistics of one batch norm, [channels] each. */
export interface Statistics {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** What a batch norm saw; the variance is unbiased. */
export interface Observed extends Statistics {
  readonly norm: Norm;
}

/** Reads weights; the arrays are live and not to be written to. */
export interface WeightSource {
  /** Values of a view, in the shape of `viewShape`. */
  array(view: WeightView): Float32Array;
}

/** Receives the gradient of a view's weight, in the shape of `viewShape`; the array is only valid during the call. */
export type GradientSink = (view: WeightView, gradient: Float32Array) => void;

/** A forward pass that waits for its way back. */
export interface Traced {
  /** [count, classes] */
  readonly logits: Float32Array;
  /** Reverse walk from d objective / d logits; frees the trace. Yields what the batch norms saw, in order. */
  backward(gradient: Float32Array, sink: GradientSink): Promise<readonly Observed[]>;
}

export interface Predicted {
  readonly logits: Float32Array;
  /** Empty where statistics were given. */
  readonly observed: readonly Observed[];
}

/** A stretch of work during which the weights do not change; what it uploads is kept until it is closed. */
export interface Work {
  /** Training: batch statistics, dropout by `seed` and `path`. */
  trace(
    network: Network,
    batch: Batch,
    masks: { readonly seed: number; readonly path: number },
  ): Promise<Traced>;
  /** Test: no dropout; statistics of the batch unless given. */
  predict(network: Network, batch: Batch, statistics?: (norm: Norm) => Statistics): Promise<Predicted>;
  close(): void;
}

export interface Device {
  /** Shown to the user. */
  readonly title: string;
  readonly lost: Promise<string>;
  /** How many traces it works on at the same time; with 1 the next one begins when the last one went back, which saves memory. */
  readonly width: number;
  /** One stretch at a time. */
  begin(weights: WeightSource): Work;
  memory(): { readonly buffers: number; readonly bytes: number };
  dispose(): void;
}
