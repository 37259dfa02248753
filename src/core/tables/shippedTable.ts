/** @file The tables that ship with the lab: its own form alone, so that a page reads them without the readers of strangers' files. */
import { parseJson, type ReadResult, readFields } from "../fieldReader.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { assembleTable } from "./assemble.ts";
import { readNativeTable } from "./native.ts";
import type { Table } from "./table.ts";

/** Never throws; a problem names the first bad field. @param name of the file */
export function readShippedTable(text: string, space: SearchSpace, name: string): ReadResult<Table> {
  const json = parseJson(text);
  const raw = json.ok ? readFields(json.value, readNativeTable) : json;
  if (!raw.ok) return raw;
  const architectures = raw.value.rows.map((row) => space.parse(row.text));
  return { ok: true, value: assembleTable(raw.value, architectures, space, name) };
}
