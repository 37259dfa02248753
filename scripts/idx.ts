/** @file Reads IDX files from a disk, gzipped or not. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type IdxImages, type IdxLabels, readIdx } from "../src/core/datasets/idx.ts";

/** Throws where the file holds no images. */
export function readIdxImages(path: string): IdxImages {
  const file = readFile(path);
  if (file.kind !== "images") throw new Error(`${path} is not an IDX file of images`);
  return file;
}

/** Throws where the file holds no labels. */
export function readIdxLabels(path: string): Uint8Array {
  const file = readFile(path);
  if (file.kind !== "labels") throw new Error(`${path} is not an IDX file of labels`);
  return file.labels;
}

function readFile(path: string): IdxImages | IdxLabels {
  const bytes = readFileSync(path);
  const read = readIdx(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
  if (!read.ok) throw new Error(`${path}: ${read.problem.message}`);
  return read.value;
}
