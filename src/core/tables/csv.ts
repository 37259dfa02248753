/** @file Tables as separated values, in the dialects of spreadsheets, R, pandas and NumPy, as a grid. */
import { CsvCutter, type CsvLine, cutCsv } from "../csv.ts";
import { type ReadResult, refused } from "../fieldReader.ts";
import { readColumnName } from "./columns.ts";
import { fitToWidth } from "./csvWidth.ts";
import type { Grid, IsArchitecture } from "./grid.ts";
import { limited, listed, quoted } from "./question.ts";

/** So much of the text behind what stands before the table tells how it is separated. */
const firstLook = 10_000;

/** Takes the text of a table in pieces. */
export class CsvReader {
  readonly #isArchitecture: IsArchitecture;
  /** The text so far, until the table begins. */
  #held = "";
  #wanted = firstLook;
  #table: { readonly preamble: Preamble; readonly separator: string; readonly cutter: CsvCutter } | undefined;

  constructor(isArchitecture: IsArchitecture) {
    this.#isArchitecture = isArchitecture;
  }

  push(text: string): void {
    if (this.#table) {
      this.#table.cutter.push(text);
      return;
    }
    this.#held += text;
    if (this.#held.length < this.#wanted) return;
    const preamble = preambleOf(this.#held);
    if (preamble.body.length >= firstLook) this.#begin(preamble);
    else this.#wanted = 2 * this.#held.length;
  }

  #begin(preamble: Preamble) {
    const separator = preamble.separator ?? separatorOf(preamble.body);
    const cutter = new CsvCutter(separator);
    cutter.push(preamble.body);
    this.#held = "";
    this.#table = { preamble, separator, cutter };
    return this.#table;
  }

  /** Rows that were cut so far. */
  get rows(): number {
    return this.#table?.cutter.lines.length ?? 0;
  }

  /** What the first rows come to; `undefined` where even they cannot be read. */
  headGrid(rows: number): Grid | undefined {
    const grid =
      this.#table &&
      gridOf({ ...this.#table, lines: this.#table.cutter.lines.slice(0, rows) }, this.#isArchitecture);
    return grid?.ok ? grid.value : undefined;
  }

  end(): ReadResult<Grid> {
    const table = this.#table ?? this.#begin(preambleOf(this.#held));
    const { cutter, preamble } = table;
    cutter.end();
    if (cutter.openQuote !== undefined && cutter.lines.length > 0)
      return refused(`the quote that opens in line ${cutter.openQuote + preamble.skippedLines} never closes`);
    return gridOf({ ...table, lines: cutter.lines }, this.#isArchitecture);
  }
}

interface CutTable {
  readonly preamble: Preamble;
  readonly separator: string;
  readonly lines: readonly CsvLine[];
}

function gridOf(
  { preamble: { comments, skippedLines }, separator, lines: all }: CutTable,
  isArchitecture: IsArchitecture,
): ReadResult<Grid> {
  const notes: string[] = [];
  const lines = all.filter(({ cells }) => !cells[0]?.startsWith("#"));
  if (comments.length + all.length - lines.length > 0)
    notes.push(`Lines of comment left out: ${comments.length + all.length - lines.length}.`);
  const [first] = lines;
  if (!first) return refused("the file is empty");
  const { header, rows } = headerOf(first, lines, comments, separator, isArchitecture);
  if (header.isInvented) notes.push("The file has no line that names its columns.");
  const fitted = fitToWidth({
    ...{ columns: uniqueNames(header.names), isInvented: header.isInvented },
    rows: rows.map(({ number, cells }) => ({ number: number + skippedLines, cells })),
    ...{ separator, isArchitecture },
  });
  if (!fitted.ok) return fitted;
  const { columns } = fitted.value;
  const gridRows = fitted.value.rows.map(({ number, cells }) => ({
    where: `line ${number}`,
    cells,
  }));
  const form = separator === "\t" ? "CSV with tabs" : separator === ";" ? "CSV with semicolons" : "CSV";
  return { ok: true, value: { form, columns, rows: gridRows, notes } };
}

interface Preamble {
  readonly body: string;
  readonly comments: readonly string[];
  readonly skippedLines: number;
  readonly separator?: string;
}

/** Cuts off blank lines, lines of comment and `sep=;` before the table. */
function preambleOf(text: string): Preamble {
  const comments: string[] = [];
  let [at, skippedLines] = [0, 0];
  let separator: string | undefined;
  while (at < text.length) {
    let end = at;
    while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
    const line = text.slice(at, end).trim();
    if (/^"?sep=.?"?$/i.test(line)) separator = line.replaceAll('"', "")[4] ?? "\t";
    else if (line.startsWith("#")) comments.push(line.slice(0, 1000));
    else if (line !== "") break;
    at = end + (text.startsWith("\r\n", end) ? 2 : 1);
    skippedLines++;
  }
  return { body: text.slice(at), comments, skippedLines, ...(separator && { separator }) };
}

function separatorOf(body: string): string {
  const line = body.slice(0, 10_000).split(/[\r\n]/, 1)[0] as string;
  if (line.includes("\t")) return "\t";
  return line.includes(";") && !line.includes(",") ? ";" : ",";
}

interface Header {
  readonly names: readonly string[];
  /** The file names no columns. */
  readonly isInvented: boolean;
}

function headerOf(
  first: CsvLine,
  lines: readonly CsvLine[],
  comments: readonly string[],
  separator: string,
  isArchitecture: IsArchitecture,
): { readonly header: Header; readonly rows: readonly CsvLine[] } {
  if (!first.cells.some(isArchitecture))
    return { header: { names: first.cells, isInvented: false }, rows: lines.slice(1) };
  // NumPy writes the names of the columns as a comment.
  const comment = comments.at(-1)?.replace(/^[#\s]+/, "");
  const names = comment ? (cutCsv(comment, separator).lines[0]?.cells ?? []) : [];
  const isHeader =
    names.length === first.cells.length && names.some((name) => readColumnName(name).role === "architecture");
  if (isHeader) return { header: { names, isInvented: false }, rows: lines };
  return { header: { names: first.cells.map((_, i) => `column ${i + 1}`), isInvented: true }, rows: lines };
}

/** Columns are told apart by their names. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** Why a file without any column of architectures cannot be used. */
export const noArchitectures = (columns: readonly string[]): string =>
  limited(
    `no column holds architectures; the first line must name the columns, with one called "arch" (found: ${listed(columns.map((name) => quoted(name, 40)))})`,
  );
