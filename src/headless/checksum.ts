/** @file The name of content on the terminal, as the page has it (`store/checksum.ts`). */
import { createHash } from "node:crypto";
import { checksumDigits } from "../core/study/jobs.ts";

/** The first digits of SHA-256, hexadecimal. */
export function checksum(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, checksumDigits);
}
