/** @file What a table says once it is read: stand-alone accuracy by architecture of one space. */
import type { Provenance, RowSource } from "./rawTable.ts";

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
  /** Mean training loss of the last epoch (nats) per seed; NaN where the training diverged. */
  readonly loss?: readonly number[];
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
  /** Most seeds that a row has. */
  readonly seeds: number;
  /** Rows that are no architecture of the space; the first few with their place in the file. */
  readonly unknown: { readonly count: number; readonly examples: readonly string[] };
  /** Rows with a known architecture but no accuracy. */
  readonly withoutAccuracy: number;
  /** Where the first few of them stand in the file. */
  readonly placesWithoutAccuracy: readonly string[];
  /** Rows that were averaged into another one with the same canonical form. */
  readonly duplicates: number;
  /** Decisions in reading that the user should know, one sentence each. */
  readonly notes: readonly string[];
  readonly provenance?: Provenance;
}
