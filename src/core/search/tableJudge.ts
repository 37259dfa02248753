/** @file What a table says of finds: the same rows and the same accuracies for page and terminal, however few rows the run is judged by. */
import { datasetOf } from "../datasets.ts";
import { recipeOf } from "../heuristics/index.ts";
import { judgingRows, poolOf } from "../pool.ts";
import { patched, type Recipe } from "../recipe.ts";
import type { RunConfig } from "../run.ts";
import { spaceById } from "../spaces/index.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { drawnTable, maxKnown } from "../tables/drawn.ts";
import { isOnSameImages } from "../tables/fit.ts";
import { rowOf, type Table, type TableRow } from "../tables.ts";
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
  return {
    rows: rowsAdmitted(space, recipeOf(space, config.settings), table),
    truthOf: (architecture) => rowOf(architecture, space, table)?.accuracy ?? trained.get(architecture),
  };
}

function rowsAdmitted(space: SearchSpace, recipe: Recipe, table: Table): TableRow[] {
  const { rows: listed } = drawnTable(table, maxKnown).table;
  const everything = patched(recipe, {
    evaluation: { pool: listed.length },
    training: { landmarkWeight: 0 },
  });
  const { scored } = poolOf(space, listed, everything);
  return judgingRows(scored.map((text) => rowOf(text, space, table))).filter((row) => row !== undefined);
}

const bests = new WeakMap<Table, Map<string, number>>();

/**
 * The best stand-alone accuracy, a fraction, among the rows that judge finds: what regret is held against, for the search of a run as for
 * its own ranking. Remembered per table and by what decides which rows these are, since every row is looked at.
 * @param table of the run's space and images
 */
export function bestAdmitted({ space: id, settings }: RunConfig, table: Table): number | undefined {
  const space = spaceById(id);
  if (!space) return undefined;
  const recipe = recipeOf(space, settings);
  const key = JSON.stringify([id, recipe.network, recipe.evaluation.judgeEqual]);
  const known = bests.get(table) ?? new Map<string, number>();
  bests.set(table, known);
  const best =
    known.get(key) ??
    rowsAdmitted(space, recipe, table).reduce((most, row) => Math.max(most, row.accuracy), 0);
  known.set(key, best);
  return best;
}
