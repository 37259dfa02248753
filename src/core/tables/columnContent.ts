/** @file What a look at the cells of a column tells. */
import type { Grid } from "./grid.ts";
import { isMissing, readNumber } from "./numbers.ts";
import { isArchitecture } from "./recognition.ts";

/** Rows that are looked at to learn what a column holds. */
const sampled = 50;

export function holdsArchitectures(grid: Grid, column: number): boolean {
  const cells = sampleOf(grid, column);
  return cells.length > 0 && cells.filter(isArchitecture).length * 2 >= cells.length;
}

/** Whether rows that follow can change nothing about what a column is taken to hold. */
export const isSampled = (grid: Grid, column: number): boolean => sampleOf(grid, column).length === sampled;

/** Texts of a column, from the first rows that have one. */
function sampleOf(grid: Grid, column: number): string[] {
  const found: string[] = [];
  for (const { cells } of grid.rows) {
    const cell = cells[column];
    if (typeof cell === "string" && !isMissing(cell)) found.push(cell);
    if (found.length === sampled) break;
  }
  return found;
}

export function varies(grid: Grid, column: number): boolean {
  const first = String(grid.rows[0]?.cells[column]);
  return grid.rows.some(({ cells }) => String(cells[column]) !== first);
}

export function holdsNumbers(grid: Grid, column: number): boolean {
  let [numbers, others] = [0, 0];
  for (const { cells } of grid.rows.slice(0, sampled)) {
    const list = cells[column] ?? null;
    for (const cell of Array.isArray(list) ? list : [list]) {
      if (cell === null || (typeof cell === "string" && isMissing(cell))) continue;
      const isNumber =
        typeof cell === "number" ||
        readNumber(cell as string, { decimal: "." }) !== undefined ||
        readNumber(cell as string, { decimal: "," }) !== undefined;
      if (isNumber) numbers++;
      else others++;
    }
  }
  return numbers > others;
}
