/**
 * @file What the engine and its threads say to each other. Requests are carried out in the order in which they come. Weights travel as
 * arrays in the order of `viewsOf`, statistics in the order of the batch norms: positions, since objects lose their identity on the way.
 */
import {
  type Network,
  type Operation,
  trainedViewsOf,
  type WeightView,
} from "../../../core/network/network.ts";
import type { Norm } from "../../host/device.ts";

/** Mean and variance of one batch norm, [channels] each. */
export type Moments = readonly [mean: Float32Array, variance: Float32Array];

export type ThreadRequest =
  /** Weights of `network` from now on, until another stretch of work begins. */
  | {
      readonly type: "network";
      readonly work: number;
      readonly network: number;
      readonly content: Network;
      readonly weights: readonly Float32Array[];
    }
  /** `pixels`: [count, height, width, channels] */
  | {
      readonly type: "batch";
      readonly work: number;
      readonly batch: number;
      readonly count: number;
      readonly pixels: Float32Array;
    }
  | {
      readonly type: "trace";
      readonly job: number;
      readonly network: number;
      readonly batch: number;
      readonly masks: { readonly seed: number; readonly path: number };
    }
  /** The way back of the trace that was job `trace`; `gradient`: [count, classes]. */
  | {
      readonly type: "backward";
      readonly job: number;
      readonly trace: number;
      readonly network: number;
      readonly gradient: Float32Array;
    }
  | {
      readonly type: "predict";
      readonly job: number;
      readonly network: number;
      readonly batch: number;
      readonly statistics: readonly Moments[] | undefined;
    };

export interface Memory {
  readonly buffers: number;
  readonly bytes: number;
}

export type ThreadResponse =
  /** The first word of a thread: it has its kernels and takes requests. */
  | { readonly type: "ready" }
  | {
      readonly type: "done";
      readonly job: number;
      readonly memory: Memory;
      /** [count, classes]; of a trace or prediction. */
      readonly logits?: Float32Array;
      /** By position in `viewsOf`; of a backward. */
      readonly gradients?: readonly (readonly [view: number, gradient: Float32Array])[];
      /** Of a backward or prediction, by position among the batch norms. */
      readonly observed?: readonly (readonly [norm: number, ...Moments])[];
    }
  /** Without `job`: the thread could not start, or could not take in what it was told without being asked. */
  | {
      readonly type: "failed";
      readonly job: number | undefined;
      readonly message: string;
      /** Whether its memory was full. */
      readonly isFull?: boolean;
    };

/** One end of a channel. */
export interface Port<Out, In> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
}

/** The weights that a network's operations read, in order. */
export function viewsOf(network: Network): WeightView[] {
  return network.operations.flatMap(trainedViewsOf);
}

const isNorm = (operation: Operation): operation is Norm => operation.op === "batchNorm";

export function normsOf(network: Network): Norm[] {
  return network.operations.filter(isNorm);
}
