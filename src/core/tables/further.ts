/** @file Tables that ship beside the one that judges a space by itself. */
import type { Settings } from "../settings.ts";
import { spaceById } from "../spaces/index.ts";

interface FurtherTable {
  /** Space of its architectures; whoever is judged by the table of that space can be judged by this one. */
  readonly space: string;
  /** In the folder of tables. */
  readonly file: string;
  /** What differs from the recipe of the other. */
  readonly settings: Settings;
  /** The same, as part of a sentence: "trained alone …". */
  readonly trained: string;
  /** What one asks it. */
  readonly purpose: string;
}

export const furtherTables: readonly FurtherTable[] = [
  {
    space: "nasbench201",
    file: "nasbench201-2-cells.json",
    settings: { cells: 2 },
    trained: "with two cells a stage",
    purpose: "how much of a ranking is lost because super-net and networks trained alone differ in depth",
  },
];

/** Those that can judge the runs of a space. */
export function furtherTablesOf(space: string): readonly FurtherTable[] {
  const judging = spaceById(space)?.judgedBy ?? space;
  return furtherTables.filter((one) => one.space === judging);
}
