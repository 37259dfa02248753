/** @file Writes the lab's own tables, as `native.ts` reads them; no page needs it before something is saved. */
import { importedVersion, optional, presentVersion, tableFormat } from "./native.ts";
import type { Provenance, RowSource } from "./rawTable.ts";
import type { Table } from "./table.ts";

export interface NativeRow {
  readonly architecture: string;
  readonly source: RowSource;
  readonly parameters: number;
  readonly flops: number;
  readonly gradientNorm: number;
  /** Fractions, one per seed of the table. */
  readonly test: readonly number[];
  readonly validation: readonly number[];
  /** Mean training loss of the last epoch (nats), one per seed; null where the training diverged. */
  readonly loss: readonly (number | null)[];
}

export interface NativeTable extends Provenance {
  readonly rows: readonly NativeRow[];
}

/** The text of a table's file, of the present version; one row a line, so that differences between two tables can be read. */
export function printNativeTable({ rows, ...provenance }: NativeTable): string {
  const { space, dataset, recipe, engine, seeds, code, created, cost } = provenance;
  const head = {
    ...{ format: tableFormat, version: presentVersion },
    ...{ space, dataset, recipe, engine, seeds, code, created, cost },
  };
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "rows": [\n${lines}\n  ]\n}\n`;
}

/** The text of a table that was read from a stranger's file. */
export function printImportedTable({ name, form, space, rows }: Table): string {
  const head = { format: tableFormat, version: importedVersion, space, from: { file: name, form } };
  const lines = rows.map(({ architecture, test, validation, ...row }) => {
    const sizes = Object.fromEntries(
      optional.flatMap((key) => (row[key] === undefined ? [] : [[key, row[key]]])),
    );
    return `    ${JSON.stringify({ architecture, test, validation, ...sizes })}`;
  });
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "rows": [\n${lines.join(",\n")}\n  ]\n}\n`;
}
