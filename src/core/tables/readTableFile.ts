/** @file Reads a table from a file of any size and kind, chunk by chunk, with progress. */
import type { FileSource } from "../fileSource.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { contentOf, headLength } from "./content.ts";
import { drawnTable } from "./drawn.ts";
import { Nasbench101Reader } from "./nasbench101Records.ts";
import type { ReadProgress, TellProgress } from "./progress.ts";
import { withCountedSizes } from "./sizes.ts";
import { TextReader } from "./tableText.ts";
import { textDecoder } from "./textDecoder.ts";
import { type ReadTable, readGrid, unusable } from "./understanding.ts";

/** The cells of a text are held; records, which are put together as they come, may be more. */
const maxTextBytes = 400 * 2 ** 20;

/**
 * What is understood of a file, and its table, with sizes, once no question is open. Rejects only where the source does.
 * @param maps answers to questions, `column=meaning`
 * @param onProgress told at least once a second or so, except where it says what is done in one piece
 * @param maxRows of a table with more, so many are drawn (`drawnTable`)
 */
export async function readTableFile(
  source: FileSource,
  space: SearchSpace,
  maps: readonly string[] = [],
  onProgress: (progress: ReadProgress) => void = () => {},
  maxRows = Number.POSITIVE_INFINITY,
): Promise<ReadTable> {
  let bytes = 0;
  const reading: Reading = {
    ...{ source, space, maps },
    heard(read) {
      bytes = read;
      onProgress({ bytes });
    },
    tell: (progress) => onProgress({ bytes, ...progress }),
  };
  const read = await readAny(reading);
  if (!read.table) return read;
  const drawn = drawnTable(read.table, maxRows);
  const sized = withCountedSizes(drawn.table, space, reading.tell);
  const [held, kept] = [read.table.rows.length, drawn.table.rows.length];
  const left =
    kept < held ? [`Of the ${held} architectures with an accuracy ${kept} are kept, drawn at random.`] : [];
  const notes = [...read.understood.notes, ...left, sized.note ?? []].flat();
  const isVerbatim = read.understood.notes.length === 0 && drawn.note === undefined;
  return { table: sized.table, understood: { ...read.understood, notes }, isVerbatim };
}

interface Reading {
  readonly source: FileSource;
  readonly space: SearchSpace;
  readonly maps: readonly string[];
  /** Takes the bytes read so far. */
  readonly heard: (bytes: number) => void;
  readonly tell: TellProgress;
}

async function readAny(reading: Reading): Promise<ReadTable> {
  const { source } = reading;
  if (source.size === 0) return unusable("the file is empty");
  const content = contentOf(await headOf(source), source.size);
  if (content.kind === "other") return unusable(`the file is ${content.what}`);
  if (content.kind === "records") return readRecords(reading);
  if (source.size > maxTextBytes)
    return unusable(
      `the file has ${megabytes(source.size)} MB; text is read up to ${megabytes(maxTextBytes)} MB`,
    );
  const read = await readText(reading, content.encoding);
  if (read) return read;
  const western = await readText(reading, "windows-1252");
  if (!western) throw new Error("every byte is a letter of Windows-1252");
  const notes = ["The text is no UTF-8; read as Windows-1252.", ...western.understood.notes];
  return { ...western, understood: { ...western.understood, notes } };
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

/** `undefined` where the text is not of this encoding. */
async function readText(
  { source, space, maps, heard, tell }: Reading,
  encoding: string,
): Promise<ReadTable | undefined> {
  const decoder = textDecoder(encoding);
  const reader = new TextReader({ space, name: source.name, maps, tell });
  let bytes = 0;
  const take = (text: string): boolean => {
    if (encoding === "utf-8" && text.includes("\ufffd")) return false;
    reader.push(text);
    return true;
  };
  for await (const chunk of source.read()) {
    if (!take(decoder.decode(chunk, { stream: true }))) return undefined;
    bytes += chunk.length;
    heard(bytes);
    if (reader.isDone) return reader.end();
  }
  return take(decoder.decode()) ? reader.end() : undefined;
}

async function readRecords({ source, space, maps, heard, tell }: Reading): Promise<ReadTable> {
  const form = "NASBench-101 records";
  const ofEpoch = maps.find((map) => map.startsWith("epoch="));
  const answer = ofEpoch?.slice("epoch=".length);
  const reader = new Nasbench101Reader(space, answer === undefined ? undefined : Number(answer));
  let bytes = 0;
  for await (const chunk of source.read()) {
    reader.push(chunk);
    if (reader.problem) break;
    bytes += chunk.length;
    heard(bytes);
  }
  const { grid, rows, unknown } = reader.problem ? { grid: undefined, rows: 0, unknown: 0 } : reader.end();
  if (reader.problem || !grid) return unusable(reader.problem ?? "the file holds no records", form);
  if (grid.rows.length === 0)
    return unusable(`none of the ${rows} records is of a cell of ${space.title}`, form);
  const others = maps.filter((map) => map !== ofEpoch);
  const read = readGrid(grid, space, source.name, others, tell);
  return { ...read, understood: { ...read.understood, rows, unknown, known: rows - unknown } };
}
