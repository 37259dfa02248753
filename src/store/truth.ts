/** @file The stand-alone accuracies that a super-net is judged by: the shipped table of the space, or a user's own. */
import { judgedBy, type ResolvedRun, resolveRun } from "../core/resolveRun.ts";
import type { RunConfig } from "../core/run.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import { readShippedTable } from "../core/tables/shippedTable.ts";
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
  | { readonly status: "ready"; readonly table: Table; readonly origin: "shipped" | "file" };

/** Reads the table that ships for a space. Rejects only when aborted: what else went wrong is the reason of a "none". */
export async function loadShipped(space: SearchSpace, base: string, signal: AbortSignal): Promise<Truth> {
  try {
    const file = `${space.judgedBy ?? space.id}.json`;
    const answer = await fetchBytes(new URL(`tables/${file}`, base), { signal });
    // A server for single-page sites answers with the page itself where there is no file.
    if (answer === "missing" || answer.type.includes("html"))
      return { status: "none", reason: `No table of stand-alone accuracies ships for ${space.title} yet.` };
    const parsed = readShippedTable(new TextDecoder().decode(answer.bytes), space, file);
    return parsed.ok
      ? { status: "ready", table: parsed.value, origin: "shipped" }
      : { status: "none", reason: `The shipped table cannot be used: ${parsed.problem.message}` };
  } catch (error) {
    signal.throwIfAborted();
    const message = error instanceof Error ? error.message : String(error);
    return { status: "none", reason: `The table could not be loaded (${message}).`, mayCome: true };
  }
}

/** What follows from a choice, judged by the table where that is one of the space. */
export function resolved(config: RunConfig, truth: Truth): ResolvedRun {
  const isOfSpace = truth.status === "ready" && truth.table.space === config.space;
  return resolveRun(config, judgedBy(isOfSpace ? truth.table : undefined));
}

/** The table's row per architecture. */
export function rowsFor(
  architectures: readonly string[],
  space: SearchSpace,
  truth: Truth,
): readonly (TableRow | undefined)[] {
  if (truth.status !== "ready" || truth.table.space !== space.id) return architectures.map(() => undefined);
  return architectures.map((text) => rowOf(text, space, truth.table));
}
