/** @file Tables of stand-alone accuracy in any form that researchers bring; apart, since a page reads such a table only when one is opened. */
import type { Problem } from "../fieldReader.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { asked } from "./question.ts";
import type { Table } from "./table.ts";
import { readTableText } from "./tableText.ts";

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
