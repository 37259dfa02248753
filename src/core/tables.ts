/** @file Stand-alone accuracy by architecture: the lab's own tables and those that researchers bring. */
import { type Problem, parseJson, readFields, refused } from "./fieldReader.ts";
import type { SearchSpace } from "./spaces/space.ts";
import { assembleTable } from "./tables/assemble.ts";
import { readCsvTable } from "./tables/csv.ts";
import { readForeignJson } from "./tables/foreignJson.ts";
import { readNativeTable, tableFormat } from "./tables/native.ts";
import type { Table, TableRow } from "./tables/table.ts";

export type { Table, TableRow };

export type ParsedTable =
  | { readonly ok: true; readonly table: Table; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Reads a table in any of the known forms; never throws. A file that cannot be used comes back as a problem that names the
 * first offending row or field; rows of other spaces are left out, counted and named in the table.
 * `warnings` says in sentences what was left out, merged or decided.
 * @param name of the file
 */
export function parseTable(text: string, space: SearchSpace, name: string): ParsedTable {
  const raw = readRaw(text.replace(/^\ufeff/, ""));
  const table = raw.ok ? assembleTable(raw.value, space, name) : raw;
  return table.ok ? { ok: true, table: table.value, warnings: warningsOf(table.value, space) } : table;
}

function readRaw(text: string) {
  if (!/^\s*[{[]/.test(text)) return text.trim() === "" ? empty : readCsvTable(text);
  const json = parseJson(text);
  if (!json.ok) return json;
  return readFields(json.value, (root) =>
    root.type === "object" && !root.at("format").isMissing && root.at("format").text() === tableFormat
      ? readNativeTable(root)
      : readForeignJson(root),
  );
}

const empty = refused("the file is empty");

function warningsOf({ unknown, unjudged, duplicates, notes }: Table, space: SearchSpace): string[] {
  const rows = (count: number): string => (count === 1 ? "1 row" : `${count} rows`);
  const warnings = [...notes];
  if (unknown.count > 0) {
    const more = unknown.count > unknown.examples.length ? ", …" : "";
    warnings.push(
      `Left out ${rows(unknown.count)} that ${unknown.count === 1 ? "is no architecture" : "are no architectures"} of ${space.title}: ${unknown.examples.join(", ")}${more}.`,
    );
  }
  if (unjudged > 0) warnings.push(`Left out ${rows(unjudged)} without an accuracy.`);
  if (duplicates > 0)
    warnings.push(`Averaged ${rows(duplicates)} into others that compute the same function.`);
  return warnings;
}

/** Stand-alone accuracy per index of a pool (architectures in the space's notation); `undefined` where the table has none. */
export function poolTruths(
  pool: readonly string[],
  space: SearchSpace,
  table: Table,
): (number | undefined)[] {
  return pool.map((text) => rowOf(text, space, table)?.accuracy);
}

/** The table's row of an architecture, whichever of its isomorphic encodings is asked for. */
export function rowOf(text: string, space: SearchSpace, table: Table): TableRow | undefined {
  const architecture = space.parse(text);
  return architecture && table.byKey.get(space.canonical(architecture));
}
