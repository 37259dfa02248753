/** @file A table as it stands in a file, before architectures are recognised and accuracies checked. */

/** What a table tells of an architecture. */
export type Quantity = "test" | "validation" | "superNet" | "parameters" | "flops" | "gradientNorm" | "loss";

/**
 * How an architecture came into a table. uniform: drawn uniformly over the unique architectures of the space. admitted: the same over
 * those that the space's default recipe admits. picked: by size, by hand or otherwise, so that correlations over it say little.
 */
export const rowSources = ["uniform", "admitted", "picked"] as const;
export type RowSource = (typeof rowSources)[number];

/** Accuracies are fractions. Several values of a quantity are several seeds. */
export interface RawRow {
  /** Where it stands, for messages: "line 7", "rows[3]". */
  readonly where: string;
  /** The architecture as written. */
  readonly text: string;
  readonly values: { readonly [Q in Quantity]?: readonly number[] };
  /** Absent where the file does not say. */
  readonly source?: RowSource;
}

export interface RawTable {
  /** The form that was recognised, in words. */
  readonly form: string;
  readonly rows: readonly RawRow[];
  /** What the reader decided or left out, one sentence each. */
  readonly notes: readonly string[];
  /** The first cell that should hold an accuracy and does not, with its place. */
  readonly broken?: string | undefined;
  readonly provenance?: Provenance;
}

/** How a table was made, where it says so. */
export interface Provenance {
  /** Of the space, as the table names it. */
  readonly space: string;
  readonly dataset: { readonly id: string; readonly sha256: string };
  /** The stand-alone recipe, a plain record. */
  readonly recipe: Readonly<Record<string, unknown>>;
  readonly seeds: readonly number[];
  /** On which engine it was trained; absent in tables of labs that had one. */
  readonly engine?: string;
  /** Version of the code. */
  readonly code: string;
  /** ISO date. */
  readonly created: string;
  /** What its trainings took, as far as that was kept. */
  readonly cost?: TableCost;
}

export interface TableCost {
  /** Those whose time is known. */
  readonly trainings: number;
  /** Seconds of processor time of them all. */
  readonly coreSeconds: number;
}
