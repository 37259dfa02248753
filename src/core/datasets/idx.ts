/** @file IDX, the form of MNIST, Fashion-MNIST, KMNIST and EMNIST: a magic number, sizes (big-endian, 32 bits), bytes. */
import { type ReadResult, refused } from "../fieldReader.ts";

export interface IdxImages {
  readonly kind: "images";
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** [count, height, width], one byte each; a view of the file. */
  readonly pixels: Uint8Array;
}

export interface IdxLabels {
  readonly kind: "labels";
  readonly count: number;
  readonly labels: Uint8Array;
}

const magics = { labels: 0x801, images: 0x803 } as const;

export function isIdx(bytes: Uint8Array): boolean {
  const magic = bytes.length < 8 ? 0 : wordAt(bytes, 0);
  return magic === magics.labels || magic === magics.images;
}

/** The file must end where its sizes say. */
export function readIdx(bytes: Uint8Array): ReadResult<IdxImages | IdxLabels> {
  if (!isIdx(bytes)) return refused("it is no IDX file of bytes");
  const count = wordAt(bytes, 4);
  if (wordAt(bytes, 0) === magics.labels) {
    const problem = wrongLength(bytes, 8 + count);
    return problem ?? { ok: true, value: { kind: "labels", count, labels: bytes.subarray(8) } };
  }
  if (bytes.length < 16) return refused("it ends inside its first 16 bytes");
  const [height, width] = [wordAt(bytes, 8), wordAt(bytes, 12)];
  if (count === 0 || height === 0 || width === 0)
    return refused(`it holds ${count} images of ${height}×${width}`);
  const problem = wrongLength(bytes, 16 + count * height * width);
  return problem ?? { ok: true, value: { kind: "images", count, height, width, pixels: bytes.subarray(16) } };
}

function wrongLength(bytes: Uint8Array, expected: number): ReturnType<typeof refused> | undefined {
  if (bytes.length === expected) return undefined;
  return refused(`it has ${bytes.length} bytes where its head announces ${expected}`);
}

const wordAt = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
