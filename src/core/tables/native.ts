/**
 * @file The lab's own tables, written and read. Version 2:
 *
 *     { format: "super-net-lab/table", version: 2, space, dataset: {id, sha256}, recipe: {…}, engine, seeds: [1001, 1002], code,
 *       created, rows: [{ architecture, source, parameters, flops, gradientNorm, test: [accuracy per seed], validation: [accuracy per seed] }] }
 *
 * Version 1 had neither source nor gradientNorm; how its rows were chosen is not known.
 */
import type { Field } from "../fieldReader.ts";
import { type Provenance, type RawTable, type RowSource, rowSources } from "./rawTable.ts";

export const tableFormat = "super-net-lab/table";

const presentVersion = 2;

export interface NativeRow {
  readonly architecture: string;
  readonly source: RowSource;
  readonly parameters: number;
  readonly flops: number;
  readonly gradientNorm: number;
  /** Fractions, one per seed of the table. */
  readonly test: readonly number[];
  readonly validation: readonly number[];
}

export interface NativeTable extends Provenance {
  readonly rows: readonly NativeRow[];
}

/** The text of a table's file, of the present version; one row a line, so that differences between two tables can be read. */
export function printNativeTable({ rows, ...provenance }: NativeTable): string {
  const { space, dataset, recipe, engine, seeds, code, created } = provenance;
  const head = {
    ...{ format: tableFormat, version: presentVersion },
    ...{ space, dataset, recipe, engine, seeds, code, created },
  };
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "rows": [\n${lines}\n  ]\n}\n`;
}

/** Reads the parsed file; gives up on the first bad field (see `readFields`). Accuracies must be fractions. */
export function readNativeTable(root: Field): RawTable {
  const version = root.at("version").count();
  if (version < 1 || version > presentVersion)
    root.at("version").fail("1 or 2, the versions that this lab reads");
  const [dataset, engine] = [root.at("dataset"), root.at("engine")];
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
    },
  };
}
