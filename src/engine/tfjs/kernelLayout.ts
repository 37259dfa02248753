/** @file Rearrangements of convolution kernels in ordinary memory, row-major [k, k, inputs, outputs]. */

/** The kernel of the input gradient: rotated by 180°, input and output channels swapped. */
export function transposedKernel(kernel: Float32Array, k: number, ins: number, outs: number): Float32Array {
  const result = new Float32Array(kernel.length);
  const taps = k * k;
  for (let t = 0; t < taps; t++) {
    const source = (taps - 1 - t) * ins * outs;
    const target = t * ins * outs;
    for (let i = 0; i < ins; i++)
      for (let o = 0; o < outs; o++) result[target + o * ins + i] = kernel[source + i * outs + o] as number;
  }
  return result;
}

/** A depthwise kernel rotated by 180°. */
export function turnedKernel(kernel: Float32Array, k: number, channels: number): Float32Array {
  const result = new Float32Array(kernel.length);
  const taps = k * k;
  for (let t = 0; t < taps; t++)
    result.set(kernel.subarray((taps - 1 - t) * channels, (taps - t) * channels), t * channels);
  return result;
}

/** Side of a kernel with `dilation − 1` zeros between its taps. */
export const dilatedSide = (k: number, dilation: number): number => (k - 1) * dilation + 1;

/** The kernel with explicit zeros between its taps. */
export function dilatedKernel(kernel: Float32Array, k: number, dilation: number): Float32Array {
  const side = dilatedSide(k, dilation);
  const inner = kernel.length / (k * k);
  const result = new Float32Array(side * side * inner);
  for (let t = 0; t < k * k; t++) {
    const at = (Math.floor(t / k) * side + (t % k)) * dilation * inner;
    result.set(kernel.subarray(t * inner, (t + 1) * inner), at);
  }
  return result;
}

/** The taps of a dilated kernel's gradient. */
export function undilatedKernel(kernel: Float32Array, k: number, dilation: number): Float32Array {
  const side = dilatedSide(k, dilation);
  const inner = kernel.length / (side * side);
  const result = new Float32Array(k * k * inner);
  for (let t = 0; t < k * k; t++) {
    const at = (Math.floor(t / k) * side + (t % k)) * dilation * inner;
    result.set(kernel.subarray(at, at + inner), t * inner);
  }
  return result;
}
