/** @file How far the reading of a file is, for a user who waits and for whoever watches the reader. */

export interface ReadProgress {
  /** That were read. */
  readonly bytes: number;
  /** Of what was read, rows that one of the passes over them has come to, and all of them. */
  readonly rows?: { readonly done: number; readonly of: number };
  /** So many bytes are parsed in one piece now, which can tell nothing until it is done. */
  readonly inOnePiece?: number;
}

/** Told of all but the bytes. */
export type TellProgress = (progress: Omit<ReadProgress, "bytes">) => void;

export const untold: TellProgress = () => {};

/** Rows between two words. */
const stride = 1024;

/** Passes over a list, telling how far it is. */
export function passOver<Row, Result>(
  rows: readonly Row[],
  work: (row: Row, index: number) => Result,
  tell: TellProgress,
): Result[] {
  const of = rows.length;
  return rows.map((row, index) => {
    if (index % stride === 0) tell({ rows: { done: index, of } });
    return work(row, index);
  });
}
