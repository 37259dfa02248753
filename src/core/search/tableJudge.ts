/** @file What a table says of finds: the same rows and the same accuracies for page and terminal, however few rows the run is judged by. */
import { datasetOf } from "../datasets.ts";
import { recipeOf } from "../heuristics/index.ts";
import { judgingRows, poolOf } from "../pool.ts";
import { patched } from "../recipe.ts";
import type { RunConfig } from "../run.ts";
import { spaceById } from "../spaces/index.ts";
import { drawnTable, maxKnown } from "../tables/drawn.ts";
import { isOnSameImages } from "../tables/fit.ts";
import { rowOf, type Table } from "../tables.ts";
import type { JudgingRow } from "./judge.ts";

export interface TableJudge {
  /** Uniform draws from what the run admits. */
  readonly rows: readonly JudgingRow[];
  /** Stand-alone accuracy of an architecture in the space's notation, a fraction; `undefined` where nobody knows it. */
  truthOf(architecture: string): number | undefined;
}

/**
 * Whatever the run was judged by, all rows of the table that its recipe admits judge a find, landmarks included.
 * @param table of the run's space; where it was made on other images it says nothing here
 * @param trained stand-alone accuracies that the table lacks, by architecture, from trainings as the table's
 * @throws RangeError where space or data set are unknown
 */
export function tableJudge(
  config: RunConfig,
  table: Table | undefined,
  trained: ReadonlyMap<string, number> = new Map(),
): TableJudge {
  const [space, dataset] = [spaceById(config.space), datasetOf(config.dataset)];
  if (!space || !dataset)
    throw new RangeError(`unknown space "${config.space}" or data set "${config.dataset}"`);
  if (!table || !isOnSameImages(table, dataset))
    return { rows: [], truthOf: (architecture) => trained.get(architecture) };
  const { rows: listed } = drawnTable(table, maxKnown).table;
  const everything = patched(recipeOf(space, config.settings), {
    evaluation: { pool: listed.length },
    training: { landmarkWeight: 0 },
  });
  const { scored } = poolOf(space, listed, everything);
  return {
    rows: judgingRows(scored.map((text) => rowOf(text, space, table))).filter((row) => row !== undefined),
    truthOf: (architecture) => rowOf(architecture, space, table)?.accuracy ?? trained.get(architecture),
  };
}
