/** @file What stands where a table is to be written: hours of trainings are not replaced by a handful unasked. */
import { existsSync } from "node:fs";
import { parseJson, readFields } from "../../core/fieldReader.ts";
import { readNativeTable } from "../../core/tables/native.ts";
import { readText } from "../files.ts";
import { UsageError } from "../usage.ts";

/**
 * @param rows architectures of the table that is to be written
 * @param seeds trainings of each
 * @throws UsageError where the file is a table in the lab's own form with more of either
 */
export function refuseToShrink(file: string, rows: number, seeds: number): void {
  if (!existsSync(file)) return;
  const json = parseJson(readText(file));
  const table = json.ok ? readFields(json.value, readNativeTable) : json;
  if (!table.ok) return;
  const { rows: held } = table.value;
  const most = held.reduce((highest, { values }) => Math.max(highest, values.test?.length ?? 0), 0);
  if (held.length <= rows && most <= seeds) return;
  throw new UsageError(
    `${file} is a table of ${sizeOf(held.length, most)}, and what was asked for is one of ${sizeOf(rows, seeds)}: write it to another file, or replace that table with --force`,
  );
}

const sizeOf = (rows: number, seeds: number): string =>
  `${rows} ${rows === 1 ? "architecture" : "architectures"} with ${seeds} ${seeds === 1 ? "training" : "trainings"} each`;
