/** @file Images for runs in a terminal: a shipped data set from the `public` folder, or a user's own files. */
import { createReadStream, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { defaultSizes, type OwnImages, readOwnImages } from "../core/datasets/ownImages.ts";
import { datasetOf } from "../core/datasets.ts";
import type { FileSource } from "../core/fileSource.ts";
import { describeOwn, ownImagesOf } from "../core/ownImagesId.ts";
import type { ImageSet } from "../engine/engine.ts";
import { loadImages } from "../engine/images.ts";
import { inWords } from "./files.ts";
import { publicFolder } from "./packageFiles.ts";
import { UsageError } from "./usage.ts";

/** A user's own images as asked for by flags. */
export interface ImageFiles {
  readonly files: readonly string[];
  /** Halves both sides. */
  readonly halve: boolean;
}

/** @throws Error that names the file and its first bad place */
export async function readImageFiles({ files, halve }: ImageFiles): Promise<OwnImages> {
  const sources = files.map((file): FileSource => {
    const { size } = inWords(file, () => statSync(file));
    return { name: basename(file), size, read: () => createReadStream(file) };
  });
  const read = await readOwnImages(sources, { ...defaultSizes, halve }).catch((error: unknown) =>
    inWords(files.join(", ").slice(0, 100), () => {
      throw error;
    }),
  );
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

/**
 * The images of data set `id`. Throws an `Error` that names what is wrong: a terminal has no better place for it.
 * @throws UsageError where they are a user's own, of which only the name is known
 */
export async function readDataset(id: string, folder: URL = publicFolder): Promise<ImageSet> {
  const own = ownImagesOf(id);
  if (own)
    throw new UsageError(
      `this trains on images that are not there: ${describeOwn(own)}; only run and table take files (--images)`,
    );
  const dataset = datasetOf(id);
  if (!dataset) throw new Error(`there is no data set called ${id}`);
  return readPack(dataset, folder);
}

/** The same with the whole test set, as stand-alone accuracy is measured on. */
export async function readWithWholeTest(id: string, folder: URL = publicFolder): Promise<ImageSet> {
  const images = await readDataset(id, folder);
  const wholeTest = datasetOf(id)?.wholeTest;
  if (!wholeTest) throw new Error(`there is no pack of the whole test set of ${id}`);
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
