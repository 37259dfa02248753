/** @file Tables as CSV: `arch,val_acc,test_acc[,supernet_acc][,params]` and relatives. */
import { splitCsv } from "../csv.ts";
import { type ReadResult, refused } from "../fieldReader.ts";
import { columnOf } from "./columns.ts";
import type { Quantity, RawRow, RawTable } from "./rawTable.ts";

export function readCsvTable(text: string): ReadResult<RawTable> {
  const [firstLine = ""] = text.split("\n", 1);
  const separator = firstLine.includes("\t")
    ? "\t"
    : firstLine.includes(";") && !firstLine.includes(",")
      ? ";"
      : ",";
  const [header, ...lines] = splitCsv(text, separator);
  if (!header) return refused("the file is empty");
  const columns = header.cells.map((name) => ({ name, column: columnOf(name) }));
  const at = columns.findIndex(({ column }) => column?.kind === "architecture");
  if (at < 0)
    return refused(
      `the first line must name the columns, with one called "arch" (found: ${header.cells.slice(0, 6).join(", ")})`,
    );
  // A quantity that stands there both as accuracy and as error is read as accuracy.
  const asAccuracy = new Set(
    columns.flatMap(({ column }) => (column?.kind === "value" && !column.isError ? [column.quantity] : [])),
  );
  const used = columns.map(({ column }): Quantity | undefined =>
    column?.kind !== "value" || (column.isError && asAccuracy.has(column.quantity))
      ? undefined
      : column.quantity,
  );
  if (!used.includes("test") && !used.includes("validation"))
    return refused('no column holds an accuracy (call it "test_acc" or "val_acc")');

  const rows: RawRow[] = [];
  for (const line of lines) {
    const surplus = line.cells.length - columns.length;
    if (surplus < 0)
      return refused(
        `line ${line.number} has ${line.cells.length} cells where the first line has ${columns.length}`,
      );
    // Architectures hold the separator themselves (tuples, matrix;operations) and are often not quoted.
    const architecture = line.cells.slice(at, at + surplus + 1).join(separator);
    const cells = [...line.cells.slice(0, at), architecture, ...line.cells.slice(at + surplus + 1)];
    const values: { [Q in Quantity]?: number[] } = {};
    for (const [i, quantity] of used.entries()) {
      const cell = cells[i] as string;
      if (quantity === undefined || /^(|nan|none|null|n\/a|-)$/i.test(cell)) continue;
      const value = Number(cell.endsWith("%") ? cell.slice(0, -1) : cell);
      if (!Number.isFinite(value))
        return refused(`line ${line.number}: ${columns[i]?.name} is "${cell}", not a number`);
      values[quantity] = [...(values[quantity] ?? []), value];
    }
    rows.push({ where: `line ${line.number}`, text: architecture, values });
  }
  const ignored = columns.filter(({ column }, i) => column?.kind !== "architecture" && !used[i]);
  const quantities = [...new Set(used.filter((quantity) => quantity !== undefined))];
  return {
    ok: true,
    value: {
      form: "CSV",
      rows,
      errors: quantities.filter((quantity) => !asAccuracy.has(quantity)),
      notes: ignored.length > 0 ? [`Columns not used: ${ignored.map(({ name }) => name).join(", ")}.`] : [],
    },
  };
}
