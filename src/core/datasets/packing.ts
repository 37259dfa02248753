/** @file From labelled images to the parts of a pack: which images, their mean and deviation, the bytes of the file. */
import { zlibSync } from "fflate";
import { bodyLength, type PackedImages, type PackedPart, packMagic, parts } from "../imagePack.ts";
import type { Shape } from "../network/network.ts";

/**
 * Indices of `count` images, class by class in turn (0 1 2 … 0 1 2 …), so that any head of them is balanced as far as the
 * classes last, after the first `skip` of them; fewer where there are no more.
 */
export function inTurns(labels: Uint8Array, classes: number, skip: number, count: number): number[] {
  const byClass = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, index) => {
    byClass[label]?.push(index);
  });
  const picked: number[] = [];
  const longest = byClass.reduce((most, indices) => Math.max(most, indices.length), 0);
  for (let turn = 0; turn < longest && picked.length < skip + count; turn++)
    for (const indices of byClass) {
      const index = indices[turn];
      if (index !== undefined && picked.length < skip + count) picked.push(index);
    }
  return picked.slice(skip);
}

/** The chosen images of [count, height, width, channels]. */
export function chosenImages(
  { labels, pixels }: Pick<PackedPart, "labels" | "pixels">,
  indices: readonly number[],
): PackedPart {
  const size = pixels.length / labels.length;
  const chosen = new Uint8Array(indices.length * size);
  for (const [at, index] of indices.entries())
    chosen.set(pixels.subarray(index * size, (index + 1) * size), at * size);
  return {
    count: indices.length,
    labels: Uint8Array.from(indices, (index) => labels[index] as number),
    pixels: chosen,
  };
}

/** Means of 2×2 blocks, halves rounded up; sides must be even. */
export function halved(pixels: Uint8Array, { height, width, channels }: Shape): Uint8Array {
  const result = new Uint8Array(pixels.length / 4);
  const [row, rows] = [width * channels, (pixels.length / (height * width * channels)) * (height / 2)];
  let out = 0;
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < width; x += 2)
      for (let channel = 0; channel < channels; channel++) {
        const at = 2 * y * row + x * channels + channel;
        const sum =
          (pixels[at] as number) +
          (pixels[at + channels] as number) +
          (pixels[at + row] as number) +
          (pixels[at + row + channels] as number);
        result[out++] = (sum + 2) >> 2;
      }
  return result;
}

/** Per channel mean and deviation of pixel / 255, six digits; the sums are whole numbers, hence exact. */
export function momentsOf(
  pixels: Uint8Array,
  channels: number,
): { readonly mean: readonly number[]; readonly deviation: readonly number[] } {
  const count = pixels.length / channels;
  const sums = new Array<number>(channels).fill(0);
  const squares = new Array<number>(channels).fill(0);
  for (let at = 0; at < pixels.length; at++) {
    const pixel = pixels[at] as number;
    sums[at % channels]! += pixel;
    squares[at % channels]! += pixel * pixel;
  }
  const rounded = (value: number): number => Number((value / 255).toFixed(6));
  const means = sums.map((sum) => sum / count);
  return {
    mean: means.map(rounded),
    deviation: means.map((mean, channel) =>
      rounded(Math.sqrt((squares[channel] as number) / count - mean * mean)),
    ),
  };
}

/**
 * The file of a pack. Same images, same bytes.
 * @param level of compression
 */
export function printPack(
  { train, validation, test, ...header }: PackedImages,
  level: 1 | 9 = 9,
): Uint8Array<ArrayBuffer> {
  const held = { train, validation, test };
  const counts = { train: train.count, validation: validation.count, test: test.count };
  const raw = new Uint8Array(bodyLength({ ...header, counts }));
  let offset = 0;
  for (const bytes of parts.flatMap((part) => [held[part].labels, held[part].pixels])) {
    raw.set(bytes, offset);
    offset += bytes.length;
  }
  const body = zlibSync(raw, { level });
  const { id, title, source, licence, height, width, channels, classes, mean, deviation } = header;
  const fields = {
    ...{ id, title, source, licence, height, width, channels, classes },
    ...{ counts, mean, deviation, bodyBytes: body.length },
  };
  const head = `${packMagic}\n${JSON.stringify(fields)}\n`;
  const pack = new Uint8Array(head.length + body.length);
  for (let at = 0; at < head.length; at++) pack[at] = head.charCodeAt(at);
  pack.set(body, head.length);
  return pack;
}
