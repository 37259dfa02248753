/**
 * @file The lab's own tables, as they are read; `printTable.ts` writes them. Version 4:
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
import { type RawRow, type RawTable, rowSources } from "./rawTable.ts";

export const tableFormat = "super-net-lab/table";

/** Of the tables that the lab makes. */
export const presentVersion = 4;

export const importedVersion = 3;
/** Of a row, where the file has them. */
export const optional = ["superNet", "parameters", "flops"] as const;

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
