/** @file From the cells of a grid to numbers: rows of other epochs or data sets left out. */
import type { Answers } from "./answers.ts";
import type { ValueColumn } from "./candidate.ts";
import type { Cell, Grid, GridRow } from "./grid.ts";
import { listsIn } from "./lists.ts";
import type { Plan } from "./meanings.ts";
import { accuracyStyle, isMissing, type NumberStyle, readNumber, sizeStyle } from "./numbers.ts";
import { passOver, type TellProgress, untold } from "./progress.ts";
import { limited, listed, type Question, quoted } from "./question.ts";
import type { Quantity, RawRow } from "./rawTable.ts";
import { together } from "./repeated.ts";

interface Gathered {
  /** Numbers as written, one row per row of the file that counts. */
  readonly rows: readonly RawRow[];
  readonly notes: readonly string[];
  readonly questions: readonly Question[];
  /** The first cell that should hold an accuracy and does not, with its place; absent: there is none. */
  readonly broken?: string;
}

type Values = { [Q in Quantity]?: number[] };
const judging: readonly Quantity[] = ["test", "validation"];
const isSize = (quantity: Quantity): boolean => quantity === "parameters" || quantity === "flops";

export function gatherRows(grid: Grid, plan: Plan, answers: Answers, tell: TellProgress = untold): Gathered {
  const notes: string[] = [];
  const questions: Question[] = [];
  const chosen = ofOneGroup(grid, plan, answers, notes, questions);
  const lists = listsIn(grid, plan, answers);
  notes.push(...lists.notes);
  if (lists.question) questions.push(lists.question);
  const broken: string[] = [];
  const lost = new Map<Quantity, string>();
  const read = new Map(
    [...plan.values].map(([quantity, columns]) => {
      const styles = new Map(columns.map(({ index }) => [index, styleOf(grid, index, quantity, plan)]));
      return [
        quantity,
        (row: GridRow) => numbersOf(row, grid, quantity, columns, styles, lists.isLast, broken, lost),
      ] as const;
    }),
  );
  const gather = (row: GridRow): RawRow => {
    const values: Values = {};
    for (const [quantity, of] of read) {
      const numbers = of(row);
      if (numbers.length > 0) values[quantity] = numbers;
    }
    return { where: row.where, text: textOf(row, plan.architecture), values };
  };
  const rows = passOver(chosen, gather, tell);
  for (const [quantity, place] of lost) {
    notes.push(
      limited(
        `The column for ${quantity === "superNet" ? "super-net accuracy" : quantity} is left out: ${place}.`,
      ),
    );
    for (const { values } of rows) delete (values as Values)[quantity];
  }
  if (broken.length > 0)
    notes.push(
      limited(
        `${broken.length} ${broken.length === 1 ? "cell is no accuracy and costs its row" : "cells are no accuracies and cost their rows"}: ${listed(broken, 180)}.`,
      ),
    );
  inUnits(rows, plan, notes);
  const put = together({ rows, cells: chosen, grid, plan, answers, notes, questions });
  return { rows: put, notes, questions, ...(broken[0] !== undefined && { broken: broken[0] }) };
}

function textOf({ cells }: GridRow, columns: readonly number[]): string {
  const text = (column: number | undefined): string => {
    const cell = column === undefined ? null : (cells[column] ?? null);
    return typeof cell === "string" ? cell : cell === null ? "" : JSON.stringify(cell);
  };
  return columns.length === 1 ? text(columns[0]) : columns.map(text).join(";");
}

function styleOf(grid: Grid, column: number, quantity: Quantity, plan: Plan): NumberStyle {
  const texts = (index: number): string[] =>
    grid.rows.flatMap(({ cells }) => {
      const cell = cells[index];
      return typeof cell === "string" ? [cell] : [];
    });
  if (!isSize(quantity)) return accuracyStyle(texts(column));
  const accuracies = judging.flatMap((other) => plan.values.get(other)?.slice(0, 1) ?? []);
  return sizeStyle(
    texts(column),
    accuracies.some(({ index }) => accuracyStyle(texts(index)).decimal === ","),
  );
}

/** The numbers of a row; accuracies from 0 to 100, as written. A cell that is none costs the row, or the column where it is optional. */
function numbersOf(
  { where, cells }: GridRow,
  grid: Grid,
  quantity: Quantity,
  columns: readonly ValueColumn[],
  styles: ReadonlyMap<number, NumberStyle>,
  isLast: boolean,
  broken: string[],
  lost: Map<Quantity, string>,
): number[] {
  const found: number[] = [];
  for (const { index, unit = 1 } of columns) {
    const cell: Cell = cells[index] ?? null;
    const items = ((Array.isArray(cell) ? cell : [cell]) as readonly (string | number | null)[]).filter(
      (item) => item !== null && !(typeof item === "string" && isMissing(item)),
    ) as readonly (string | number)[];
    for (const item of isLast && !isSize(quantity) ? items.slice(-1) : items) {
      const value =
        typeof item === "number"
          ? item
          : readNumber(item, styles.get(index) ?? { decimal: "." }, isSize(quantity));
      const isLegal = value !== undefined && value >= 0 && (isSize(quantity) || value <= maxPercent);
      // A cell that brings its own unit needs none of the name.
      if (isLegal) found.push(hasOwnUnit(item) ? value : value * unit);
      else {
        const reason = value === undefined ? "no number" : value < 0 ? "below 0" : "above 100 %";
        const column = quoted(grid.columns[index] ?? "", 30);
        const place = `${where}, ${column} "${quoted(String(item), 20)}" is ${reason}`;
        if (judging.includes(quantity)) {
          broken.push(place);
          return [];
        }
        if (!lost.has(quantity)) lost.set(quantity, place);
      }
    }
  }
  return found;
}

const hasOwnUnit = (item: string | number): boolean => typeof item === "string" && /[a-z]\s*$/i.test(item);

/** Room for rounding. */
const maxPercent = 100.0001;

const unitNames: Readonly<Record<number, string>> = { 1e3: "thousands", 1e6: "millions", 1e9: "billions" };

/** Sizes by the unit that the name of their column tells. Else counts are whole, and broken numbers below 1,000 are millions. */
function inUnits(rows: readonly RawRow[], plan: Plan, notes: string[]): void {
  for (const [quantity, title] of [
    ["parameters", "Parameters"],
    ["flops", "FLOPs"],
  ] as const) {
    const told = plan.values.get(quantity)?.[0]?.unit;
    const of = rows.flatMap(({ values }) => values[quantity] ?? []);
    if (of.length === 0) continue;
    if (told === undefined) {
      if (of.every(Number.isInteger) || of.some((value) => value >= 1000)) continue;
      for (const { values } of rows)
        if (values[quantity]) (values as Values)[quantity] = values[quantity].map((value) => value * 1e6);
    }
    notes.push(`${title} are given in ${unitNames[told ?? 1e6]}.`);
  }
}

/** The rows of one data set and of one number of epochs, where a column says which, or of one value of a column that the owner takes for such. */
function ofOneGroup(
  grid: Grid,
  plan: Plan,
  { file, columns }: Answers,
  notes: string[],
  questions: Question[],
): readonly GridRow[] {
  let left = grid.rows;
  for (const key of ["dataset", "epoch"] as const) {
    const column = plan[key];
    if (column === undefined) continue;
    const label = ({ cells }: GridRow): string => String(cells[column] ?? "").trim();
    const labels = [...new Set(left.map(label))];
    if (labels.length < 2) continue;
    const wanted = file.get(key);
    const chosen = labels.find((each) => each.toLowerCase() === wanted?.toLowerCase());
    const name = grid.columns[column] ?? "";
    const [kinds, one] = columns.has(name)
      ? [`values of "${quoted(name, 30)}"`, `with ${quoted(name, 30)}`]
      : key === "epoch"
        ? ["epochs", "after epoch"]
        : ["data sets", "on"];
    if (chosen === undefined) {
      questions.push({
        text: `The rows are of several ${kinds}: ${listed(
          labels.map((each) => quoted(each, 20)),
          100,
        )}. Which ones judge?`,
        options: labels.slice(0, 200).map((each) => ({
          map: `${key}=${each}`,
          means: `accuracy ${one} ${quoted(each, 20)}`,
        })),
      });
      continue;
    }
    const before = left.length;
    left = left.filter((row) => label(row) === chosen);
    notes.push(`Left out ${before - left.length} rows of other ${kinds} than ${quoted(chosen, 20)}.`);
  }
  return left;
}
