/** @file What a file is, from its first bytes: text in some encoding, records, or something that is no table, by name. */
import { isRecordStart } from "./tfRecord.ts";

type Content =
  | { readonly kind: "text"; readonly encoding: "utf-8" | "utf-16le" | "utf-16be" }
  | { readonly kind: "records" }
  /** `what`: with its article, and what to do about it where something can be done. */
  | { readonly kind: "other"; readonly what: string };

/** As many bytes as `contentOf` looks at. */
export const headLength = 65_536;

const signatures: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x89, 0x50, 0x4e, 0x47], "a PNG image"],
  [[0xff, 0xd8, 0xff], "a JPEG image"],
  [[0x47, 0x49, 0x46, 0x38], "a GIF image"],
  [[0x52, 0x49, 0x46, 0x46], "a RIFF file (WebP, WAV)"],
  [[0x1f, 0x8b], "compressed with gzip; unpack it first"],
  [[0x42, 0x5a, 0x68], "compressed with bzip2; unpack it first"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "compressed with xz; unpack it first"],
  [[0x28, 0xb5, 0x2f, 0xfd], "compressed with zstd; unpack it first"],
  [[0x37, 0x7a, 0xbc, 0xaf], "a 7z archive; unpack it first"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF document"],
  [[0x89, 0x48, 0x44, 0x46], "an HDF5 file; export the table as CSV or JSON"],
  [[0x50, 0x41, 0x52, 0x31], "a Parquet file; export the table as CSV or JSON"],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], "an SQLite database; export the table as CSV or JSON"],
  [[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], "a NumPy array; export the table as CSV or JSON"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old Office document; save the table as CSV"],
  [[0x00, 0x00, 0x08, 0x01], "a file of labels (IDX, as MNIST has), no table"],
  [[0x00, 0x00, 0x08, 0x03], "a file of images (IDX, as MNIST has), no table"],
  [[0x7f, 0x45, 0x4c, 0x46], "a program"],
];

/**
 * @param head the first `headLength` bytes, or all where there are fewer
 * @param size of the whole file in bytes
 */
export function contentOf(head: Uint8Array, size: number): Content {
  const found = signatures.find(([bytes]) => bytes.every((byte, index) => head[index] === byte));
  if (found) return other(found[1]);
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3) return other(zipKind(head));
  if (head[0] === 0x80 && (head[1] ?? 0) >= 2 && (head[1] ?? 9) <= 5)
    return other("a Python pickle, which only Python can open safely; export the table as CSV or JSON");
  if (asciiAt(head, 257, 5) === "ustar") return other("a tar archive; unpack it first");
  if (head[0] === 0xff && head[1] === 0xfe) return { kind: "text", encoding: "utf-16le" };
  if (head[0] === 0xfe && head[1] === 0xff) return { kind: "text", encoding: "utf-16be" };
  if (isRecordStart(head)) return { kind: "records" };
  const rows = cifarRows(head, size);
  if (rows > 0) return other(`a batch of CIFAR images (${rows} of them), no table of architectures`);
  return textOrBinary(head);
}

const other = (what: string): Content => ({ kind: "other", what });

function zipKind(head: Uint8Array): string {
  const names = asciiAt(head, 0, head.length);
  if (names.includes("xl/")) return "an Excel workbook; save the table as CSV";
  if (names.includes(".npy")) return "a NumPy archive (npz); export the table as CSV or JSON";
  if (names.includes("data.pkl")) return "a PyTorch file; export the table as CSV or JSON";
  return "a zip archive; unpack it first";
}

/** Rows of 3,072 bytes behind one label below 10 (CIFAR-10) or two (CIFAR-100); 0 for anything else. */
function cifarRows(head: Uint8Array, size: number): number {
  for (const [length, labels, classes] of [
    [3073, 1, 10],
    [3074, 2, 100],
  ] as const) {
    if (size === 0 || size % length !== 0) continue;
    let isLegal = true;
    for (let at = 0; at < head.length; at += length)
      for (let label = 0; label < labels; label++) isLegal &&= (head[at + label] ?? 0) < classes;
    // Text has no such bytes at such places; a byte that text never holds must be there all the same.
    if (isLegal && head.some((byte) => byte < 9)) return size / length;
  }
  return 0;
}

function textOrBinary(head: Uint8Array): Content {
  let zeros = [0, 0];
  let controls = 0;
  for (const [at, byte] of head.entries()) {
    if (byte === 0) zeros = zeros.map((count, side) => (side === at % 2 ? count + 1 : count));
    else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls++;
  }
  const [even, odd] = zeros as [number, number];
  const half = head.length / 2;
  if (head.length >= 4 && odd > 0.4 * half && even < 0.05 * half)
    return { kind: "text", encoding: "utf-16le" };
  if (head.length >= 4 && even > 0.4 * half && odd < 0.05 * half)
    return { kind: "text", encoding: "utf-16be" };
  if (even + odd > 0 || controls * 100 > head.length)
    return other("binary data of an unknown kind, no table");
  const start = asciiAt(head, 0, 200).trimStart().toLowerCase();
  if (start.startsWith("<!doctype") || start.startsWith("<html")) return other("a web page, no table");
  if (start.startsWith("super-net-lab/images")) return other("an image pack of the lab, no table");
  return { kind: "text", encoding: "utf-8" };
}

function asciiAt(bytes: Uint8Array, start: number, length: number): string {
  let text = "";
  for (const byte of bytes.subarray(start, start + length)) text += String.fromCharCode(byte);
  return text;
}
