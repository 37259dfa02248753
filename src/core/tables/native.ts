/**
 * @file The lab's own tables, version 1:
 *
 *     { format: "super-net-lab/table", version: 1, space, dataset: {id, sha256}, recipe: {…}, seeds: [0, 1], code, created,
 *       rows: [{ architecture, parameters, flops, test: [accuracy per seed], validation: [accuracy per seed] }] }
 */
import type { Field } from "../fieldReader.ts";
import type { RawTable } from "./rawTable.ts";

export const tableFormat = "super-net-lab/table";

/** Reads the parsed file; gives up on the first bad field (see `readFields`). Accuracies must be fractions. */
export function readNativeTable(root: Field): RawTable {
  if (root.at("version").count() !== 1) root.at("version").fail("1, the version that this lab reads");
  const dataset = root.at("dataset");
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
        },
      };
    });
  return {
    form: "super-net lab table",
    rows,
    errors: [],
    notes: [],
    provenance: {
      space: root.at("space").text(),
      dataset: { id: dataset.at("id").text(), sha256: dataset.at("sha256").text() },
      recipe: root.at("recipe").raw as Readonly<Record<string, unknown>>,
      seeds,
      code: root.at("code").text(),
      created: root.at("created").text(),
    },
  };
}
