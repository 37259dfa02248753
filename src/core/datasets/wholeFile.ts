/** @file A file in memory, inflated where it is compressed. */
import { Gunzip } from "fflate";
import { type ReadResult, refused } from "../fieldReader.ts";
import type { FileSource } from "../fileSource.ts";

/** Inflated bytes of all files together. */
export const maxBytes = 2 ** 30;

/** The bytes of a file, inflated where it is compressed with gzip. */
export async function wholeFile(
  source: FileSource,
  most: number,
  onProgress: (bytes: number) => void,
): Promise<ReadResult<Uint8Array>> {
  const pieces: Uint8Array[] = [];
  let [length, read] = [0, 0];
  const keep = (piece: Uint8Array): void => {
    length += piece.length;
    if (length <= most) pieces.push(piece);
  };
  let gunzip: Gunzip | undefined;
  /** Behind the first, of which the decompressor does not tell. */
  let furtherMembers = 0;
  let tail = new Uint8Array(0);
  try {
    for await (const chunk of source.read()) {
      if (read === 0 && chunk[0] === 0x1f && chunk[1] === 0x8b) {
        gunzip = new Gunzip(keep);
        gunzip.onmember = () => furtherMembers++;
      }
      tail = Uint8Array.of(...tail, ...chunk.subarray(-4)).slice(-4);
      if (gunzip) gunzip.push(chunk, false);
      else keep(chunk.slice());
      if (length > most) return refused(`it is larger than ${maxBytes / 2 ** 20} MB when unpacked`);
      read += chunk.length;
      onProgress(read);
    }
    gunzip?.push(new Uint8Array(0), true);
  } catch (error) {
    // What the decompressor says of damage; a source that fails says so itself.
    if (gunzip && error instanceof Error && "code" in error && typeof error.code === "number")
      return refused("its compressed bytes are damaged or cut off");
    throw error;
  }
  // The last four bytes tell the length; the decompressor does not miss what was cut off.
  const told = tail.length === 4 ? new DataView(tail.buffer).getUint32(0, true) : -1;
  if (gunzip && furtherMembers === 0 && told !== length)
    return refused("its compressed bytes are damaged or cut off");
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return { ok: true, value: whole };
}
