/** @file Rows of separated values that are longer than the line of names: what the surplus is, or why it cannot be told. */
import type { CsvLine } from "../csv.ts";
import { type ReadResult, refused } from "../fieldReader.ts";
import { readColumnName } from "./columns.ts";
import type { IsArchitecture } from "./grid.ts";
import { isMissing, readNumber } from "./numbers.ts";

interface Lines {
  readonly columns: readonly string[];
  /** The file names no columns. */
  readonly isInvented: boolean;
  readonly rows: readonly CsvLine[];
  readonly separator: string;
  readonly isArchitecture: IsArchitecture;
}

interface Fitted {
  readonly columns: readonly string[];
  /** None is longer than `columns`. */
  readonly rows: readonly CsvLine[];
}

/** Rows that are looked at to learn which column holds separators. */
const sampled = 20;

/**
 * The surplus is R's row names, separators within unquoted architectures, or separators behind the last cell. Any other would put cells under
 * names that are not theirs, so it is refused.
 */
export function fitToWidth(lines: Lines): ReadResult<Fitted> {
  const { columns, isInvented, rows } = lines;
  const width = columns.length;
  const short = rows.filter(({ cells }) => cells.length < width);
  const [firstShort] = short;
  if (firstShort && short.length * 2 > rows.length)
    return refused(
      `line ${firstShort.number} has ${counted(firstShort.cells.length)} where the first line has ${width}`,
    );
  if (rows.every(({ cells }) => cells.length <= width)) return { ok: true, value: { columns, rows } };
  const place = placeOfArchitecture(lines);
  if (place < 0 && haveRowNames(lines))
    return { ok: true, value: { columns: ["row name", ...columns], rows } };
  const fitted: CsvLine[] = [];
  for (const { number, cells } of rows) {
    const fit = fittedRow(cells, place, lines);
    if (!fit)
      return refused(
        `line ${number} has ${counted(cells.length)} where the first line ${isInvented ? "has" : "names"} ${width}`,
      );
    fitted.push({ number, cells: fit });
  }
  return { ok: true, value: { columns, rows: fitted } };
}

const counted = (cells: number): string => `${cells} ${cells === 1 ? "cell" : "cells"}`;

/** Architectures hold the separator themselves (tuples, genotypes, matrix;operations) and are often not quoted: which column they are. */
function placeOfArchitecture({ columns, rows, separator, isArchitecture }: Lines): number {
  const width = columns.length;
  const sample = rows.filter(({ cells }) => cells.length > width).slice(0, sampled);
  // Beside an architecture in a cell of its own the surplus is something else.
  if (sample.some(({ cells }) => cells.some(isArchitecture))) return -1;
  const fits = columns.map(
    (_, place) =>
      sample.filter(({ cells }) =>
        [cells, trimmed(cells, width)].some((some) =>
          isArchitecture(rejoined(some, width, place, separator)[place] as string),
        ),
      ).length,
  );
  const best = Math.max(...fits);
  return best > 0
    ? fits.indexOf(best)
    : columns.findIndex((name) => readColumnName(name).role === "architecture");
}

/** A row as long as the line of names; `undefined` where it is not certain which cells are too many. */
function fittedRow(
  cells: readonly string[],
  place: number,
  { columns: { length: width }, separator, isArchitecture }: Lines,
): readonly string[] | undefined {
  const short = trimmed(cells, width);
  if (place < 0 || short.length <= width) return short.length <= width ? short : undefined;
  const isWhole = (some: readonly string[]): boolean =>
    isArchitecture(rejoined(some, width, place, separator)[place] as string);
  const row = !isWhole(cells) && isWhole(short) ? short : cells;
  // Some notations bear what stands behind them, such as the first half of a number with a decimal comma.
  const isGreedy = [1, row.length - width].some((length) =>
    isArchitecture(row.slice(place, place + length).join(separator)),
  );
  return isGreedy ? undefined : rejoined(row, width, place, separator);
}

/** Without the empty cells at the end that are too many. */
function trimmed(cells: readonly string[], width: number): readonly string[] {
  let length = cells.length;
  while (length > width && cells[length - 1] === "") length--;
  return length === cells.length ? cells : cells.slice(0, length);
}

function rejoined(
  cells: readonly string[],
  width: number,
  place: number,
  separator: string,
): readonly string[] {
  const surplus = cells.length - width;
  if (surplus <= 0) return cells;
  return [
    ...cells.slice(0, place),
    cells.slice(place, place + surplus + 1).join(separator),
    ...cells.slice(place + surplus + 1),
  ];
}

/**
 * R leaves out the name of its row names: every row is longer by one, and begins with what looks like names. A decimal comma makes rows
 * longer, too, so the first column that is named must fit what stands behind the row names, and hold more than digits.
 */
function haveRowNames({ columns, isInvented, rows, isArchitecture }: Lines): boolean {
  if (isInvented || rows.some(({ cells }) => cells.length !== columns.length + 1)) return false;
  if (rows.every(({ cells }) => cells.at(-1) === "")) return false;
  const told = columns.map(readColumnName);
  const names = rows.map(({ cells }) => cells[0] as string);
  const isNumbered =
    new Set(names).size === names.length && names.every((name) => isRank(name, names.length));
  const areTexts = names.every((name) => !isMissing(name) && !isNumber(name) && !isArchitecture(name));
  const areArchitectures = names.every(isArchitecture) && told.every(({ role }) => role !== "architecture");
  const values = rows.flatMap(({ cells }) => (isMissing(cells[1] as string) ? [] : [cells[1] as string]));
  const [first] = told;
  const fits =
    first?.role === "architecture"
      ? values.some(isArchitecture)
      : first?.quantity !== undefined &&
        values.every(isNumber) &&
        !values.every((value) => /^\d+$/.test(value));
  return fits && (isNumbered || areTexts || areArchitectures);
}

const isRank = (name: string, most: number): boolean => /^[1-9]\d{0,8}$/.test(name) && Number(name) <= most;

const isNumber = (text: string): boolean =>
  ([".", ","] as const).some((decimal) => readNumber(text, { decimal }, true) !== undefined);
