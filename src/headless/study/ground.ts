/** @file What a study stands on, as this program has it: checksums of images and table, engine, code. */
import { codeVersion } from "../../core/codeVersion.ts";
import { datasetOf } from "../../core/datasets.ts";
import type { RunConfig } from "../../core/run.ts";
import { checksumDigits, type Ground } from "../../core/study/jobs.ts";
import type { EngineId } from "../engines.ts";

/**
 * @param table checksum of the table that judges, as `readTable` has it
 * @throws Error where the data set is unknown
 */
export function groundOf({ dataset }: Pick<RunConfig, "dataset">, engine: EngineId, table: string): Ground {
  const images = datasetOf(dataset);
  if (!images) throw new Error(`unknown data set "${dataset}"`);
  return { data: images.sha256.slice(0, checksumDigits), table, engine, code: codeVersion };
}
