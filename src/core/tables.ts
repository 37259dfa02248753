/** @file Stand-alone accuracy by architecture: the lab's own tables and those that researchers bring. */
import type { SearchSpace } from "./spaces/space.ts";
import type { Table, TableRow } from "./tables/table.ts";

export type { Table, TableRow };

/** Stand-alone accuracies per index of a pool (architectures in the space's notation); `undefined` where the table has none. */
export function poolGroundTruths(
  pool: readonly string[],
  space: SearchSpace,
  table: Table,
): (number | undefined)[] {
  return pool.map((text) => rowOf(text, space, table)?.accuracy);
}

/** The table's row of an architecture, whichever of its isomorphic encodings is asked for. */
export function rowOf(text: string, space: SearchSpace, table: Table): TableRow | undefined {
  const architecture = space.parse(text);
  return architecture && table.byKey.get(space.canonical(architecture));
}
