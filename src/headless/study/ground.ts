/** @file What a study stands on, as this program has it: checksums of images and table, engine, code. */
import { createHash } from "node:crypto";
import { codeVersion } from "../../core/codeVersion.ts";
import { datasetOf } from "../../core/datasets.ts";
import type { RunConfig } from "../../core/run.ts";
import { checksumDigits, type Ground } from "../../core/study/jobs.ts";
import type { EngineId } from "../engines.ts";
import { readBytes } from "../files.ts";
import { tableFile } from "../run/train.ts";

/**
 * @param table file of stand-alone accuracies; absent: the one that ships for the space
 * @throws Error where the data set is unknown or the table cannot be read
 */
export function groundOf(
  { space, dataset }: Pick<RunConfig, "space" | "dataset">,
  engine: EngineId,
  table?: string,
): Ground {
  const images = datasetOf(dataset);
  if (!images) throw new Error(`unknown data set "${dataset}"`);
  return {
    data: images.sha256.slice(0, checksumDigits),
    table: checksum(readBytes(tableFile(space, table))),
    engine,
    code: codeVersion,
  };
}

/** The first digits of SHA-256, as the page has them (`store/checksum.ts`). */
export function checksum(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, checksumDigits);
}
