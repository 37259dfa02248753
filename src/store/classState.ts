/** @file The class sheet: files of many people's runs and answers, as they were opened together. */
import type { AnswerFile } from "../core/lessons/answerFile.ts";
import type { Run } from "../core/runState.ts";
import type { TableRow } from "../core/tables.ts";
import { rowsFor, type Truth, tableOf } from "./truth.ts";

export interface ClassRun {
  /** Of its file. */
  readonly name: string;
  /** With a configuration that was checked. */
  readonly run: Run;
}

export interface ClassState {
  readonly runs: readonly ClassRun[];
  readonly answers: readonly AnswerFile[];
  /** Files that cannot be used, and why, in words. */
  readonly problems: readonly string[];
  /** How many files those are; many can be left out for one reason. */
  readonly unread: number;
  /** The shipped table of every space that the runs are of. */
  readonly shipped: ReadonlyMap<string, Truth>;
  /** Files that are still being read. */
  readonly pending: number;
}

/** What is done with it. */
export interface ClassFiles {
  /** Adds files to the sheet; resolves once all of them are read or named. Never rejects. */
  open(files: readonly File[]): Promise<void>;
  /** Opens a run of the sheet in the lab. */
  show(one: ClassRun): void;
  close(): void;
}

export const emptyClass: ClassState = {
  runs: [],
  answers: [],
  problems: [],
  unread: 0,
  shipped: new Map(),
  pending: 0,
};

/** More runs than this in one drop are a class, not some runs to look at. */
export const minOfClass = 3;

/** So many files at once are read into the sheet. */
export const maxOfClass = 100;

/** What judges the runs of a space: a table that the user opened, or the one that ships. */
export function classTruth({ shipped }: ClassState, own: Truth, space: string): Truth {
  const isOwn = own.status === "ready" && own.origin === "file" && own.table.space === space;
  return isOwn ? own : (shipped.get(space) ?? { status: "loading" });
}

/** The table's rows of a run's evaluation set, per index; or why no table judges it. */
export type RowsOf = (run: Run) => readonly (TableRow | undefined)[] | string;

/** @param own what judges the runs that train */
export function classRows(sheet: ClassState, own: Truth): RowsOf {
  return ({ pool, config }) => {
    const truth = classTruth(sheet, own, config.space);
    if (truth.status === "loading") return "the table is still being loaded";
    if (truth.status === "none") return truth.reason;
    return tableOf(config, truth)
      ? rowsFor(pool, config, truth)
      : "was trained on other images than the table";
  };
}
