/** @file Sizes that a table does not tell, counted from the networks. */
import { datasetOf, datasets } from "../datasets.ts";
import { defaultsFor, standAloneRecipe } from "../heuristics/index.ts";
import { countFlops, countParameters } from "../network/count.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { drawnTable, maxKnown } from "./drawn.ts";
import { passOver, type TellProgress, untold } from "./progress.ts";
import type { Table, TableRow } from "./table.ts";

const titles = { parameters: "parameters", flops: "FLOPs" } as const;
const sizes = ["parameters", "flops"] as const;

/**
 * The table with parameters in every row that can come to judge (`maxKnown`: a network takes up to a millisecond to build), where it lacks
 * some, and with FLOPs, where it lacks these, too, or some of them: of the network that the architecture would be alone, at the space's defaults, on the
 * images that the table was made on where the lab has them, else on the lab's. What does not reach the output is not counted. A size that
 * every row of the file tells stays; the lab's are never mixed into a column of the file's, which may count otherwise.
 */
export function withCountedSizes(
  table: Table,
  space: SearchSpace,
  tell: TellProgress = untold,
): { readonly table: Table; readonly note?: string } {
  const lacking = (size: "parameters" | "flops"): number =>
    table.rows.filter((row) => row[size] === undefined).length;
  const hasGaps = (size: "parameters" | "flops"): boolean =>
    lacking(size) > 0 && lacking(size) < table.rows.length;
  if (lacking("parameters") === 0 && !hasGaps("flops")) return { table };
  const wanted = sizes.filter((size) => lacking(size) > 0);
  const judging = new Set(drawnTable(table, maxKnown).table.rows);
  const { input, classes, title } = datasetOf(table.provenance?.dataset.id ?? "") ?? datasets[0];
  const { network } = standAloneRecipe(space, defaultsFor(space));
  const counted = (row: TableRow): TableRow => {
    const architecture = judging.has(row) ? space.parse(row.architecture) : undefined;
    const built = architecture && space.build(architecture, network, input, classes.length);
    const found = built && { parameters: countParameters(built), flops: countFlops(built) };
    return { ...row, ...Object.fromEntries(wanted.map((size) => [size, found?.[size]])) };
  };
  const rows = passOver(table.rows, counted, tell);
  const partly = wanted.filter(hasGaps);
  const reason =
    partly.length > 0
      ? partly
          .map((size) => {
            const empty = lacking(size);
            return `The column for ${titles[size]} is left out, ${empty} ${empty === 1 ? "cell is" : "cells are"} empty`;
          })
          .join("; ")
      : wanted.length === 2
        ? "The file tells no sizes"
        : "The file tells no parameters";
  return {
    table: { ...table, rows, byKey: new Map(rows.map((row) => [row.key, row])) },
    note: `${reason}: ${wanted.map((size) => titles[size]).join(" and ")} are those of the lab's networks on ${title} in ${judging.size < rows.length ? `the ${judging.size}` : "all"} rows that can judge, without what does not reach the output.`,
  };
}
