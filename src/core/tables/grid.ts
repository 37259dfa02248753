/** @file A stranger's table as columns and rows, whatever form it came in, before anything is taken to mean something. */

/** As written; `null`: the form has a sign for "nothing here". A list holds one value per training, or per epoch of one. */
export type Cell = string | number | null | readonly (string | number | null)[];

export interface GridRow {
  /** Where it stands, for messages: "line 7", "entry 3". */
  readonly where: string;
  /** One per column; missing at the end: nothing there. */
  readonly cells: readonly Cell[];
}

export interface Grid {
  /** The form that was recognised, in words. */
  readonly form: string;
  readonly columns: readonly string[];
  /** Columns that the form itself defines, by index. */
  readonly meanings?: ReadonlyMap<number, string>;
  readonly rows: readonly GridRow[];
  /** Name of the numbering that the form prescribes for architectures written as numbers. */
  readonly numbering?: string;
  /** Whether the form says that a list holds trainings with different seeds. */
  readonly areListsSeeds?: true;
  /** What was seen on the way, one sentence each. */
  readonly notes: readonly string[];
}

/** Whether a text is an architecture of any space. */
export type IsArchitecture = (text: string) => boolean;
