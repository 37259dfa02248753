/** @file Files and bytes as the reader takes them. */
import { createReadStream, statSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { FileSource } from "../../../src/core/fileSource.ts";

export function fileSource(file: URL | string): FileSource {
  const path = typeof file === "string" ? file : fileURLToPath(file);
  return {
    name: basename(path),
    size: statSync(path).size,
    read: () => createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>,
  };
}

/** @param chunk bytes handed out at once */
export const bytesSource = (bytes: Uint8Array, chunk = 1 << 16): FileSource => ({
  name: "file",
  size: bytes.length,
  async *read() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  },
});
