/**
 * @file The kernels with their values by name; the one place that repeats their order. Written out, since a step makes many short calls:
 * a call costs some 35 ns in Node, as with values in order, where a loop over the names took some 600.
 */
import type { Exports, Kernels } from "./kernels/index.ts";

export const byName = (f: Exports): Kernels => ({
  conv: ({ x, w, out, rows, pixels, ins, outs, lanes, taps }) =>
    f.conv(x, w, out, rows, pixels, ins, outs, lanes, taps),
  convWeight: ({ x, dy, acc, rows, pixels, ins, outs, lanes }) =>
    f.convWeight(x, dy, acc, rows, pixels, ins, outs, lanes),
  depthwise: ({ x, w, out, rows, pixels, channels, lanes }) =>
    f.depthwise(x, w, out, rows, pixels, channels, lanes),
  depthwiseWeight: ({ x, dy, acc, rows, pixels, channels, lanes }) =>
    f.depthwiseWeight(x, dy, acc, rows, pixels, channels, lanes),
  gather: ({ x, out, rows, pixels, bytes }) => f.gather(x, out, rows, pixels, bytes),
  maxPool: ({ x, out, rows, pixels, bytes }) => f.maxPool(x, out, rows, pixels, bytes),
  maxPoolBack: ({ x, y, dy, dx, rows, pixels, bytes }) => f.maxPoolBack(x, y, dy, dx, rows, pixels, bytes),
  moments: ({ x, center, mask, sums, squares, pixels, channels, lanes }) =>
    f.moments(x, center, mask, sums, squares, pixels, channels, lanes),
  affine: ({ x, center, factor, shift, out, pixels, channels, lanes }) =>
    f.affine(x, center, factor, shift, out, pixels, channels, lanes),
  normSums: ({ x, dy, center, sums, products, pixels, channels, lanes }) =>
    f.normSums(x, dy, center, sums, products, pixels, channels, lanes),
  normBack: ({ x, dy, center, a, b, c, mask, dx, pixels, channels, lanes }) =>
    f.normBack(x, dy, center, a, b, c, mask, dx, pixels, channels, lanes),
  add: ({ a, b, out, bytes }) => f.add(a, b, out, bytes),
  multiply: ({ a, b, out, bytes }) => f.multiply(a, b, out, bytes),
  relu: ({ a, out, bytes }) => f.relu(a, out, bytes),
  reluBack: ({ a, b, out, bytes }) => f.reluBack(a, b, out, bytes),
  multiplyRows: ({ x, mask, out, rows, lanes }) => f.multiplyRows(x, mask, out, rows, lanes),
  copyRows: ({ from, fromStride, to, toStride, rows, bytes }) =>
    f.copyRows(from, fromStride, to, toStride, rows, bytes),
  fillZero: ({ at, bytes }) => f.fillZero(at, bytes),
  sumLanes: ({ acc, out, count }) => f.sumLanes(acc, out, count),
});
