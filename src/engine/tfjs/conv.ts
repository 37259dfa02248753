/**
 * @file Convolution and its two gradients, built from forward convolutions, which every backend does fast; TensorFlow.js' own
 * gradient kernels are slow (WebGPU), absent (WASM) or refuse dilation. Padding "same" throughout; kernel sides are odd. Not both
 * stride and dilation above 1 (the walk writes such kernels out with explicit zeros).
 */
import * as tf from "@tensorflow/tfjs";
import { paddingAround, type SlidingWindow } from "../../core/network/padding.ts";

export interface ConvGeometry extends SlidingWindow {
  readonly depthwise: boolean;
}

/** Rows before and after, and columns before and after, as [batch, height, width, channels] is padded. */
function padding(shape: readonly number[], window: SlidingWindow): (readonly [number, number])[] {
  return [shape[1] as number, shape[2] as number].map((extent) => paddingAround(extent, window));
}

/** Pads or, where a number is negative, crops the two spatial axes. */
function pad(x: tf.Tensor4D, [rows, columns]: readonly (readonly [number, number])[]): tf.Tensor4D {
  const [top, bottom] = rows as [number, number];
  const [left, right] = columns as [number, number];
  const [batch, height, width, channels] = x.shape;
  let result = x;
  if (bottom < 0 || right < 0)
    result = tf.slice(
      result,
      [0, 0, 0, 0],
      [batch, height + Math.min(bottom, 0), width + Math.min(right, 0), channels],
    );
  const after = (n: number): number => Math.max(n, 0);
  if (top > 0 || left > 0 || bottom > 0 || right > 0)
    result = tf.pad4d(result, [
      [0, 0],
      [top, after(bottom)],
      [left, after(right)],
      [0, 0],
    ]);
  return result;
}

/** Cross-correlation; `kernel` is [k, k, in, out] or, depthwise, [k, k, channels, 1]. */
export function conv(x: tf.Tensor4D, kernel: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const { stride, dilation, depthwise } = geometry;
  return depthwise
    ? tf.depthwiseConv2d(x, kernel, stride, "same", "NHWC", dilation)
    : tf.conv2d(x, kernel, stride, "same", "NHWC", dilation);
}

/** `x` with `stride − 1` zeros after every row and column. */
function zeroUpsampled(x: tf.Tensor4D, stride: number): tf.Tensor4D {
  if (stride === 1) return x;
  const [batch, height, width, channels] = x.shape;
  const columns = tf.pad2d(tf.reshape(x, [batch * height * width, channels]), [
    [0, 0],
    [0, (stride - 1) * channels],
  ]);
  const row = width * stride * channels;
  const rows = tf.pad2d(tf.reshape(columns, [batch * height, row]), [
    [0, 0],
    [0, (stride - 1) * row],
  ]);
  return tf.reshape(rows, [batch, height * stride, width * stride, channels]);
}

/**
 * Gradient with respect to the input, of shape `shape`.
 * @param rotated180 the kernel rotated by 180°, channels swapped unless depthwise
 */
export function convInputGradient(
  dy: tf.Tensor4D,
  rotated180: tf.Tensor4D,
  shape: readonly number[],
  geometry: ConvGeometry,
): tf.Tensor4D {
  const { k, stride, dilation, depthwise } = geometry;
  if (stride === 1) return conv(dy, rotated180, geometry);
  const before = padding(shape, geometry);
  const wide = zeroUpsampled(dy, stride);
  const span = (k - 1) * dilation;
  const around = before.map(([lead], axis): [number, number] => {
    const top = span - lead;
    return [top, (shape[axis + 1] as number) - (wide.shape[axis + 1] as number) + span - top];
  });
  const padded = pad(wide, around);
  return depthwise
    ? tf.depthwiseConv2d(padded, rotated180, 1, "valid", "NHWC", dilation)
    : tf.conv2d(padded, rotated180, 1, "valid", "NHWC", dilation);
}

/** Gradient with respect to the kernel, in the kernel's own shape. */
export function convKernelGradient(x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const { k, stride, dilation, depthwise } = geometry;
  const [, height, width, channels] = x.shape;
  if (depthwise) return depthwiseKernelGradient(x, dy, geometry);
  if (k === 1) {
    const read = stride === 1 ? x : tf.stridedSlice(x, [0, 0, 0, 0], x.shape, [1, stride, stride, 1]);
    const outs = dy.shape[3];
    const product = tf.matMul(
      tf.transpose(tf.reshape(read, [read.size / channels, channels])),
      tf.reshape(dy, [dy.size / outs, outs]),
    );
    return tf.reshape(product, [1, 1, channels, outs]);
  }
  // Images become channels: [C, H, W, B] filtered with dy as [H', W', B, C'], whose taps lie `stride` apart.
  const [rows, columns] = padding(x.shape, geometry) as [[number, number], [number, number]];
  const span = (k - 1) * dilation + 1;
  const around = [
    [rows[0], (dy.shape[1] - 1) * stride + span - height - rows[0]],
    [columns[0], (dy.shape[2] - 1) * stride + span - width - columns[0]],
  ] as const;
  const images = pad(tf.transpose(x, [3, 1, 2, 0]), around);
  const filter = tf.transpose(dy, [1, 2, 0, 3]);
  return tf.transpose(tf.conv2d(images, filter, dilation, "valid", "NHWC", stride), [1, 2, 0, 3]);
}

/** Tap by tap: the sum over images and pixels of the shifted input times dy. */
function depthwiseKernelGradient(x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const { k, stride, dilation } = geometry;
  const [batch, height, width, channels] = dy.shape;
  const padded = pad(x, padding(x.shape, geometry));
  const taps: tf.Tensor1D[] = [];
  for (let t = 0; t < k * k; t++) {
    const y = Math.floor(t / k) * dilation;
    const left = (t % k) * dilation;
    const shifted =
      stride === 1
        ? tf.slice(padded, [0, y, left, 0], [batch, height, width, channels])
        : tf.stridedSlice(
            padded,
            [0, y, left, 0],
            [batch, y + (height - 1) * stride + 1, left + (width - 1) * stride + 1, channels],
            [1, stride, stride, 1],
          );
    taps.push(tf.sum(tf.mul(shifted, dy), [0, 1, 2]));
  }
  return tf.reshape(tf.concat1d(taps), [k, k, channels, 1]);
}

/** Drops the first row and column and appends a zero one. */
export function shiftedBack(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  return pad(tf.slice(x, [0, 1, 1, 0], [batch, height - 1, width - 1, channels]), [
    [0, 1],
    [0, 1],
  ]);
}

/** The reverse of `shiftedBack`, for gradients. */
export function shiftedForth(dy: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = dy.shape;
  return pad(tf.slice(dy, [0, 0, 0, 0], [batch, height - 1, width - 1, channels]), [
    [1, 0],
    [1, 0],
  ]);
}
