/** @file Members of JSON of unknown shape as cells, and rows of them as a grid. */
import { readColumnName } from "./columns.ts";
import type { Cell, Grid, GridRow, IsArchitecture } from "./grid.ts";
import { quoted } from "./question.ts";

export type Members = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Objects are searched for architectures down to this depth. */
export const deepest = 4;
/** Of a level, so many keys are looked at. */
export const sampled = 20;

/** Members by name, inner ones joined by a blank; lists of numbers as they are, an architecture that is an object as its text. */
export function flattened(
  record: Members,
  isArchitecture?: IsArchitecture,
  prefix = "",
  depth = 0,
): [string, Cell][] {
  return Object.entries(record).flatMap(([key, value]): [string, Cell][] => {
    const name = prefix ? `${prefix} ${key}` : key;
    if (!isObject(value) || depth === deepest) return [[name, cellOf(value)]];
    const text = isArchitecture && textOf(value);
    if (text && (readColumnName(key).role === "architecture" || isArchitecture(text))) return [[name, text]];
    return flattened(value, isArchitecture, name, depth + 1);
  });
}

export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "string") return value;
  const isFlat =
    isList(value) && value.every((item) => item === null || /^(number|string)$/.test(typeof item));
  return isFlat ? (value as Cell) : textOf(value);
}

/** JSON of a value that may be an architecture; "" for one that is too deep to be written. */
export function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}

export const shown = (value: unknown): string => quoted(textOf(value), 40);

/** Rows whose columns become known one by one. */
export class GridBuilder {
  readonly #columns = new Map<string, number>();
  readonly #rows: GridRow[] = [];

  add(where: string, cells: readonly (readonly [string, Cell])[]): void {
    const row: Cell[] = [];
    for (const [name, cell] of cells) {
      let at = this.#columns.get(name);
      if (at === undefined) {
        at = this.#columns.size;
        this.#columns.set(name, at);
      }
      while (row.length < at) row.push(null);
      row[at] = cell;
    }
    this.#rows.push({ where, cells: row });
  }

  grid(form: string, notes: readonly string[]): Grid {
    return { form, columns: [...this.#columns.keys()], rows: this.#rows, notes };
  }
}
