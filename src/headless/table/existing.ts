/** @file What stands where a table is to be written: hours of trainings are not replaced by a handful unasked. */
import { existsSync } from "node:fs";
import { parseJson, readFields } from "../../core/fieldReader.ts";
import { readNativeTable } from "../../core/tables/native.ts";
import { readText } from "../files.ts";
import { UsageError } from "../usage.ts";

/**
 * @param space that the table which is to be written is of
 * @param rows its architectures
 * @param seeds trainings of each
 * @throws UsageError where the file is a table in the lab's own form of another space, or with more of either
 */
export function refuseToShrink(file: string, space: string, rows: number, seeds: number): void {
  if (!existsSync(file)) return;
  const json = parseJson(readText(file));
  if (!json.ok) return;
  const table = readFields(json.value, readNativeTable);
  if (!table.ok) return;
  const named = readFields(json.value, (root) => root.at("space").text());
  const { rows: held } = table.value;
  const most = held.reduce(
    (highest, { values: { test = [], validation = [] } }) =>
      Math.max(highest, test.length, validation.length),
    0,
  );
  const isOther = named.ok && named.value !== space;
  if (!isOther && held.length <= rows && most <= seeds) return;
  throw new UsageError(
    `${file} is a table of ${sizeOf(held.length, most)}${isOther ? ` of ${named.value}` : ""}, and what was asked for is one of ${sizeOf(rows, seeds)}${isOther ? ` of ${space}` : ""}: write it to another file, or replace that table with --force`,
  );
}

const sizeOf = (rows: number, seeds: number): string =>
  `${rows} ${rows === 1 ? "architecture" : "architectures"} with ${seeds} ${seeds === 1 ? "training" : "trainings"} each`;
