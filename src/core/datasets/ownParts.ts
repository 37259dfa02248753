/** @file Images and labels of a user's own files brought together, and cut into the parts of a pack. */
import { type ReadResult, refused } from "../fieldReader.ts";
import type { PackedPart } from "../imagePack.ts";
import type { Shape } from "../network/network.ts";
import type { IdxImages, IdxLabels } from "./idx.ts";
import { chosenImages, halved, inTurns } from "./packing.ts";

/** What went wrong; `half`: what would make a whole of it is missing, and may come. */
interface OwnImagesProblem {
  readonly message: string;
  readonly half?: true;
}

export interface OwnImagesRefused {
  readonly ok: false;
  readonly problem: OwnImagesProblem;
}

export interface PackingWishes {
  /** Most images of each part. */
  readonly max: { readonly train: number; readonly validation: number; readonly test: number };
  /** Halves both sides by averaging. */
  readonly halve?: boolean;
}

export interface Labelled {
  readonly isTest: boolean;
  readonly shape: Shape;
  readonly labels: Uint8Array;
  readonly pixels: Uint8Array;
}

export interface NamedIdx {
  readonly name: string;
  readonly file: IdxImages | IdxLabels;
}

export const isTest = (name: string): boolean => /test|t10k/i.test(name);

/** Images and labels of one name, or, where names do not tell, of one count. */
export function pairsOf(
  files: readonly NamedIdx[],
): { readonly ok: true; readonly value: Labelled[] } | OwnImagesRefused {
  const stem = (name: string): string =>
    name.toLowerCase().replace(/(images?|labels?|idx\d|ubyte|[^a-z0-9])/g, "");
  const labels = files.flatMap(({ name, file }) => (file.kind === "labels" ? [{ name, file }] : []));
  const images = files.flatMap(({ name, file }) => (file.kind === "images" ? [name] : []));
  const pairs: Labelled[] = [];
  const used = new Set<NamedIdx["file"]>();
  for (const { name, file } of files) {
    if (file.kind !== "images") continue;
    // Labels belong to one file of images, whatever else has as many.
    const free = labels.filter((other) => !used.has(other.file));
    const sameName = free.filter((other) => stem(other.name) === stem(name));
    const named = images.filter((other) => other !== name).map(stem);
    const sameCount = free.filter(
      (other) => other.file.count === file.count && !named.includes(stem(other.name)),
    );
    const [match, ...others] = sameName.length > 0 ? sameName : sameCount;
    if (!match)
      return half(
        `${name.slice(0, 80)} holds ${file.count} images; open its file of ${file.count} labels with it`,
      );
    if (others.length > 0) return refused(`${name.slice(0, 80)}: several files of labels fit it`);
    if (match.file.count !== file.count)
      return refused(
        `${name.slice(0, 60)} has ${file.count} images, ${match.name.slice(0, 60)} ${match.file.count} labels`,
      );
    const { height, width, pixels } = file;
    const shape = { height, width, channels: 1 };
    used.add(match.file);
    pairs.push({ isTest: isTest(name), shape, labels: match.file.labels, pixels });
  }
  const alone = labels.find((one) => !used.has(one.file));
  if (alone)
    return half(
      `${alone.name.slice(0, 80)} holds ${alone.file.count} labels; open its file of ${alone.file.count} images with it`,
    );
  return { ok: true, value: pairs };
}

const half = (message: string): OwnImagesRefused => ({
  ok: false,
  problem: { message, half: true },
});

export function partsOf(
  all: readonly Labelled[],
  classes: number,
  { max, halve }: PackingWishes,
  notes: string[],
): ReadResult<Record<"train" | "validation" | "test", PackedPart>> {
  const of = (isTestPart: boolean) => joined(all.filter((batch) => batch.isTest === isTestPart));
  const [training, testing] = [of(false), of(true)];
  const learned = training.labels.length > 0 ? training : testing;
  const hasTest = training.labels.length > 0 && testing.labels.length > 0;
  if (!hasTest)
    notes.push("Training and test images are not told apart: a sixth of them is kept for the test.");
  const total = learned.labels.length;
  const testCount = hasTest ? 0 : Math.min(max.test, Math.floor(total / 6));
  const validationCount = Math.min(max.validation, Math.floor(total / 6));
  const trainCount = Math.min(max.train, total - testCount - validationCount);
  if (trainCount < 2 || validationCount < 1 || (!hasTest && testCount < 1))
    return refused(`${total} images are too few for training, validation and test`);
  const picked = (from: typeof learned, skip: number, count: number): PackedPart => {
    const part = chosenImages(from, inTurns(from.labels, classes, skip, count));
    return halve ? { ...part, pixels: halved(part.pixels, (all[0] as Labelled).shape) } : part;
  };
  const parts = {
    train: picked(learned, 0, trainCount),
    validation: picked(learned, trainCount, validationCount),
    test: hasTest ? picked(testing, 0, max.test) : picked(learned, trainCount + validationCount, testCount),
  };
  const absent = Array.from({ length: classes }, (_, label) => label).filter(
    (label) => !parts.train.labels.includes(label),
  );
  if (absent.length > 0)
    notes.push(
      `No training image has label ${absent.slice(0, 10).join(", ")}${absent.length > 10 ? ", …" : ""}.`,
    );
  notes.push(
    `${parts.train.count} of ${total} images train, ${parts.validation.count} validate, ${parts.test.count} test; classes take turns.`,
  );
  return { ok: true, value: parts };
}

function joined(batches: readonly Labelled[]): { readonly labels: Uint8Array; readonly pixels: Uint8Array } {
  const [only] = batches;
  if (only && batches.length === 1) return only;
  const of = (key: "labels" | "pixels"): Uint8Array => {
    const whole = new Uint8Array(batches.reduce((sum, batch) => sum + batch[key].length, 0));
    let at = 0;
    for (const batch of batches) {
      whole.set(batch[key], at);
      at += batch[key].length;
    }
    return whole;
  };
  return { labels: of("labels"), pixels: of("pixels") };
}
