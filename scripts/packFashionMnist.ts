/**
 * @file Turns the IDX files of Fashion-MNIST into the pack that the lab ships. Same input, same bytes.
 *
 *     npm run pack:fashion-mnist -- [folder with the IDX files] [folder to write to]
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { zlibSync } from "fflate";
import { datasets } from "../src/core/datasets.ts";
import { bodyLength, packMagic } from "../src/core/imagePack.ts";
import { readIdxImages, readIdxLabels } from "./idx.ts";

/** Where Debian's package dataset-fashion-mnist puts the files. */
export const defaultSource = "/usr/share/datasets/fashion-mnist";

const [dataset] = datasets;

/** Indices of `perClass` images of every class, after the first `skip` of each, in the order 0 1 2 … 9 0 1 2 …: any head of the part is balanced, too. */
function interleaved(labels: Uint8Array, classes: number, skip: number, perClass: number): number[] {
  const byClass = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, index) => {
    byClass[label]?.push(index);
  });
  const picked: number[] = [];
  for (let i = skip; i < skip + perClass; i++)
    for (const indices of byClass) {
      const index = indices[i];
      if (index === undefined) throw new Error("the source holds too few images of a class");
      picked.push(index);
    }
  return picked;
}

/** Means of 2×2 blocks, halves rounded up, of the chosen 28×28 images. */
function halved(pixels: Uint8Array, indices: readonly number[]): Uint8Array {
  const { height, width } = dataset.input;
  const row = 2 * width;
  const result = new Uint8Array(indices.length * height * width);
  let out = 0;
  for (const index of indices)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const at = index * 4 * height * width + 2 * y * row + 2 * x;
        const sum =
          (pixels[at] as number) +
          (pixels[at + 1] as number) +
          (pixels[at + row] as number) +
          (pixels[at + row + 1] as number);
        result[out++] = (sum + 2) >> 2;
      }
  return result;
}

/** Mean and deviation of pixel / 255, six digits; the sums are whole numbers, hence exact. */
function moments(pixels: Uint8Array): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (const pixel of pixels) {
    sum += pixel;
    squares += pixel * pixel;
  }
  const mean = sum / pixels.length;
  const deviation = Math.sqrt(squares / pixels.length - mean * mean);
  return { mean: Number((mean / 255).toFixed(6)), deviation: Number((deviation / 255).toFixed(6)) };
}

/** The pack as bytes, made from the four IDX files in `folder`. */
export function packFashionMnist(folder: string): Uint8Array {
  const train = {
    images: readIdxImages(join(folder, "train-images-idx3-ubyte.gz")),
    labels: readIdxLabels(join(folder, "train-labels-idx1-ubyte.gz")),
  };
  const test = {
    images: readIdxImages(join(folder, "t10k-images-idx3-ubyte.gz")),
    labels: readIdxLabels(join(folder, "t10k-labels-idx1-ubyte.gz")),
  };
  const { input, counts } = dataset;
  for (const { images } of [train, test])
    if (images.height !== 2 * input.height || images.width !== 2 * input.width)
      throw new Error(`images are ${images.height}×${images.width}, expected 28×28`);
  const classes = dataset.classes.length;
  const chunks = [
    { from: train, skip: 0, count: counts.train },
    { from: train, skip: counts.train / classes, count: counts.validation },
    { from: test, skip: 0, count: counts.test },
  ].map(({ from, skip, count }) => {
    const indices = interleaved(from.labels, classes, skip, count / classes);
    return {
      labels: Uint8Array.from(indices, (index) => from.labels[index] as number),
      pixels: halved(from.images.pixels, indices),
    };
  });
  const raw = new Uint8Array(bodyLength({ ...input, counts }));
  let offset = 0;
  for (const bytes of chunks.flatMap(({ labels, pixels }) => [labels, pixels])) {
    raw.set(bytes, offset);
    offset += bytes.length;
  }
  const body = zlibSync(raw, { level: 9 });
  const { mean, deviation } = moments(chunks[0]?.pixels as Uint8Array);
  const header = {
    id: dataset.id,
    title: "Fashion-MNIST, 14x14",
    source: "https://github.com/zalandoresearch/fashion-mnist",
    licence: "MIT, Copyright 2017 Zalando SE",
    ...input,
    classes: dataset.classes,
    counts,
    mean: [mean],
    deviation: [deviation],
    bodyBytes: body.length,
  };
  const head = Buffer.from(`${packMagic}\n${JSON.stringify(header)}\n`, "ascii");
  return Buffer.concat([head, body]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [source = defaultSource, target = "public/datasets"] = process.argv.slice(2);
  const pack = packFashionMnist(source);
  const path = join(target, `${dataset.id}.bin`);
  writeFileSync(path, pack);
  console.log(`${path}: ${pack.length} bytes, sha256 ${createHash("sha256").update(pack).digest("hex")}`);
}
