/** @file Files in a tar archive (POSIX ustar). */
import { type ReadResult, refused } from "../fieldReader.ts";

interface ArchivedFile {
  /** Without its folders. */
  readonly name: string;
  /** A view of the archive. */
  readonly bytes: Uint8Array;
}

const block = 512;

export const isTar = (bytes: Uint8Array): boolean => textAt(bytes, 257, 5) === "ustar";

/** Regular files in their order; folders, links and notes of the archiver are left out. */
export function readTar(bytes: Uint8Array): ReadResult<readonly ArchivedFile[]> {
  const files: ArchivedFile[] = [];
  for (let at = 0; at + block <= bytes.length; ) {
    const head = bytes.subarray(at, at + block);
    if (head.every((byte) => byte === 0)) break;
    if (octalAt(head, 148, 8) !== checksum(head))
      return refused(`the archive is damaged at byte ${at}: the checksum of the head does not fit`);
    const name = textAt(head, 0, 100);
    const size = octalAt(head, 124, 12);
    const start = at + block;
    if (!(size >= 0) || start + size > bytes.length)
      return refused(`the archive ends inside ${name.slice(0, 60)}; it is probably cut off`);
    const kind = head[156];
    const file = name.split("/").at(-1) ?? "";
    // macOS puts a file of its own notes beside each.
    if ((kind === 0 || kind === 48) && !file.startsWith("._"))
      files.push({ name: file, bytes: bytes.subarray(start, start + size) });
    at = start + Math.ceil(size / block) * block;
  }
  return { ok: true, value: files };
}

function textAt(bytes: Uint8Array, start: number, length: number): string {
  let text = "";
  for (const byte of bytes.subarray(start, start + length)) {
    if (byte === 0) break;
    text += String.fromCharCode(byte);
  }
  return text;
}

const octalAt = (bytes: Uint8Array, start: number, length: number): number =>
  Number.parseInt(textAt(bytes, start, length).trim() || "0", 8);

/** Sum of all bytes, those of the checksum itself as blanks. */
function checksum(head: Uint8Array): number {
  let sum = 0;
  for (const [at, byte] of head.entries()) sum += at >= 148 && at < 156 ? 32 : byte;
  return sum;
}
