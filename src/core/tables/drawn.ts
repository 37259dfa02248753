/** @file Of a large table, the rows that can come to judge: a uniform draw, so that a run need not look at all of them. */
import { createRandom, shuffled } from "../random.ts";
import type { Table } from "./table.ts";

/** A page looks at every row before a run, within a tenth of a second. */
export const maxJudging = 1000;

/** All of NAS-Bench-201 tells what a find is worth; of larger tables a uniform draw, since every row must be looked at. */
export const maxKnown = 20_000;

/**
 * The table with `most` of its rows, drawn uniformly and in the order of the file, the same ones everywhere: always from the `maxKnown`
 * that a page keeps of a larger table. How many seeds there are stays that of all rows.
 */
export function drawnTable(
  table: Table,
  most = maxJudging,
): { readonly table: Table; readonly note?: string } {
  const { length } = table.rows;
  if (length <= most) return { table };
  const from = most < maxKnown ? drawnTable(table, maxKnown).table.rows : table.rows;
  const drawn = shuffled(
    from.map((_, index) => index),
    createRandom(1).fork("rows of a table"),
  )
    .slice(0, most)
    .sort((a, b) => a - b);
  const rows = drawn.flatMap((index) => from[index] ?? []);
  return {
    table: { ...table, rows, byKey: new Map(rows.map((row) => [row.key, row])) },
    note: `Of the ${length} architectures with an accuracy ${most} can come to judge, drawn at random.`,
  };
}
