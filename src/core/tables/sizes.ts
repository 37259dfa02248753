/** @file Sizes that a table does not tell, counted from the networks. */
import { datasetOf, datasets } from "../datasets.ts";
import { defaultsFor, standAloneRecipe } from "../heuristics/index.ts";
import { countFlops, countParameters } from "../network/count.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { passOver, type TellProgress, untold } from "./progress.ts";
import type { Table, TableRow } from "./table.ts";

/** A network takes up to a millisecond to build. */
const maxCounted = 20_000;

/**
 * The table with parameters and FLOPs in every row, where it lacks the former: of the network that the architecture would be alone, at
 * the space's defaults, on the images that the table was made on where the lab has them, else on the lab's. What does not reach the output
 * is not counted.
 */
export function withCountedSizes(
  table: Table,
  space: SearchSpace,
  tell: TellProgress = untold,
): { readonly table: Table; readonly note?: string } {
  const lacking = table.rows.filter((row) => row.parameters === undefined).length;
  if (lacking === 0) return { table };
  if (table.rows.length > maxCounted)
    return { table, note: `Sizes were not counted: the table has more than ${maxCounted} architectures.` };
  const { input, classes, title } = datasetOf(table.provenance?.dataset.id ?? "") ?? datasets[0];
  const { network } = standAloneRecipe(space, defaultsFor(space));
  const counted = (row: TableRow): TableRow => {
    const architecture = space.parse(row.architecture);
    if (!architecture) return row;
    const built = space.build(architecture, network, input, classes.length);
    return { ...row, parameters: countParameters(built), flops: countFlops(built) };
  };
  const rows = passOver(table.rows, counted, tell);
  return {
    table: { ...table, rows, byKey: new Map(rows.map((row) => [row.key, row])) },
    note: `${lacking === rows.length ? "The file tells no sizes" : `${lacking} rows tell no size`}: parameters and FLOPs are those of the lab's networks on ${title}, without what does not reach the output.`,
  };
}
