/** @file Pooling with "same" padding that does not count, and its gradients. */
import * as tf from "@tensorflow/tfjs";
import { outputExtent, paddingAround } from "../../core/network/padding.ts";
import { type ConvGeometry, convInputGradient } from "./conv.ts";

/** How many pixels of the image each window covers, [1, height, width, 1] flattened. */
function windowCounts(
  height: number,
  width: number,
  size: number,
  stride: number,
): [Float32Array, number, number] {
  const along = (extent: number): number[] => {
    const [before] = paddingAround(extent, { k: size, stride, dilation: 1 });
    return Array.from({ length: outputExtent(extent, stride) }, (_, o) => {
      const start = o * stride - before;
      return Math.min(start + size, extent) - Math.max(start, 0);
    });
  };
  const rows = along(height);
  const columns = along(width);
  return [
    Float32Array.from(rows.flatMap((r) => columns.map((c) => 1 / (r * c)))),
    rows.length,
    columns.length,
  ];
}

export const avgPool = (x: tf.Tensor4D, size: number, stride: number): tf.Tensor4D =>
  tf.avgPool(x, size, stride, "same");

/** Spreads dy / count over every window: a depthwise transposed convolution with ones. */
export function avgPoolGradient(
  shape: readonly [number, number, number, number],
  dy: tf.Tensor4D,
  size: number,
  stride: number,
): tf.Tensor4D {
  const [, height, width, channels] = shape;
  const [factors, rows, columns] = windowCounts(height, width, size, stride);
  const shared = tf.mul(dy, tf.tensor4d(factors, [1, rows, columns, 1])) as tf.Tensor4D;
  const geometry: ConvGeometry = { k: size, stride, dilation: 1, depthwise: true };
  return convInputGradient(shared, tf.ones([size, size, channels, 1]), shape, geometry);
}

export const maxPool = (x: tf.Tensor4D, size: number, stride: number): tf.Tensor4D =>
  tf.maxPool(x, size, stride, "same");

/** Every maximum's gradient goes to the first pixel of its window that holds it. */
export function maxPoolGradient(
  x: tf.Tensor4D,
  y: tf.Tensor4D,
  dy: tf.Tensor4D,
  size: number,
  stride: number,
): tf.Tensor4D {
  if (tf.getBackend() !== "wasm")
    return tf
      .engine()
      .runKernel(
        "MaxPoolGrad",
        { dy, input: x, output: y },
        { filterSize: size, strides: stride, pad: "same" },
      ) as tf.Tensor4D;
  // The WASM backend's kernel returns wrong sums where windows overlap the border.
  const dx = maxGradientByLoops(x.dataSync(), dy.dataSync(), x.shape, dy.shape, size, stride);
  return tf.tensor4d(dx, x.shape);
}

function maxGradientByLoops(
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
  [batch, height, width, channels]: readonly [number, number, number, number],
  [, rows, columns]: readonly [number, number, number, number],
  size: number,
  stride: number,
): Float32Array {
  const dx = new Float32Array(batch * height * width * channels);
  const window = { k: size, stride, dilation: 1 };
  const [top] = paddingAround(height, window);
  const [left] = paddingAround(width, window);
  let to = 0;
  for (let n = 0; n < batch; n++)
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++) {
        const firstRow = Math.max(r * stride - top, 0);
        const firstColumn = Math.max(c * stride - left, 0);
        const endRow = Math.min(r * stride - top + size, height);
        const endColumn = Math.min(c * stride - left + size, width);
        for (let channel = 0; channel < channels; channel++, to++) {
          let best = ((n * height + firstRow) * width + firstColumn) * channels + channel;
          for (let i = firstRow; i < endRow; i++)
            for (let j = firstColumn; j < endColumn; j++) {
              const at = ((n * height + i) * width + j) * channels + channel;
              if ((x[at] as number) > (x[best] as number)) best = at;
            }
          dx[best] = (dx[best] as number) + (dy[to] as number);
        }
      }
  return dx;
}
