/** @file The names that a sweep on the page gives to content; the terminal gives equal content equal ones (`headless/study/ground.ts`). */
import { sha256 } from "../core/datasets/sha256.ts";
import { checksumDigits } from "../core/study/jobs.ts";

/** The first digits of SHA-256. */
export function checksum(content: string | Uint8Array): string {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return sha256([bytes]).slice(0, checksumDigits);
}
