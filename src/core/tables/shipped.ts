/** @file Reads a table in the lab's own form, as the site ships it, without the readers of all others. */
import { parseJson, type ReadResult, readFields, refused } from "../fieldReader.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { assembleTable } from "./assemble.ts";
import { readNativeTable } from "./native.ts";
import type { Table } from "./table.ts";

/** Never throws. @param name of the file */
export function readShippedTable(text: string, space: SearchSpace, name: string): ReadResult<Table> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const raw = readFields(json.value, readNativeTable);
  if (!raw.ok) return raw;
  const architectures = raw.value.rows.map((row) => space.parse(row.text));
  const table = assembleTable(raw.value, architectures, space, name);
  return table.rows.length > 0
    ? { ok: true, value: table }
    : refused(`no row holds an accuracy of an architecture of ${space.title}`);
}
