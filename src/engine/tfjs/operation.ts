/** @file One primitive operation on tensors: its value, and the reverse step for those that are trained. */
import * as tf from "@tensorflow/tfjs";
import { type Operation, type Shape, viewShape, type WeightView } from "../../core/network/network.ts";
import type { Norm, Statistics } from "../host/device.ts";
import { dropMask } from "../masks.ts";
import * as convolution from "./conv.ts";
import {
  dilatedKernel,
  dilatedSide,
  transposedKernel,
  turnedKernel,
  undilatedKernel,
} from "./kernelLayout.ts";
import { type Moments, moments, normalize, normGradient } from "./norm.ts";
import { avgPool, avgPoolGradient, maxPool, maxPoolGradient } from "./pool.ts";
import type { WeightTensors } from "./weights.ts";

/** Receives a weight view's gradient; `arrange` brings the values it will be read as into the view's layout. */
export type GradientSink = (
  view: WeightView,
  gradient: tf.Tensor,
  arrange?: (values: Float32Array) => Float32Array,
) => void;

/** How a network is run. */
export interface Pass {
  readonly weights: WeightTensors;
  /** Dropout of a training step; absent: none. */
  readonly masks?: { readonly seed: number; readonly path: number };
  /** Statistics to normalize with, [channels] each; absent: those of the batch. */
  readonly statistics?: (norm: Norm) => Statistics;
  /** Told the batch's own statistics. The tensors live as long as the walk. */
  readonly observe?: (norm: Norm, moments: Moments, count: number) => void;
}

export interface Evaluated {
  readonly value: tf.Tensor4D;
  /** What the reverse step needs besides inputs and value. */
  readonly saved: readonly tf.Tensor[];
  /** Gradients of the inputs, in order; `wanted` tells whether those of the first one are of use. */
  readonly backward: (dy: tf.Tensor4D, sink: GradientSink, wanted: boolean) => (tf.Tensor4D | undefined)[];
}

const fourth = (batch: number, { height, width, channels }: Shape): [number, number, number, number] => [
  batch,
  height,
  width,
  channels,
];

const simple = (
  value: tf.Tensor4D,
  backward: (dy: tf.Tensor4D) => (tf.Tensor4D | undefined)[],
): Evaluated => ({
  value,
  saved: [],
  backward,
});

/** Evaluates operation number `index` on its inputs. To be called inside `tf.tidy`. */
export function evaluate(
  operation: Operation,
  index: number,
  batch: number,
  inputs: readonly tf.Tensor4D[],
  pass: Pass,
): Evaluated {
  const x = inputs[0] as tf.Tensor4D;
  switch (operation.op) {
    case "zero":
      return simple(tf.zeros(fourth(batch, operation.shape)), () => []);
    case "conv":
      return evaluateConv(operation, x, pass);
    case "batchNorm":
      return evaluateNorm(operation, x, pass);
    case "relu": {
      const value = tf.relu(x);
      return simple(value, (dy) => [tf.mul(dy, tf.step(value))]);
    }
    case "avgPool":
      return simple(avgPool(x, operation.size, operation.stride), (dy) => [
        avgPoolGradient(x.shape, dy, operation.size, operation.stride),
      ]);
    case "maxPool": {
      const value = maxPool(x, operation.size, operation.stride);
      return simple(value, (dy) => [maxPoolGradient(x, value, dy, operation.size, operation.stride)]);
    }
    case "add": {
      const [first, ...rest] = inputs as [tf.Tensor4D, ...tf.Tensor4D[]];
      const value = rest.reduce((sum, input) => tf.add(sum, input), first);
      return simple(value === first ? tf.clone(first) : value, (dy) => inputs.map(() => tf.clone(dy)));
    }
    case "concat":
      return simple(tf.concat4d([...inputs], 3), (dy) =>
        tf.split(
          dy,
          inputs.map((input) => input.shape[3]),
          3,
        ),
      );
    case "channels":
      return simple(tf.slice(x, [0, 0, 0, 0], [...x.shape.slice(0, 3), operation.count]), (dy) => [
        tf.pad4d(dy, [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, x.shape[3] - operation.count],
        ]),
      ]);
    case "dropPath":
    case "dropout": {
      if (!pass.masks) return simple(tf.clone(x), (dy) => [tf.clone(dy)]);
      const whole = operation.op === "dropPath";
      const { seed, path } = pass.masks;
      const factors = dropMask(seed, path, index, whole ? batch : x.size, operation.keep);
      const mask = tf.tensor4d(factors, whole ? [batch, 1, 1, 1] : x.shape);
      return { value: tf.mul(x, mask), saved: [mask], backward: (dy) => [tf.mul(dy, mask)] };
    }
    case "globalAvgPool": {
      const [, height, width, channels] = x.shape;
      const value = tf.avgPool(x, [height, width], 1, "valid");
      return simple(value, (dy) => {
        const share = tf.mul(dy, 1 / (height * width));
        return [tf.mul(share, tf.ones([1, height, width, channels]))];
      });
    }
    case "dense": {
      const weight = pass.weights.tensor(operation.weight, "", viewShape(operation.weight), (a) => a);
      const [ins, outs] = weight.shape as [number, number];
      const rows = tf.reshape(x, [batch, ins]);
      const y = tf.add(tf.matMul(rows, weight as tf.Tensor2D), pass.weights.vector(operation.bias));
      return {
        value: tf.reshape(y, [batch, 1, 1, outs]),
        saved: [],
        backward(dy, sink, wanted) {
          const dRows = tf.reshape(dy, [batch, outs]);
          const columns = tf.transpose(tf.reshape(x, [batch, ins]));
          sink(operation.weight, tf.matMul(columns, dRows));
          sink(operation.bias, tf.sum(dRows, 0));
          if (!wanted) return [undefined];
          return [tf.reshape(tf.matMul(dRows, tf.transpose(weight as tf.Tensor2D)), x.shape)];
        },
      };
    }
    default:
      throw operation satisfies never;
  }
}

function evaluateConv(operation: Extract<Operation, { op: "conv" }>, x: tf.Tensor4D, pass: Pass): Evaluated {
  const { weight: view, stride, depthwise } = operation;
  const [k, , ins, outs] = viewShape(view) as [number, number, number, number];
  // Backends refuse stride and dilation together: such a kernel is written out with its zeros.
  const explicit = stride > 1 && operation.dilation > 1;
  const dilation = explicit ? 1 : operation.dilation;
  const side = explicit ? dilatedSide(k, operation.dilation) : k;
  const geometry: convolution.ConvGeometry = { k: side, stride, dilation, depthwise };
  const written = (array: Float32Array): Float32Array =>
    explicit ? dilatedKernel(array, k, operation.dilation) : array;
  const name = explicit ? `dilated ${operation.dilation}` : "";
  const kernel = pass.weights.tensor(view, name, [side, side, ins, outs], written) as tf.Tensor4D;
  const read = operation.offset ? convolution.shiftedBack(x) : x;
  return {
    value: convolution.conv(read, kernel, geometry),
    saved: operation.offset ? [read] : [],
    backward(dy, sink, wanted) {
      sink(
        view,
        convolution.convKernelGradient(read, dy, geometry),
        explicit ? (values) => undilatedKernel(values, k, operation.dilation) : undefined,
      );
      if (!wanted) return [undefined];
      const rotated180 = pass.weights.tensor(
        view,
        `rotated180 ${name}`,
        depthwise ? [side, side, ins, 1] : [side, side, outs, ins],
        (array) =>
          depthwise
            ? turnedKernel(written(array), side, ins)
            : transposedKernel(written(array), side, ins, outs),
      ) as tf.Tensor4D;
      const dx = convolution.convInputGradient(dy, rotated180, read.shape, geometry);
      return [operation.offset ? convolution.shiftedForth(dx) : dx];
    },
  };
}

function evaluateNorm(operation: Norm, x: tf.Tensor4D, pass: Pass): Evaluated {
  const known = pass.statistics?.(operation);
  const given = known && { mean: tf.tensor1d(known.mean), variance: tf.tensor1d(known.variance) };
  const statistics = given ?? moments(x);
  if (!given) pass.observe?.(operation, statistics, x.size / x.shape[3]);
  const scale = operation.scale && pass.weights.vector(operation.scale);
  const shift = operation.shift && pass.weights.vector(operation.shift);
  return {
    value: normalize(x, statistics, scale, shift),
    saved: given ? [] : [statistics.mean, statistics.variance],
    backward(dy, sink) {
      const { dx, dScale, dShift } = normGradient(x, dy, statistics, scale);
      if (operation.scale) sink(operation.scale, dScale);
      if (operation.shift) sink(operation.shift, dShift);
      return [dx];
    },
  };
}
