/** @file Reads a user's file as a table, piece by piece. */
import { spaceById, spaces } from "../core/spaces/index.ts";
import { maxKnown } from "../core/tables/drawn.ts";
import type { ReadProgress } from "../core/tables/progress.ts";
import { readTableFile } from "../core/tables/readTableFile.ts";
import { type ReadTable, unusable } from "../core/tables/understanding.ts";
import type { TableJob } from "./importProtocol.ts";

const pieceBytes = 2 ** 20;

/** Never rejects: what the file system says is a problem of the file. */
export async function readImport(
  { file, space, maps }: TableJob,
  onProgress: (progress: ReadProgress) => void,
): Promise<ReadTable> {
  async function* read(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < file.size; at += pieceBytes)
      yield new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer());
  }
  const source = { name: file.name, size: file.size, read };
  try {
    return await readTableFile(source, spaceById(space) ?? spaces[0], maps, onProgress, maxKnown);
  } catch (error) {
    return unusable(error instanceof Error ? error.message : String(error));
  }
}
