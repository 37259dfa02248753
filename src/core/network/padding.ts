/**
 * @file "Same" padding, by TensorFlow's rule, along one axis. An engine that pads otherwise computes other networks: a 3×3
 * kernel at stride 2 on an even extent sees one zero before and none after in PyTorch, in TensorFlow the other way round.
 */

/** How a convolution or pooling slides along one axis. */
export interface SlidingWindow {
  /** Side of the kernel, in taps. */
  readonly k: number;
  readonly stride: number;
  readonly dilation: number;
}

/** Outputs along an axis. */
export function outputExtent(extent: number, stride: number): number {
  return Math.ceil(extent / stride);
}

/** Zeros before the first input and after the last one; an odd total leaves the larger half for the end. */
export function paddingAround(
  extent: number,
  { k, stride, dilation }: SlidingWindow,
): readonly [before: number, after: number] {
  const outputs = outputExtent(extent, stride);
  const total = Math.max((outputs - 1) * stride + (k - 1) * dilation + 1 - extent, 0);
  const before = total >> 1;
  return [before, total - before];
}
