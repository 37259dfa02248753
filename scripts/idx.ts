/** @file Reads the IDX files of MNIST and its relatives, gzipped or not. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

export interface IdxImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** [count, height, width], one byte each. */
  readonly pixels: Uint8Array;
}

/** Images: magic 0x803, count, rows, columns (big-endian 32-bit), bytes. Throws where the file is something else. */
export function readIdxImages(path: string): IdxImages {
  const file = readMaybeZipped(path);
  if (file.length < 16 || file.readUInt32BE(0) !== 0x803)
    throw new Error(`${path} is not an IDX file of images`);
  const [count, height, width] = [file.readUInt32BE(4), file.readUInt32BE(8), file.readUInt32BE(12)];
  if (file.length !== 16 + count * height * width) throw new Error(`${path} has the wrong length`);
  return { count, height, width, pixels: file.subarray(16) };
}

/** Labels: magic 0x801, count (big-endian 32-bit), bytes. */
export function readIdxLabels(path: string): Uint8Array {
  const file = readMaybeZipped(path);
  if (file.length < 8 || file.readUInt32BE(0) !== 0x801)
    throw new Error(`${path} is not an IDX file of labels`);
  if (file.length !== 8 + file.readUInt32BE(4)) throw new Error(`${path} has the wrong length`);
  return file.subarray(8);
}

function readMaybeZipped(path: string): Buffer {
  const bytes = readFileSync(path);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}
