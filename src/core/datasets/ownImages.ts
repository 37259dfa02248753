/**
 * @file A user's own images: binary batches of CIFAR-10, IDX pairs (MNIST and its relatives), each also with gzip or in a tar
 * archive, recognised by content and brought into the parts of a pack.
 */
import { refused } from "../fieldReader.ts";
import type { FileSource } from "../fileSource.ts";
import { type PackedImages, parts as partNames } from "../imagePack.ts";
import { isOwnImages, ownImagesId, ownSides } from "../ownImagesId.ts";
import { cifarClasses, cifarShape, isCifarBatch, readCifarBatch } from "./cifar.ts";
import { isIdx, readIdx } from "./idx.ts";
import {
  isTest,
  type Labelled,
  type NamedIdx,
  type OwnImagesRefused,
  type PackingWishes,
  pairsOf,
  partsOf,
} from "./ownParts.ts";
import { momentsOf } from "./packing.ts";
import { sha256 } from "./sha256.ts";
import { isTar, readTar } from "./tar.ts";
import { maxBytes, wholeFile } from "./wholeFile.ts";

type ReadOwnImages = { readonly ok: true; readonly value: OwnImages } | OwnImagesRefused;

export interface OwnImages {
  readonly images: PackedImages;
  /** What was derived or left out, one sentence each. */
  readonly notes: readonly string[];
}

/** As many as the images that ship have. */
export const defaultSizes: PackingWishes = { max: { train: 10_000, validation: 2_000, test: 4_000 } };

interface Member {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Rejects only where a source does; what is wrong with a file comes back with its name and its first bad place.
 * @param onProgress bytes of the files read so far; told again and again while the images are put together
 */
export async function readOwnImages(
  sources: readonly FileSource[],
  wishes: PackingWishes = defaultSizes,
  onProgress: (bytes: number) => void = () => {},
): Promise<ReadOwnImages> {
  const members: Member[] = [];
  let [done, inflated] = [0, 0];
  for (const source of sources) {
    const bytes = await wholeFile(source, maxBytes - inflated, (read) => onProgress(done + read));
    if (!bytes.ok) return named(source.name, bytes);
    done += source.size;
    inflated += bytes.value.length;
    const name = source.name.replace(/\.t?gz$/i, "");
    if (!isTar(bytes.value)) members.push({ name, bytes: bytes.value });
    else {
      const files = readTar(bytes.value);
      if (!files.ok) return named(source.name, files);
      members.push(...files.value);
    }
  }
  return packed(members, wishes, () => onProgress(done));
}

const named = (name: string, { problem }: { readonly problem: { readonly message: string } }) =>
  refused(`${name.slice(0, 80)}: ${problem.message}`);

function packed(members: readonly Member[], wishes: PackingWishes, alive: () => void): ReadOwnImages {
  const notes: string[] = [];
  const batches: Labelled[] = [];
  const idx: NamedIdx[] = [];
  for (const { name, bytes } of members) {
    alive();
    if (isIdx(bytes)) {
      const file = readIdx(bytes);
      if (!file.ok) return named(name, file);
      idx.push({ name, file: file.value });
    } else if (isCifarBatch(bytes)) {
      const batch = readCifarBatch(bytes);
      if (!batch.ok) return named(name, batch);
      batches.push({ ...batch.value, shape: cifarShape, isTest: isTest(name) });
    } else if (name.toLowerCase().endsWith(".bin")) return named(name, refused(whyNoBatch(bytes)));
    else notes.push(`${name.slice(0, 80)} holds no images that can be read; left out.`);
  }
  const isCifar = batches.length > 0;
  if (isCifar && idx.length > 0) return refused("CIFAR batches and IDX files cannot be one data set");
  const pairs = pairsOf(idx);
  if (!pairs.ok) return pairs;
  const all = [...batches, ...pairs.value];
  const [first] = all;
  if (!first) return refused("there are no images in what was opened: CIFAR-10 batches or IDX files");
  const { height, width } = first.shape;
  const odd = all.find(({ shape }) => shape.height !== height || shape.width !== width);
  if (odd)
    return refused(
      `images are ${height}×${width} and ${odd.shape.height}×${odd.shape.width} in one data set`,
    );
  if (wishes.halve && (height % 2 || width % 2))
    return refused(`images of ${height}×${width} cannot be halved`);
  const highest = all.reduce((most, { labels }) => labels.reduce((m, label) => Math.max(m, label), most), 0);
  const classes = isCifar
    ? cifarClasses
    : Array.from({ length: highest + 1 }, (_, label) => `class ${label}`);
  if (classes.length < 2) return refused("all images have the same label");
  const parts = partsOf(all, classes.length, wishes, notes);
  if (!parts.ok) return parts;
  alive();
  const shape = wishes.halve ? { ...first.shape, height: height / 2, width: width / 2 } : first.shape;
  const { train, validation, test } = parts.value;
  const { mean, deviation } = momentsOf(train.pixels, shape.channels);
  if (deviation.some((value) => !(value > 0))) return refused("the training images are all of one color");
  alive();
  const body = partNames.flatMap((part) => [parts.value[part].labels, parts.value[part].pixels]);
  const id = ownImagesId({
    shape,
    classes: classes.length,
    counts: { train: train.count, validation: validation.count, test: test.count },
    digest: sha256(body).slice(0, 16),
  });
  if (!isOwnImages(id))
    return refused(
      `images of ${shape.height}×${shape.width} cannot be trained on: sides must be ${ownSides.min} to ${ownSides.max} pixels`,
    );
  return {
    ok: true,
    value: {
      images: {
        ...{ id, title: isCifar ? "CIFAR-10, own copy" : `Own images, ${shape.height}×${shape.width}` },
        ...{ source: "opened by the user", licence: "not stated", ...shape, classes, mean, deviation },
        ...{ train, validation, test },
      },
      notes,
    },
  };
}

/** What keeps a file from being a batch of CIFAR-10 by whose name it goes. */
function whyNoBatch({ length }: Uint8Array): string {
  if (length > 0 && length % 3074 === 0)
    return "it has two labels an image, as CIFAR-100; only CIFAR-10 is read";
  return length % 3073 === 0
    ? "its first images have labels that CIFAR-10 does not have"
    : `its ${length} bytes are no whole number of images of 3073 bytes each (CIFAR-10); it may be cut off`;
}
