/** @file Stand-alone accuracy by architecture: the lab's own tables and those that researchers bring. */
import { type Problem, parseJson, readFields, refused } from "./fieldReader.ts";
import type { SearchSpace } from "./spaces/space.ts";
import { assembleTable } from "./tables/assemble.ts";
import { readCsvTable } from "./tables/csv.ts";
import { readForeignJson } from "./tables/foreignJson.ts";
import { readNativeTable, tableFormat } from "./tables/native.ts";
import type { Provenance, RowSource } from "./tables/rawTable.ts";

/** What is known of one architecture. Accuracies are fractions. */
export interface TableRow {
  /** The space's canonical form. */
  readonly key: string;
  /** In the space's notation; of several encodings of one architecture, the first in the file. */
  readonly architecture: string;
  /** Mean over the seeds, on the images that the table is judged by. */
  readonly accuracy: number;
  /** Per seed; empty where the file has none. */
  readonly test: readonly number[];
  readonly validation: readonly number[];
  /** Accuracy in some super-net, where the file brings one. */
  readonly superNet?: number;
  readonly parameters?: number;
  readonly flops?: number;
  /** Zero-cost proxy: sum of the gradient norms of the kernels at initialization, mean over the seeds. */
  readonly gradientNorm?: number;
  /** How it was chosen; absent where the file does not say. */
  readonly source?: RowSource;
}

export interface Table {
  /** Of the file. */
  readonly name: string;
  /** Id of the search space. */
  readonly space: string;
  /** The form the file had, in words. */
  readonly form: string;
  /** Which images `accuracy` counts: test, or validation where no row has test accuracy. */
  readonly judgedBy: "test" | "validation";
  /** In the order of the file, one per canonical architecture. */
  readonly rows: readonly TableRow[];
  readonly byKey: ReadonlyMap<string, TableRow>;
  readonly best: number;
  /** Most seeds that a row has. */
  readonly seeds: number;
  readonly noise: {
    /** Mean |difference| between two seeds, an accuracy: what a threshold of S-KdT should not be below. */
    readonly seedDifference: number | undefined;
    /** Kendall τ-b between two seeds. */
    readonly ceiling: number | undefined;
  };
  /** Rows that are no architecture of the space; the first few with their place in the file. */
  readonly unknown: { readonly count: number; readonly examples: readonly string[] };
  /** Rows with a known architecture but no accuracy. */
  readonly unjudged: number;
  /** Rows that were averaged into another one with the same canonical form. */
  readonly duplicates: number;
  /** Decisions in reading that the visitor should know, one sentence each. */
  readonly notes: readonly string[];
  readonly provenance?: Provenance;
}

export type ParsedTable =
  | { readonly ok: true; readonly table: Table; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Reads a table in any of the known forms; never throws. A file that cannot be used comes back as a problem that names the
 * first offending row or field; rows of other spaces are left out, counted and named in the table.
 * `warnings` says in sentences what was left out, merged or decided.
 * @param name of the file
 */
export function parseTable(text: string, space: SearchSpace, name: string): ParsedTable {
  const raw = readRaw(text.replace(/^\ufeff/, ""));
  const table = raw.ok ? assembleTable(raw.value, space, name) : raw;
  return table.ok ? { ok: true, table: table.value, warnings: warningsOf(table.value, space) } : table;
}

function readRaw(text: string) {
  if (!/^\s*[{[]/.test(text)) return text.trim() === "" ? empty : readCsvTable(text);
  const json = parseJson(text);
  if (!json.ok) return json;
  return readFields(json.value, (root) =>
    root.type === "object" && !root.at("format").isMissing && root.at("format").text() === tableFormat
      ? readNativeTable(root)
      : readForeignJson(root),
  );
}

const empty = refused("the file is empty");

function warningsOf({ unknown, unjudged, duplicates, notes }: Table, space: SearchSpace): string[] {
  const rows = (count: number): string => (count === 1 ? "1 row" : `${count} rows`);
  const warnings = [...notes];
  if (unknown.count > 0) {
    const more = unknown.count > unknown.examples.length ? ", …" : "";
    warnings.push(
      `Left out ${rows(unknown.count)} that ${unknown.count === 1 ? "is no architecture" : "are no architectures"} of ${space.title}: ${unknown.examples.join(", ")}${more}.`,
    );
  }
  if (unjudged > 0) warnings.push(`Left out ${rows(unjudged)} without an accuracy.`);
  if (duplicates > 0)
    warnings.push(`Averaged ${rows(duplicates)} into others that compute the same function.`);
  return warnings;
}

/** Stand-alone accuracy per index of a pool (architectures in the space's notation); `undefined` where the table has none. */
export function poolTruths(
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
