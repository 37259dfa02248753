/** @file How a study names content: images, tables and jobs. Page and terminal give equal content equal names. */
import { sha256 } from "../datasets/sha256.ts";

/** Hexadecimal digits of a name. */
export const checksumDigits = 16;

/** The first digits of SHA-256. */
export function checksum(content: string | Uint8Array): string {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return sha256([bytes]).slice(0, checksumDigits);
}
