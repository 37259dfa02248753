/** @file The stand-alone accuracies that a super-net is judged by: the shipped table of the space, or a visitor's own. */
import { datasetOf } from "../core/datasets.ts";
import { recipeOf, standAloneRecipe } from "../core/heuristics/index.ts";
import { poolOf } from "../core/pool.ts";
import type { RunConfig } from "../core/run.ts";
import { spaceById } from "../core/spaces/index.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import { fitOf, type TableFit } from "../core/tables/fit.ts";
import { parseTable, rowOf, type Table, type TableRow } from "../core/tables.ts";

export type Truth =
  | { readonly status: "loading" }
  /** No table for the space: the page trains and shows scores, but cannot judge them. */
  | { readonly status: "none"; readonly reason: string }
  | { readonly status: "ready"; readonly table: Table; readonly origin: "shipped" | "file" };

/** Reads the table that ships for a space. Never rejects: what went wrong is the reason of a "none". */
export async function loadShipped(space: SearchSpace, base: string): Promise<Truth> {
  try {
    const file = `${space.judgedBy ?? space.id}.json`;
    const answer = await fetch(new URL(`tables/${file}`, base));
    // A server for single-page sites answers with the page itself where there is no file.
    const isJson = answer.headers.get("content-type")?.includes("json") ?? true;
    if (!answer.ok || !isJson)
      return { status: "none", reason: `No table of stand-alone accuracies ships for ${space.title} yet.` };
    const parsed = parseTable(await answer.text(), space, file);
    return parsed.ok
      ? { status: "ready", table: parsed.table, origin: "shipped" }
      : { status: "none", reason: `The shipped table cannot be used: ${parsed.problem.message}` };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: "none", reason: `The table could not be loaded (${message}).` };
  }
}

/** The table's rows; none while there is no table of the space. */
export function rowsOf(space: SearchSpace, truth: Truth): readonly TableRow[] {
  return truth.status === "ready" && truth.table.space === space.id ? truth.table.rows : [];
}

/** The table's row per index of the pool. */
export function rowsFor(
  pool: readonly string[],
  space: SearchSpace,
  truth: Truth,
): readonly (TableRow | undefined)[] {
  if (truth.status !== "ready" || truth.table.space !== space.id) return pool.map(() => undefined);
  return pool.map((text) => rowOf(text, space, truth.table));
}

/** What must be known of how the architectures that judge were chosen; nothing where they are a uniform draw. */
export function truthSource(truth: Truth, { space: id, settings }: RunConfig): string | undefined {
  const space = spaceById(id);
  return space && poolOf(space, rowsOf(space, truth), recipeOf(space, settings)).remark;
}

/** Whether the table tells of what is chosen; nothing to say while there is none. */
export function truthFit(truth: Truth, { space: id, dataset: dataId, settings }: RunConfig): TableFit {
  const [space, dataset] = [spaceById(id), datasetOf(dataId)];
  if (truth.status !== "ready" || truth.table.space !== id || !space || !dataset) return {};
  return fitOf(truth.table, dataset, standAloneRecipe(space, settings));
}
