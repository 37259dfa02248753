/** @file The stand-alone accuracies that a super-net is judged by: the shipped table of the space, or a user's own. */
import { datasetOf } from "../core/datasets.ts";
import { isOwnImages } from "../core/ownImagesId.ts";
import { judgedBy, type ResolvedRun, resolveRun } from "../core/resolveRun.ts";
import type { RunConfig } from "../core/run.ts";
import { spaceById } from "../core/spaces/index.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import { isOnSameImages } from "../core/tables/fit.ts";
import { readShippedTable } from "../core/tables/shipped.ts";
import { rowOf, type Table, type TableRow } from "../core/tables.ts";
import { fetchBytes } from "../worker/fetchBytes.ts";

export type Truth =
  | { readonly status: "loading" }
  /** No table for the space: the page trains and shows scores, but cannot judge them. */
  | {
      readonly status: "none";
      readonly reason: string /** It may come when asked for again. */;
      readonly mayCome?: true;
    }
  | {
      readonly status: "ready";
      readonly table: Table;
      readonly origin: "shipped" | "file";
      readonly source: TableSource;
    };

/** What a table was read from. */
export interface TableSource {
  readonly file: Blob;
  /** What the file's owner said of it, `column=meaning`. */
  readonly answers: readonly string[];
}

/** Reads the table that ships for a space. Rejects only when aborted: what else went wrong is the reason of a "none". */
export async function loadShipped(space: SearchSpace, base: string, signal: AbortSignal): Promise<Truth> {
  try {
    const file = `${space.judgedBy ?? space.id}.json`;
    const answer = await fetchBytes(new URL(`tables/${file}`, base), { signal });
    // A server for single-page sites answers with the page itself where there is no file.
    if (answer === "missing" || answer.type.includes("html"))
      return { status: "none", reason: `No table of stand-alone accuracies ships for ${space.title} yet.` };
    const read = readShippedTable(new TextDecoder().decode(answer.bytes), space, file);
    return read.ok
      ? {
          ...{ status: "ready", table: read.value, origin: "shipped" },
          source: { file: new Blob([answer.bytes]), answers: [] },
        }
      : { status: "none", reason: `The shipped table cannot be used: ${read.problem.message}` };
  } catch (error) {
    signal.throwIfAborted();
    const message = error instanceof Error ? error.message : String(error);
    return { status: "none", reason: `The table could not be loaded (${message}).`, mayCome: true };
  }
}

/** What a table must be of, to judge. */
type Task = Pick<RunConfig, "space" | "dataset">;

/** The table where it is one of the space and of the images. */
export function tableOf({ space, dataset: id }: Task, truth: Truth): Table | undefined {
  if (truth.status !== "ready" || truth.table.space !== space) return undefined;
  const dataset = datasetOf(id);
  const isOther = truth.origin === "shipped" && isOwnImages(id);
  return dataset && !isOther && isOnSameImages(truth.table, dataset) ? truth.table : undefined;
}

let last: { readonly config: RunConfig; readonly truth: Truth; readonly run: ResolvedRun } | undefined;

/** What follows from a choice, judged by the table where that is one of the space. The last is remembered: every row was looked at. */
export function resolved(config: RunConfig, truth: Truth): ResolvedRun {
  if (last?.config === config && last.truth === truth) return last.run;
  const run = resolveRun(config, judgedBy(tableOf(config, truth)));
  last = { config, truth, run };
  return run;
}

/** The table's row per architecture. */
export function rowsFor(
  architectures: readonly string[],
  task: Task,
  truth: Truth,
): readonly (TableRow | undefined)[] {
  const [table, space] = [tableOf(task, truth), spaceById(task.space)];
  if (!table || !space) return architectures.map(() => undefined);
  return architectures.map((text) => rowOf(text, space, table));
}
