/** @file Reads a shipped data set from the `public` folder, for runs in a terminal. */
import { readFile } from "node:fs/promises";
import { type Dataset, datasetOf } from "../core/datasets.ts";
import type { ImageSet } from "../engine/engine.ts";
import { loadImages } from "../engine/images.ts";
import { publicFolder } from "./packageFiles.ts";

/** The images of data set `id`. Throws an `Error` that names what is wrong: a terminal has no better place for it. */
export async function readDataset(id: string, folder: URL = publicFolder): Promise<ImageSet> {
  const dataset = datasetOf(id);
  if (!dataset) throw new Error(`there is no data set called ${id}`);
  return readPack(dataset, folder);
}

/** The same with the whole test set, as stand-alone accuracy is measured on. */
export async function readWithWholeTest(id: string, folder: URL = publicFolder): Promise<ImageSet> {
  const images = await readDataset(id, folder);
  const { wholeTest } = datasetOf(id) as Dataset;
  return { ...images, test: (await readPack(wholeTest, folder)).test };
}

async function readPack(
  { url, sha256 }: { readonly url: string; readonly sha256: string },
  folder: URL,
): Promise<ImageSet> {
  const file = await readFile(new URL(url, folder));
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer;
  const loaded = await loadImages(bytes, sha256);
  if (!loaded.ok) throw new Error(`${url}: ${loaded.problem.message}`);
  return loaded.images;
}
