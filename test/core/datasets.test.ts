/** @file The shipped pack is what it claims to be, the packer makes it again byte for byte, and damaged packs are refused by name. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { defaultSource, packFashionMnist } from "../../scripts/packFashionMnist.ts";
import { datasetOf, datasets } from "../../src/core/datasets.ts";
import { parsePackHeader } from "../../src/core/imagePack.ts";
import type { ImagePart } from "../../src/engine/engine.ts";
import { loadImages } from "../../src/engine/images.ts";
import { readDataset, readWithWholeTest } from "../../src/headless/dataset.ts";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const read = (url: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(`public/${url}`));

const keysOf = (part: ImagePart): string[] => {
  const size = part.pixels.length / part.count;
  return Array.from({ length: part.count }, (_, i) =>
    Buffer.from(part.pixels.subarray(i * size, (i + 1) * size)).toString("latin1"),
  );
};

describe.each(datasets.map((dataset) => [dataset.id, dataset] as const))("data set %s", (id, dataset) => {
  test("the pack has the listed checksum, shape, classes and counts, and fits 2.5 MB", () => {
    const file = read(dataset.url);
    expect(sha256(file)).toBe(dataset.sha256);
    expect(file.length).toBeLessThanOrEqual(2_500_000);
    const head = parsePackHeader(file);
    expect(head).toMatchObject({
      ok: true,
      header: { id, ...dataset.input, classes: dataset.classes, counts: dataset.counts },
    });
  });

  test("every part is balanced, and so is every head of a part", async () => {
    const images = await readDataset(id);
    for (const part of [images.train, images.validation, images.test]) {
      expect(part.labels.length).toBe(part.count);
      expect(part.labels.every((label, i) => label === i % dataset.classes.length)).toBe(true);
      expect(part.count % dataset.classes.length).toBe(0);
    }
  });

  test("no image stands in two parts, or twice in one", async () => {
    const images = await readDataset(id);
    const keys = [images.train, images.validation, images.test].flatMap(keysOf);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("the whole test set is balanced, begins with the test part, and holds no image twice or from another part", async () => {
    const [images, whole] = [await readDataset(id), await readWithWholeTest(id)];
    expect(sha256(read(dataset.wholeTest.url))).toBe(dataset.wholeTest.sha256);
    // Entry by entry takes half a minute.
    expect(Buffer.compare(whole.train.pixels, images.train.pixels)).toBe(0);
    expect(Buffer.compare(whole.train.labels, images.train.labels)).toBe(0);
    const { test } = whole;
    expect(test.count).toBe(dataset.wholeTest.count);
    expect(test.labels.every((label, i) => label === i % dataset.classes.length)).toBe(true);
    const begin = test.pixels.subarray(0, images.test.pixels.length);
    expect(Buffer.compare(begin, images.test.pixels)).toBe(0);
    const keys = [images.train, images.validation, test].flatMap(keysOf);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("mean and deviation are those of the training part", async () => {
    const { train, mean, deviation } = await readDataset(id);
    let sum = 0;
    for (const pixel of train.pixels) sum += pixel / 255;
    const average = sum / train.pixels.length;
    let squares = 0;
    for (const pixel of train.pixels) squares += (pixel / 255 - average) ** 2;
    expect(mean[0]).toBeCloseTo(average, 6);
    expect(deviation[0]).toBeCloseTo(Math.sqrt(squares / train.pixels.length), 6);
  });
});

test("the packer makes the shipped files again, byte for byte", () => {
  const [dataset] = datasets;
  if (!existsSync(defaultSource)) {
    console.warn(
      `${defaultSource} is missing (Debian: apt install dataset-fashion-mnist): only checksum and header were checked`,
    );
    return;
  }
  const { main, wholeTest } = packFashionMnist(defaultSource);
  expect(Buffer.compare(main, read(dataset.url))).toBe(0);
  expect(Buffer.compare(wholeTest, read(dataset.wholeTest.url))).toBe(0);
});

describe("a pack that cannot be used is refused by name", () => {
  const { url, sha256: digest } = datasets[0];
  const kindOf = async (bytes: Uint8Array<ArrayBuffer>, expected: string = digest): Promise<string> => {
    const loaded = await loadImages(bytes.slice().buffer, expected);
    return loaded.ok ? "fine" : loaded.problem.kind;
  };
  const pack = read(url);

  test("untouched, it loads", async () => expect(await kindOf(pack)).toBe("fine"));
  test.each([0, 5, 100, 500, 1_000_000, pack.length - 1])("cut after %i bytes", async (length) =>
    expect(await kindOf(pack.slice(0, length))).toBe("truncated"),
  );
  test("one bit changed", async () => {
    const changed = pack.slice();
    changed[1_234_567] = (changed[1_234_567] as number) ^ 1;
    expect(await kindOf(changed)).toBe("checksum");
    expect(await kindOf(changed, sha256(changed))).toBe("damaged");
  });
  test("bytes appended", async () => {
    const longer = new Uint8Array([...pack, 0]);
    expect(await kindOf(longer)).toBe("checksum");
    expect(await kindOf(longer, sha256(longer))).toBe("damaged");
  });
  test.each(["<!doctype html>\n<title>404</title>", "super-net-lab/images 2\n{}\n", "\0\0\u0008\u0003"])(
    "something else: %j",
    async (text) => expect(await kindOf(new TextEncoder().encode(text))).toBe("foreign"),
  );
  test.each([["{"], ["{}"], ['{"id":"x","title":"x","source":"x","licence":"x","height":0}'], ["null"]])(
    "header %s",
    async (header) =>
      expect(await kindOf(new TextEncoder().encode(`super-net-lab/images 1\n${header}\n`))).toBe("damaged"),
  );
});

test("an unknown data set is undefined", () => {
  expect(datasetOf("cifar-11")).toBeUndefined();
  expect(datasetOf("fashion-mnist-14")).toBe(datasets[0]);
});
