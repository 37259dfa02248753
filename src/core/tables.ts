/** @file Stand-alone accuracy by architecture: the lab's own tables and those that researchers bring. */
import type { Problem } from "./fieldReader.ts";
import type { SearchSpace } from "./spaces/space.ts";
import { asked } from "./tables/question.ts";
import type { Table, TableRow } from "./tables/table.ts";
import { readTableText } from "./tables/tableText.ts";

export type { Table, TableRow };

export type ParsedTable =
  | { readonly ok: true; readonly table: Table; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Reads a table in any of the known forms; never throws. A file that cannot be used, or that leaves a question open, comes back as a
 * problem; rows of other spaces are left out, counted and named in the table.
 * `warnings` says in sentences what was left out, merged or decided.
 * @param name of the file
 * @param maps answers of the file's owner, `column=meaning`
 */
export function parseTable(
  text: string,
  space: SearchSpace,
  name: string,
  maps: readonly string[] = [],
): ParsedTable {
  const { table, problem, understood } = readTableText(text, space, name, maps);
  if (table) return { ok: true, table, warnings: understood.notes };
  const [question] = understood.questions;
  return { ok: false, problem: problem ?? { message: question ? asked(question) : "the table is empty" } };
}

/** Stand-alone accuracies per index of a pool (architectures in the space's notation); `undefined` where the table has none. */
export function poolGroundTruths(
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
