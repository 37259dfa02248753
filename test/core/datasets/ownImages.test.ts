/** @file A user's own images: what is packed from them, and the first bad place of those that cannot be used. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkConfig } from "../../../src/core/config.ts";
import { defaultSizes, type OwnImages, readOwnImages } from "../../../src/core/datasets/ownImages.ts";
import { printPack } from "../../../src/core/datasets/packing.ts";
import { datasetOf } from "../../../src/core/datasets.ts";
import { parsePackHeader } from "../../../src/core/imagePack.ts";
import { loadImages } from "../../../src/engine/images.ts";
import { bytesSource } from "../tables/sources.ts";
import { cifarBatch, idxImages, idxLabels, type Named, tar } from "./imageFiles.ts";

const read = (files: readonly Named[], wishes = defaultSizes) =>
  readOwnImages(
    files.map(({ name, bytes }) => ({ ...bytesSource(bytes, 10_000), name })),
    wishes,
  );
async function packed(files: readonly Named[], wishes = defaultSizes): Promise<OwnImages> {
  const own = await read(files, wishes);
  if (!own.ok) throw new Error(own.problem.message);
  return own.value;
}
const problemOf = async (...files: Named[]): Promise<string> => {
  const own = await read(files);
  return own.ok ? "" : own.problem.message;
};
const few = { max: { train: 30, validation: 10, test: 10 } };

describe("CIFAR-10", () => {
  const batches = [
    { name: "data_batch_1.bin", bytes: cifarBatch(40, 6) },
    { name: "data_batch_2.bin", bytes: cifarBatch(40, 1) },
    { name: "test_batch.bin", bytes: cifarBatch(20, 3) },
  ];

  it("adapts color, size and classes, and takes classes in turns from the batches", async () => {
    const { images, notes } = await packed(batches, few);
    expect(images).toMatchObject({ height: 32, width: 32, channels: 3 });
    expect(images.classes.slice(0, 3)).toEqual(["airplane", "automobile", "bird"]);
    expect([images.train.count, images.validation.count, images.test.count]).toEqual([30, 10, 10]);
    expect([...images.train.labels.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    // The first image of label 0 is number 2 (7 · 2 + 6 = 20): red, green and blue of its first two pixels.
    expect([...images.train.pixels.subarray(0, 6)]).toEqual([2, 52, 102, 5, 55, 105]);
    expect(notes).toEqual(["30 of 80 images train, 10 validate, 10 test; classes take turns."]);
    const sum = images.train.pixels.reduce((total, pixel, at) => total + (at % 3 === 1 ? pixel : 0), 0);
    expect(images.mean[1]).toBeCloseTo(sum / (30 * 1024) / 255, 6);
  });

  it("is the same from an archive, compressed or not, whose other files are named", async () => {
    const readme = { name: "readme.html", bytes: Buffer.from("<html>") };
    const archive = tar([...batches, readme]);
    const plain = await packed(batches, few);
    for (const bytes of [archive, gzipSync(archive)]) {
      const { images, notes } = await packed([{ name: "cifar-10-binary.tar.gz", bytes }], few);
      expect(images).toEqual(plain.images);
      expect(notes[0]).toBe("readme.html holds no images that can be read; left out.");
    }
  });

  it("is the same from an archive of macOS, with its notes beside the files, and from one packed in several members", async () => {
    const noted = batches.flatMap((one) => [{ name: `._${one.name}`, bytes: Buffer.alloc(163, 7) }, one]);
    const archive = tar(noted);
    const plain = await packed(batches, few);
    for (const members of [1, 2, 3]) {
      const size = Math.ceil(archive.length / members);
      const parts = Array.from({ length: members }, (_, at) =>
        gzipSync(archive.subarray(at * size, (at + 1) * size)),
      );
      const { images, notes } = await packed([{ name: "cifar.tar.gz", bytes: Buffer.concat(parts) }], few);
      expect(images).toEqual(plain.images);
      expect(notes.join()).not.toContain("._");
    }
  });

  it("becomes a pack that the lab opens", async () => {
    const { images } = await packed(batches, few);
    const pack = printPack(images);
    const header = parsePackHeader(pack);
    expect(header.ok && header.header.counts).toEqual({ train: 30, validation: 10, test: 10 });
    const digest = Buffer.from(await crypto.subtle.digest("SHA-256", pack.slice())).toString("hex");
    const loaded = await loadImages(pack.slice().buffer, digest);
    expect(loaded.ok && [...loaded.images.train.labels]).toEqual([...images.train.labels]);
  });
});

it("has a name that says shape, classes, numbers and checksum, the same for the same images", async () => {
  const batches = [{ name: "data_batch_1.bin", bytes: cifarBatch(60, 6) }];
  const { images } = await packed(batches, few);
  const body = createHash("sha256");
  for (const { labels, pixels } of [images.train, images.validation, images.test])
    body.update(labels).update(pixels);
  expect(images.id).toBe(`own-32x32x3-10-30-10-10-${body.digest("hex").slice(0, 16)}`);
  expect(datasetOf(images.id)).toMatchObject({
    input: { height: 32, width: 32, channels: 3 },
    counts: { train: 30, validation: 10, test: 10 },
  });
  expect(checkConfig({ dataset: images.id })).toMatchObject({ config: { dataset: images.id }, warnings: [] });
  const halved = await packed(batches, { ...few, halve: true });
  expect(halved.images.id).toMatch(/^own-16x16x3-/);
  for (const bad of ["own-", images.id.replace("32x32", "032x32"), images.id.replace("-10-", "-1-")])
    expect(datasetOf(bad)).toBeUndefined();
});

describe("IDX", () => {
  const pair = (name: string, count: number, side = 28): Named[] => [
    { name: `${name}-images-idx3-ubyte.gz`, bytes: gzipSync(idxImages(count, side)) },
    { name: `${name}-labels-idx1-ubyte`, bytes: idxLabels(count, 4) },
  ];

  it("pairs images and labels by name, and counts classes by labels", async () => {
    const { images } = await packed([...pair("t10k", 40), ...pair("train", 40)], few);
    expect(images).toMatchObject({ height: 28, width: 28, channels: 1 });
    expect(images.classes).toHaveLength(4);
    expect([...images.test.labels.subarray(0, 5)]).toEqual([0, 1, 2, 3, 0]);
    expect([...images.train.pixels.subarray(0, 3)]).toEqual([0, 31, 62]);
  });

  it("halves on wish, and keeps a sixth for the test where there is none", async () => {
    const { images, notes } = await packed(pair("train", 60), { max: defaultSizes.max, halve: true });
    expect(images).toMatchObject({ height: 14, width: 14 });
    // Rows of 28 pixels, each pixel 31 more: (0 + 31 + 868 + 899 modulo 256) / 4, halves up.
    expect(images.train.pixels[0]).toBe((0 + 31 + (868 % 256) + (899 % 256) + 2) >> 2);
    expect([images.train.count, images.validation.count, images.test.count]).toEqual([40, 10, 10]);
    expect(notes[0]).toMatch(/a sixth of them is kept for the test/);
  });

  it("names the first bad place", async () => {
    const [images, labels] = pair("train", 40) as [Named, Named];
    for (const [part, other] of [
      [images, "labels"],
      [labels, "images"],
    ] as const) {
      const read = await readOwnImages([{ ...bytesSource(part.bytes, 10_000), name: part.name }]);
      expect(read).toMatchObject({ ok: false, problem: { half: true } });
      expect(await problemOf(part)).toMatch(new RegExp(`^train-.* open its file of 40 ${other} with it$`));
    }
    expect(await problemOf(images, { ...labels, bytes: idxLabels(39, 4) })).toMatch(
      /has 40 images, .* 39 labels/,
    );
    expect(await problemOf({ ...images, bytes: idxImages(40, 28).subarray(0, 5000) }, labels)).toMatch(
      /train-images.* it has 5000 bytes where its head announces 31376/,
    );
    expect(await problemOf({ ...images, bytes: images.bytes.subarray(0, 300) }, labels)).toMatch(
      /its compressed bytes are damaged or cut off/,
    );
    const bad = cifarBatch(40, 0);
    bad[30 * 3073] = 17;
    expect(await problemOf({ name: "data_batch_1.bin", bytes: bad })).toBe(
      "data_batch_1.bin: image 30 has label 17; CIFAR-10 has labels from 0 to 9",
    );
    expect(await problemOf({ name: "data_batch_1.bin", bytes: cifarBatch(40, 0).subarray(0, 100_000) })).toBe(
      "data_batch_1.bin: its 100000 bytes are no whole number of images of 3073 bytes each (CIFAR-10); it may be cut off",
    );
    const large = pair("train", 40, 200).map(({ name, bytes }) => ({ name, bytes }));
    expect(await problemOf(...large)).toMatch(/images of 200×200 cannot be trained on/);
    expect(await problemOf({ name: "x.csv", bytes: Buffer.from("arch,test_acc") })).toMatch(
      /no images in what was opened/,
    );
    const archive = tar([{ name: "a.bin", bytes: cifarBatch(40, 0) }]);
    expect(await problemOf({ name: "a.tar", bytes: archive.subarray(0, 9000) })).toMatch(
      /a\.tar: the archive ends inside/,
    );
  });
});

it("answers whatever the files hold", async () => {
  const sound = [
    idxImages(20, 6),
    idxLabels(20, 3),
    cifarBatch(3, 1),
    tar([{ name: "b", bytes: idxLabels(9, 2) }]),
  ];
  const damaged = fc
    .tuple(
      fc.constantFrom(...sound, ...sound.map((bytes) => gzipSync(bytes))),
      fc.nat(),
      fc.nat(255),
      fc.nat(3000),
    )
    .map(([bytes, at, value, cut]) => {
      const copy = Uint8Array.from(bytes);
      copy[at % copy.length] = value;
      return cut < copy.length ? copy.subarray(0, copy.length - cut) : copy;
    });
  const file = fc.record({
    name: fc.constantFrom(
      "train-images",
      "train-labels",
      "t10k-images",
      "t10k-labels",
      "data_batch_1.bin",
      "a.tar",
    ),
    bytes: fc.oneof(damaged, fc.uint8Array({ maxLength: 100 })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 4 }), async (files) => {
      const own = await read(files);
      if (!own.ok) expect(own.problem.message.length).toBeLessThan(300);
      else for (const note of own.value.notes) expect(note.length).toBeLessThan(300);
    }),
    { numRuns: 150 },
  );
});

it("gives the labels of one file of images to no other, however many they are", async () => {
  const pair = (name: string) => [
    { name: `${name}-images-idx3-ubyte`, bytes: idxImages(60, 12) },
    { name: `${name}-labels-idx1-ubyte`, bytes: idxLabels(60, 4) },
  ];
  const [images, labels] = pair("fashion") as [Named, Named];
  const [others] = pair("kana") as [Named];
  for (const files of [
    [images, others, labels],
    [others, images, labels],
  ])
    expect(await problemOf(...files)).toMatch(
      /^kana-images-idx3-ubyte holds 60 images; open its file of 60 labels/,
    );
  expect(await problemOf(...pair("fashion"), ...pair("kana"))).toBe("");
});
