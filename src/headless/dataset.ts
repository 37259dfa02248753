/** @file Reads a shipped data set from the `public` folder, for runs in a terminal. */
import { readFile } from "node:fs/promises";
import { datasetOf } from "../core/datasets.ts";
import type { ImageSet } from "../engine/engine.ts";
import { loadImages } from "../engine/images.ts";
import { publicFolder } from "./packageFiles.ts";

/** The images of data set `id`. Throws an `Error` that names what is wrong: a terminal has no better place for it. */
export async function readDataset(id: string, folder: URL = publicFolder): Promise<ImageSet> {
  const dataset = datasetOf(id);
  if (!dataset) throw new Error(`there is no data set called ${id}`);
  const file = await readFile(new URL(dataset.url, folder));
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
  const loaded = await loadImages(bytes, dataset.sha256);
  if (!loaded.ok) throw new Error(`${dataset.url}: ${loaded.problem.message}`);
  return loaded.images;
}
