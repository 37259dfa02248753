/**
 * @file The lab's own tables, written and read. Version 4:
 *
 *     { format: "super-net-lab/table", version: 4, space, dataset: {id, sha256}, recipe: {…}, engine, seeds: [1001, 1002], code,
 *       created, cost: {trainings, coreSeconds}, rows: [{ architecture, source, parameters, flops, gradientNorm, test: [accuracy per seed],
 *       validation: [accuracy per seed], loss: [training loss of the last epoch per seed, null where it diverged] }] }
 *
 * `cost` is absent where no training's time is known. Version 2 had no loss, version 1 neither source nor gradientNorm; how its rows were chosen is not known. Version 3 is a stranger's table, which tells
 * less: `{ format, version: 3, space, from: {file, form}, rows: [{ architecture, test, validation, superNet?, parameters?, flops? }] }`,
 * with as many accuracies per row as there were.
 */
import type { Field } from "../fieldReader.ts";
import { quoted } from "./question.ts";
import { type Provenance, type RawRow, type RawTable, type RowSource, rowSources } from "./rawTable.ts";
import type { Table } from "./table.ts";

export const tableFormat = "super-net-lab/table";

/** Of the tables that the lab makes. */
const presentVersion = 4;

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

const importedVersion = 3;
const optional = ["superNet", "parameters", "flops"] as const;

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

function readImported(root: Field): RawTable {
  const from = root.at("from");
  const rows = root
    .at("rows")
    .items()
    .map((row, index): RawRow => {
      const list = (key: string): number[] =>
        row
          .at(key)
          .items()
          .map((item) => item.fraction());
      return {
        where: `rows[${index}]`,
        text: row.at("architecture").text(),
        values: {
          test: list("test"),
          validation: list("validation"),
          ...Object.fromEntries(
            optional.flatMap((key) => (row.at(key).isMissing ? [] : [[key, [row.at(key).number(0)]]])),
          ),
        },
      };
    });
  return {
    form: `super-net lab table, from ${quoted(from.at("file").text())} (${quoted(from.at("form").text())})`,
    rows,
    notes: [],
  };
}

/** Reads the parsed file; gives up on the first bad field (see `readFields`). Accuracies must be fractions. */
export function readNativeTable(root: Field): RawTable {
  const version = root.at("version").count();
  if (version === importedVersion) return readImported(root);
  if (version < 1 || version > presentVersion)
    root.at("version").fail("1, 2, 3 or 4, the versions that this lab reads");
  const [dataset, engine, cost] = [root.at("dataset"), root.at("engine"), root.at("cost")];
  const seeds = root
    .at("seeds")
    .items()
    .map((item) => item.count());
  root.at("recipe").entries();
  const rows = root
    .at("rows")
    .items()
    .map((row, index) => {
      const perSeed = (key: string): number[] =>
        row
          .at(key)
          .items(seeds.length)
          .map((item) => item.fraction());
      return {
        where: `rows[${index}]`,
        text: row.at("architecture").text(),
        values: {
          test: perSeed("test"),
          validation: perSeed("validation"),
          parameters: [row.at("parameters").number(0)],
          flops: [row.at("flops").number(0)],
          ...(version > 1 && { gradientNorm: [row.at("gradientNorm").number(0)] }),
          ...(version > 3 && {
            loss: row
              .at("loss")
              .items(seeds.length)
              .map((item) => item.numberOrNaN()),
          }),
        },
        ...(version > 1 && { source: row.at("source").oneOf(rowSources) }),
      };
    });
  return {
    form: "super-net lab table",
    rows,
    notes: [],
    provenance: {
      space: root.at("space").text(),
      dataset: { id: dataset.at("id").text(), sha256: dataset.at("sha256").text() },
      recipe: root.at("recipe").raw as Readonly<Record<string, unknown>>,
      ...(!engine.isMissing && { engine: engine.text() }),
      seeds,
      code: root.at("code").text(),
      created: root.at("created").text(),
      ...(!cost.isMissing && {
        cost: { trainings: cost.at("trainings").count(), coreSeconds: cost.at("coreSeconds").number(0) },
      }),
    },
  };
}
