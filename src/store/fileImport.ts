/** @file A user's table on its way to judging: being read, waiting for answers, or understood. */
import type { ReadProgress } from "../core/tables/progress.ts";
import type { ReadTable } from "../core/tables/understanding.ts";

export interface FileImport {
  readonly id: number;
  readonly file: File;
  /** Id of the search space that it is read for. */
  readonly space: string;
  /** The owner's answers so far, `column=meaning`. */
  readonly maps: readonly string[];
  /** Absent while nothing is being read. */
  readonly progress?: ReadProgress;
  /** What came out; absent before the first reading has ended. */
  readonly read?: ReadTable;
}

/** Nothing but the path of a folder, which has no text of its own. */
export interface DroppedFolder {
  readonly folder: string;
}

/** The answers with another one in the place of that to the same question or column. */
export function withAnswer(maps: readonly string[], map: string): readonly string[] {
  const key = (text: string): string => text.slice(0, text.lastIndexOf("="));
  return [...maps.filter((other) => key(other) !== key(map)), map];
}

/** Whether a table may judge before anybody has looked at what was understood of it. */
export function isPlain({ table, isVerbatim = false }: ReadTable): boolean {
  return table !== undefined && isVerbatim;
}
