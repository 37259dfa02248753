/** @file Rows that repeat an architecture: its seeds, or a training that is told at several times, of which one counts. */
import type { Answers } from "./answers.ts";
import type { Grid, GridRow } from "./grid.ts";
import type { Plan } from "./meanings.ts";
import { type Question, quoted } from "./question.ts";
import type { Quantity, RawRow } from "./rawTable.ts";

interface RepeatedInput {
  readonly rows: readonly RawRow[];
  /** The cells of `rows`. */
  readonly cells: readonly GridRow[];
  readonly grid: Grid;
  readonly plan: Plan;
  readonly answers: Answers;
  /** Both are added to. */
  readonly notes: string[];
  readonly questions: Question[];
}

const accuracies: readonly Quantity[] = ["test", "validation", "superNet"];

/** Kept: comparing without it makes one every time, which took most of the seconds of a large table. */
const seedOrder = new Intl.Collator("en", { numeric: true });

/**
 * One row per architecture, as written, with its seeds in their order. Seeds are rows that a column tells apart, or that the owner calls so;
 * where one seed stands in several rows of different accuracies, or nothing tells rows apart, the owner is asked what they are.
 */
export function together(input: RepeatedInput): readonly RawRow[] {
  const { rows, cells, plan, notes, questions } = input;
  const order = input.answers.file.get("rows");
  const seedOf = (index: number): string =>
    String(plan.seed === undefined ? "" : (cells[index]?.cells[plan.seed] ?? ""));
  const ofArchitecture = grouped(rows.keys(), (index) => (rows[index] as RawRow).text);
  if (ofArchitecture.length === rows.length) return rows;
  const perSeed = ofArchitecture.map((members) => grouped(members, seedOf));
  const isEach = order === "seeds";
  const unclear = perSeed.flat().find((members) => members.some(differsFrom(members[0] as number, rows)));
  if (unclear && !isEach && order !== "last" && questions.length === 0)
    questions.push(whatAre(unclear, seedOf(unclear[0] as number), input));
  if (isEach || plan.seed !== undefined)
    notes.push(
      `Rows that repeat an architecture are seeds: ${rows.length} rows of ${ofArchitecture.length} architectures.`,
    );
  return perSeed.map((seeds) => {
    const inOrder = seeds.toSorted(([a = 0], [b = 0]) => seedOrder.compare(seedOf(a), seedOf(b)));
    const chosen = isEach
      ? inOrder.flat()
      : inOrder.map((members) => members.at(order === "last" ? -1 : 0) as number);
    const first = rows[chosen[0] as number] as RawRow;
    if (chosen.length === 1) return first;
    const several = accuracies.flatMap((quantity) => {
      const all = chosen.flatMap((index) => rows[index]?.values[quantity] ?? []);
      return all.length > 0 ? [[quantity, all]] : [];
    });
    return { ...first, values: { ...first.values, ...Object.fromEntries(several) } };
  });
}

/** Items with one key together, in the order in which keys come first. */
function grouped(items: Iterable<number>, key: (item: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}

/** Whether a row has other accuracies than the first. */
const differsFrom =
  (first: number, rows: readonly RawRow[]) =>
  (other: number): boolean =>
    accuracies.some((q) => String(rows[other]?.values[q]) !== String(rows[first]?.values[q]));

function whatAre(members: readonly number[], seed: string, { rows, plan, ...rest }: RepeatedInput): Question {
  const columns = tellingApart(members, { rows, plan, ...rest });
  const whose = `${quoted(rows[members[0] as number]?.text ?? "", 60)}${seed === "" ? "" : `, seed ${quoted(seed, 20)},`}`;
  return {
    text: `${whose} stands in ${members.length} rows with different accuracies, and no column ${columns.length > 0 ? "surely " : ""}says why. What are they?`,
    options: [
      ...columns,
      { map: "rows=seeds", means: "repeated trainings" },
      { map: "rows=last", means: `only the last one counts${plan.seed === undefined ? "" : ", per seed"}` },
    ],
  };
}

/**
 * Columns without a meaning that tell the rows apart, as what they may be: numbers of epochs or other budgets, else parts of the images and
 * the like. Their values come again with other architectures, which those of a clock or of a count of rows do not.
 */
function tellingApart(
  members: readonly number[],
  { cells, grid, plan, answers }: RepeatedInput,
): Question["options"] {
  const label = (row: number, column: number): string => String(cells[row]?.cells[column] ?? "").trim();
  return grid.columns.flatMap((name, column) => {
    if (plan.meanings[name] !== "not used" || answers.columns.has(name)) return [];
    const here = new Set(members.map((row) => label(row, column)));
    if (here.size < 2 || new Set(cells.map((_, row) => label(row, column))).size * 2 > cells.length)
      return [];
    const isNumber = [...here].every((text) => text !== "" && Number.isFinite(Number(text)));
    const free = (["epoch", "dataset"] as const).filter((key) => plan[key] === undefined);
    const key = isNumber ? free[0] : free.at(-1);
    return key === undefined
      ? []
      : [{ map: `${name}=${key}`, means: `they differ in "${quoted(name, 30)}", of which one value counts` }];
  });
}
