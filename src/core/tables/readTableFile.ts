/** @file Reads a table from a file of any size and kind, chunk by chunk, with progress. */
import type { FileSource } from "../fileSource.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { contentOf, headLength } from "./content.ts";
import { drawnTable } from "./drawn.ts";
import { Nasbench101Reader } from "./nasbench101Records.ts";
import { withCountedSizes } from "./sizes.ts";
import { textDecoder } from "./textDecoder.ts";
import { type ReadTable, readGrid, readTableText, unusable } from "./understanding.ts";

/** Text is held whole; what streams may be larger. */
const largestText = 400 * 2 ** 20;

/**
 * What is understood of a file, and its table, with sizes, once no question is open. Rejects only where the source does.
 * @param maps answers to questions, `column=meaning`
 * @param onProgress bytes read so far
 * @param maxRows of a table with more, so many are drawn (`drawnTable`)
 */
export async function readTableFile(
  source: FileSource,
  space: SearchSpace,
  maps: readonly string[] = [],
  onProgress: (bytes: number) => void = () => {},
  maxRows = Number.POSITIVE_INFINITY,
): Promise<ReadTable> {
  const read = await readAny(source, space, maps, onProgress);
  if (!read.table) return read;
  const drawn = drawnTable(read.table, maxRows);
  const sized = withCountedSizes(drawn.table, space);
  const notes = [...read.understood.notes, drawn.note ?? [], sized.note ?? []].flat();
  return { table: sized.table, understood: { ...read.understood, notes } };
}

async function readAny(
  source: FileSource,
  space: SearchSpace,
  maps: readonly string[],
  onProgress: (bytes: number) => void,
): Promise<ReadTable> {
  if (source.size === 0) return unusable("the file is empty");
  const content = contentOf(await headOf(source), source.size);
  if (content.kind === "other") return unusable(`the file is ${content.what}`);
  if (content.kind === "records") return readRecords(source, space, maps, onProgress);
  if (source.size > largestText)
    return unusable(
      `the file has ${megabytes(source.size)} MB; text is read up to ${megabytes(largestText)} MB`,
    );
  const text = await textOf(source, content.encoding, onProgress);
  if (content.encoding !== "utf-8" || !text.includes("\ufffd"))
    return readTableText(text, space, source.name, maps);
  const western = await textOf(source, "windows-1252", onProgress);
  const read = readTableText(western, space, source.name, maps);
  const notes = ["The text is no UTF-8; read as Windows-1252.", ...read.understood.notes];
  return { ...read, understood: { ...read.understood, notes } };
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);

async function headOf(source: FileSource): Promise<Uint8Array> {
  const head = new Uint8Array(Math.min(headLength, source.size));
  let length = 0;
  for await (const chunk of source.read()) {
    const part = chunk.subarray(0, head.length - length);
    head.set(part, length);
    length += part.length;
    if (length === head.length) break;
  }
  return head.subarray(0, length);
}

async function textOf(
  source: FileSource,
  encoding: string,
  onProgress: (bytes: number) => void,
): Promise<string> {
  const decoder = textDecoder(encoding);
  const pieces: string[] = [];
  let bytes = 0;
  for await (const chunk of source.read()) {
    pieces.push(decoder.decode(chunk, { stream: true }));
    bytes += chunk.length;
    onProgress(bytes);
  }
  pieces.push(decoder.decode());
  return pieces.join("");
}

async function readRecords(
  source: FileSource,
  space: SearchSpace,
  maps: readonly string[],
  onProgress: (bytes: number) => void,
): Promise<ReadTable> {
  const form = "NASBench-101 records";
  const answer = maps.find((map) => map.startsWith("epoch="))?.slice("epoch=".length);
  const reader = new Nasbench101Reader(space, answer === undefined ? undefined : Number(answer));
  let bytes = 0;
  for await (const chunk of source.read()) {
    reader.push(chunk);
    if (reader.problem) break;
    bytes += chunk.length;
    onProgress(bytes);
  }
  const { grid, rows, unknown } = reader.problem ? { grid: undefined, rows: 0, unknown: 0 } : reader.end();
  if (reader.problem || !grid) return unusable(reader.problem ?? "the file holds no records", form);
  if (grid.rows.length === 0)
    return unusable(`none of the ${rows} records is of a cell of ${space.title}`, form);
  const read = readGrid(grid, space, source.name, maps);
  return { ...read, understood: { ...read.understood, rows, unknown, known: rows - unknown } };
}
