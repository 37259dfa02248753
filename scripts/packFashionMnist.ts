/**
 * @file Turns the IDX files of Fashion-MNIST into the packs that the lab ships. Same input, same bytes.
 *
 *     npm run pack:fashion-mnist -- [folder with the IDX files] [folder to write to]
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chosenImages, halved, inTurns, momentsOf, printPack } from "../src/core/datasets/packing.ts";
import { datasets } from "../src/core/datasets.ts";
import type { PackedPart } from "../src/core/imagePack.ts";
import { readIdxImages, readIdxLabels } from "./idx.ts";

/** Where Debian's package dataset-fashion-mnist puts the files. */
export const defaultSource = "/usr/share/datasets/fashion-mnist";

const [dataset] = datasets;

interface Packs {
  /** What every run loads. */
  readonly main: Uint8Array;
  readonly wholeTest: Uint8Array;
}

/** The packs as bytes, made from the four IDX files in `folder`. */
export function packFashionMnist(folder: string): Packs {
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
  const part = (from: typeof train, skip: number, count: number): PackedPart => {
    const indices = inTurns(from.labels, classes, skip, count);
    if (indices.length < count) throw new Error("the source holds too few images");
    const chosen = chosenImages({ labels: from.labels, pixels: from.images.pixels }, indices);
    return { ...chosen, pixels: halved(chosen.pixels, { ...from.images, channels: 1 }) };
  };
  const images = {
    train: part(train, 0, counts.train),
    validation: part(train, counts.train, counts.validation),
    test: part(test, 0, counts.test),
  };
  const common = {
    title: "Fashion-MNIST, 14x14",
    source: "https://github.com/zalandoresearch/fashion-mnist",
    licence: "MIT, Copyright 2017 Zalando SE",
    ...input,
    classes: dataset.classes,
    ...momentsOf(images.train.pixels, 1),
  };
  const none: PackedPart = { count: 0, pixels: new Uint8Array(), labels: new Uint8Array() };
  return {
    main: printPack({ id: dataset.id, ...common, ...images }),
    wholeTest: printPack({
      id: `${dataset.id}-test`,
      ...common,
      ...{ train: none, validation: none, test: part(test, 0, dataset.wholeTest.count) },
    }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [source = defaultSource, target = "public/datasets"] = process.argv.slice(2);
  const { main, wholeTest } = packFashionMnist(source);
  for (const [url, pack] of [
    [dataset.url, main],
    [dataset.wholeTest.url, wholeTest],
  ] as const) {
    const path = join(target, basename(url));
    writeFileSync(path, pack);
    console.log(`${path}: ${pack.length} bytes, sha256 ${createHash("sha256").update(pack).digest("hex")}`);
  }
}
