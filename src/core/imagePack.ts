/**
 * @file The lab's file format for images, without its compression. A pack is
 *
 *     super-net-lab/images 1\n      format name and version
 *     {"id": …, …}\n                the header, one line of JSON in ASCII
 *     body                          `bodyBytes` bytes, zlib (RFC 1950)
 *
 * The inflated body holds train, validation and test in this order, of each the labels [count], then the pixels
 * [count, height, width, channels], one byte each.
 */

/** The parts of a data set, in the order of the body. */
export const parts = ["train", "validation", "test"] as const;
export type PartName = (typeof parts)[number];

/** What a pack says about itself. */
interface PackHeader {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly licence: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: readonly string[];
  readonly counts: Readonly<Record<PartName, number>>;
  /** Per channel over the training part, of pixel / 255. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** Length of the compressed body. */
  readonly bodyBytes: number;
}

export interface PackedPart {
  readonly count: number;
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

export interface PackedImages
  extends Omit<PackHeader, "counts" | "bodyBytes">,
    Readonly<Record<PartName, PackedPart>> {}

/** Why a pack cannot be used. missing: not on this device; foreign: not a pack of this format; damaged: a pack whose content contradicts itself. */
export interface PackProblem {
  readonly kind: "missing" | "foreign" | "truncated" | "checksum" | "damaged";
  readonly message: string;
}

export const packMagic = "super-net-lab/images 1";

/** Length of the inflated body in bytes. */
export function bodyLength(header: Pick<PackHeader, "height" | "width" | "channels" | "counts">): number {
  const images = parts.reduce((sum, part) => sum + header.counts[part], 0);
  return images * (1 + header.height * header.width * header.channels);
}

/** Reads the two text lines of a pack. `bodyStart` is the offset of the compressed body. */
export function parsePackHeader(
  bytes: Uint8Array,
):
  | { readonly ok: true; readonly header: PackHeader; readonly bodyStart: number }
  | { readonly ok: false; readonly problem: PackProblem } {
  const magicEnd = packMagic.length;
  const magic = ascii(bytes, 0, Math.min(magicEnd + 1, bytes.length));
  if (magic !== `${packMagic}\n`) {
    if (bytes.length <= magicEnd && packMagic.startsWith(magic))
      return failure("truncated", `the file ends after ${bytes.length} bytes, inside its first line`);
    return failure(
      "foreign",
      magic.startsWith("super-net-lab/images ")
        ? "the file is an image pack of another version of the lab"
        : "the file is not an image pack of this lab",
    );
  }
  const headerEnd = bytes.indexOf(10, magicEnd + 1);
  if (headerEnd < 0)
    return failure("truncated", `the file ends after ${bytes.length} bytes, inside its header`);
  let value: unknown;
  try {
    value = JSON.parse(ascii(bytes, magicEnd + 1, headerEnd));
  } catch {
    return failure("damaged", "the header is not JSON");
  }
  const bad = firstBadField(value);
  if (bad) return failure("damaged", `the header's field ${bad} is missing or not what it should be`);
  return { ok: true, header: value as PackHeader, bodyStart: headerEnd + 1 };
}

/** Cuts the inflated body into parts; the parts are views of `body`, nothing is copied. */
export function parsePackBody(
  header: PackHeader,
  body: Uint8Array,
):
  | { readonly ok: true; readonly images: PackedImages }
  | { readonly ok: false; readonly problem: PackProblem } {
  const expected = bodyLength(header);
  if (body.length !== expected)
    return failure("damaged", `the body inflates to ${body.length} bytes where ${expected} are announced`);
  const size = header.height * header.width * header.channels;
  let offset = 0;
  const cut = (count: number): PackedPart => {
    const labels = body.subarray(offset, offset + count);
    const pixels = body.subarray(offset + count, offset + count * (1 + size));
    offset += count * (1 + size);
    return { count, pixels, labels };
  };
  const { counts, bodyBytes: _, ...rest } = header;
  const images = {
    ...rest,
    train: cut(counts.train),
    validation: cut(counts.validation),
    test: cut(counts.test),
  };
  for (const part of parts) {
    const bad = images[part].labels.findIndex((label) => label >= header.classes.length);
    if (bad >= 0)
      return failure(
        "damaged",
        `image ${bad} of part ${part} has label ${images[part].labels[bad]}, but there are ${header.classes.length} classes`,
      );
  }
  return { ok: true, images };
}

function failure(kind: PackProblem["kind"], message: string): { ok: false; problem: PackProblem } {
  return { ok: false, problem: { kind, message } };
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}

function firstBadField(value: unknown): string | undefined {
  const fields = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const counts = (typeof fields.counts === "object" && fields.counts !== null ? fields.counts : {}) as Record<
    string,
    unknown
  >;
  const whole = (x: unknown): boolean => Number.isInteger(x) && (x as number) > 0;
  const perChannel = (x: unknown, legal: (y: number) => boolean): boolean =>
    Array.isArray(x) && x.length === fields.channels && x.every((y) => typeof y === "number" && legal(y));
  for (const key of ["id", "title", "source", "licence"]) if (typeof fields[key] !== "string") return key;
  for (const key of ["height", "width", "channels", "bodyBytes"]) if (!whole(fields[key])) return key;
  // A pack may be of one part alone.
  for (const part of parts) if (counts[part] !== 0 && !whole(counts[part])) return `counts.${part}`;
  const { classes, mean, deviation } = fields;
  if (!Array.isArray(classes) || classes.length < 2 || !classes.every((name) => typeof name === "string"))
    return "classes";
  if (!perChannel(mean, (x) => x >= 0 && x <= 1)) return "mean";
  if (!perChannel(deviation, (x) => x > 0 && x <= 1)) return "deviation";
  return undefined;
}
