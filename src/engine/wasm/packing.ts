/** @file Kernel weights in the order in which the convolution kernel reads them. */
import { CHANNEL_BLOCK } from "./kernels/blocking.ts";

/** [taps][ins][outs] to [outs / 4][taps][ins][4]; the last block is as wide as what is left. */
export function packForward(
  weight: Float32Array,
  taps: number,
  ins: number,
  outs: number,
  into: Float32Array,
): void {
  let to = 0;
  for (let start = 0; start < outs; start += CHANNEL_BLOCK) {
    const width = Math.min(CHANNEL_BLOCK, outs - start);
    for (let row = 0; row < taps * ins; row++)
      for (let c = 0; c < width; c++) into[to++] = weight[row * outs + start + c] as number;
  }
}

/** The same for the input gradient, which reads output channels and yields input channels. */
export function packTransposed(
  weight: Float32Array,
  taps: number,
  ins: number,
  outs: number,
  into: Float32Array,
): void {
  let to = 0;
  for (let start = 0; start < ins; start += CHANNEL_BLOCK) {
    const width = Math.min(CHANNEL_BLOCK, ins - start);
    for (let t = 0; t < taps; t++)
      for (let o = 0; o < outs; o++)
        for (let c = 0; c < width; c++) into[to++] = weight[(t * ins + start + c) * outs + o] as number;
  }
}
