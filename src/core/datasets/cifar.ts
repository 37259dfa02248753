/** @file Binary batches of CIFAR-10: per image a label, then the planes R, G and B of 32×32 bytes, row by row. */
import { type ReadResult, refused } from "../fieldReader.ts";

const [side, channels, labels] = [32, 3, 10] as const;
const plane = side * side;
const rowLength = 1 + channels * plane;

export const cifarClasses = "airplane automobile bird cat deer dog frog horse ship truck".split(" ");
export const cifarShape = { height: side, width: side, channels } as const;

/** Whether the length is one of whole images, and the first ones have labels that exist. */
export function isCifarBatch(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.length % rowLength !== 0) return false;
  for (let at = 0; at < Math.min(bytes.length, 20 * rowLength); at += rowLength)
    if ((bytes[at] as number) >= labels) return false;
  return true;
}

/** Pixels as [count, 32, 32, 3]. */
export function readCifarBatch(bytes: Uint8Array): ReadResult<{
  readonly labels: Uint8Array;
  readonly pixels: Uint8Array;
}> {
  const count = bytes.length / rowLength;
  const found = new Uint8Array(count);
  const pixels = new Uint8Array(count * channels * plane);
  for (let image = 0; image < count; image++) {
    const start = image * rowLength;
    const label = bytes[start] as number;
    if (label >= labels) return refused(`image ${image} has label ${label}; CIFAR-10 has labels from 0 to 9`);
    found[image] = label;
    for (let at = 0; at < plane; at++)
      for (let channel = 0; channel < channels; channel++)
        pixels[(image * plane + at) * channels + channel] = bytes[start + 1 + channel * plane + at] as number;
  }
  return { ok: true, value: { labels: found, pixels } };
}
