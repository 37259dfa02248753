/** @file Opens a pack of images: checks it against its checksum, inflates it and hands out an `ImageSet`. */
import { type PackProblem, parsePackBody, parsePackHeader } from "../core/imagePack.ts";
import type { ImageSet } from "./engine.ts";

export type LoadedImages =
  | { readonly ok: true; readonly images: ImageSet }
  | { readonly ok: false; readonly problem: PackProblem };

/**
 * Works in a page, a worker and Node. Never rejects: a file that is foreign, cut off, different from `sha256` (hex) or
 * damaged comes back as a named problem.
 * @param sha256 absent: of a pack that was made on this device, by whose own checksum damage is found
 */
export async function loadImages(bytes: ArrayBuffer, sha256?: string): Promise<LoadedImages> {
  const file = new Uint8Array(bytes);
  const head = parsePackHeader(file);
  if (!head.ok) return head;
  const { header, bodyStart } = head;
  const missing = bodyStart + header.bodyBytes - file.length;
  if (missing > 0)
    return failure("truncated", `${header.id}: the last ${missing} bytes of the file are missing`);
  // Without a secure context there is no crypto.subtle; the checksum inside the zlib body still guards against damage.
  if (sha256 !== undefined && globalThis.crypto?.subtle) {
    const digest = hex(await crypto.subtle.digest("SHA-256", bytes));
    if (digest !== sha256)
      return failure("checksum", `${header.id}: the file has checksum ${digest}, expected ${sha256}`);
  }
  if (missing < 0) return failure("damaged", `${header.id}: ${-missing} bytes follow the end of the pack`);
  let body: Uint8Array;
  try {
    body = await inflate(file.subarray(bodyStart));
  } catch {
    return failure("damaged", `${header.id}: the body cannot be decompressed`);
  }
  return parsePackBody(header, body);
}

/** zlib (RFC 1950) by the platform's own decompressor; rejects on damage. */
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function hex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function failure(kind: PackProblem["kind"], message: string): LoadedImages {
  return { ok: false, problem: { kind, message } };
}
