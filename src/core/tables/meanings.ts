/** @file What the columns of a grid mean: what names and content tell for certain, and questions about the rest. */
import { type ReadResult, refused } from "../fieldReader.ts";
import { type Answers, type Given, noAnswers } from "./answers.ts";
import { type Candidate, type Named, titles, type ValueColumn } from "./candidate.ts";
import { chooseValues } from "./chosenColumns.ts";
import { holdsArchitectures, isSampled, varies } from "./columnContent.ts";
import { type ColumnName, readColumnName, readColumnNames } from "./columns.ts";
import { noArchitectures } from "./csv.ts";
import type { Grid } from "./grid.ts";
import { listed, type Question, quoted } from "./question.ts";
import type { Quantity } from "./rawTable.ts";

export interface Plan {
  /** One column, or the adjacency matrix and the operations. */
  readonly architecture: readonly number[];
  readonly values: ReadonlyMap<Quantity, readonly ValueColumn[]>;
  readonly seed?: number;
  readonly epoch?: number;
  readonly dataset?: number;
  /** Name → meaning, for all columns. */
  readonly meanings: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  readonly questions: readonly Question[];
}

/** Whether no column can hold architectures, whatever the rows behind the first ones are. */
export function lacksArchitectures(grid: Grid): boolean {
  return (
    grid.columns.every((_, column) => isSampled(grid, column)) &&
    !architectureColumns(grid, candidatesOf(grid, noAnswers), [])
  );
}

function candidatesOf(grid: Grid, answers: Answers): readonly Candidate[] {
  const names = readColumnNames(grid.columns);
  return grid.columns.map((name, index): Candidate => {
    const byForm = grid.meanings?.get(index);
    const told: ColumnName =
      byForm === undefined
        ? (names[index] as ColumnName)
        : byForm === "architecture"
          ? { role: "architecture", isError: false }
          : { quantity: "test", isError: byForm.endsWith("error") };
    const given = answers.columns.get(name);
    const quantity = given ? quantityGiven(given) : told.quantity;
    return {
      ...{ index, name, told, quantity },
      ...(given && { given }),
      isError: given?.isError || told.isError,
    };
  });
}

export function planColumns(grid: Grid, answers: Answers): ReadResult<Plan> {
  const candidates = candidatesOf(grid, answers);
  const notes: string[] = [];
  const questions: Question[] = [];
  const architecture = architectureColumns(grid, candidates, questions);
  if (!architecture) return refused(noArchitectures(grid.columns));
  const roleColumn = (role: "seed" | "epoch" | "dataset"): number | undefined =>
    candidates.find((c) => (c.given ? c.given.role === role : c.told.role === role && varies(grid, c.index)))
      ?.index;
  const rows = { seed: roleColumn("seed"), epoch: roleColumn("epoch"), dataset: roleColumn("dataset") };
  const free = candidates.filter(
    (c) =>
      !architecture.includes(c.index) && !Object.values(rows).includes(c.index) && c.given?.role !== "unused",
  );
  const values = chooseValues(grid, free, answers, notes, questions);
  if (!values.ok) return values;

  const used = new Map(
    [...values.value].flatMap(([quantity, list]) => list.map((c) => [c.index, { quantity, ...c }])),
  );
  const meanings: Record<string, string> = {};
  for (const { name, index, told, given } of candidates) {
    const value = used.get(index);
    const role = (Object.keys(rows) as (keyof typeof rows)[]).find((key) => rows[key] === index);
    meanings[name] = architecture.includes(index)
      ? architecture.length > 1
        ? index === architecture[0]
          ? "architecture (matrix)"
          : "architecture (operations)"
        : "architecture"
      : value
        ? `${value.isError ? titles[value.quantity as Named].replace("accuracy", "error") : (titles[value.quantity as Named] ?? "")}${value.seed === undefined ? "" : `, seed ${value.seed}`}`
        : role
          ? role === "dataset"
            ? "data set"
            : role
          : !given && told.quantity === "training"
            ? "training accuracy, not used"
            : "not used";
  }
  const idle = Object.keys(meanings).filter((name) => meanings[name]?.endsWith("not used"));
  const telling = idle.filter(
    (name) => readColumnName(name).role !== "index" && name !== "" && name !== "row name",
  );
  if (telling.length > 0)
    notes.unshift(
      `Columns not used: ${listed(
        telling.map((name) => quoted(name, 40)),
        200,
      )}.`,
    );
  return {
    ok: true,
    value: {
      ...{ architecture, values: values.value, meanings, notes, questions },
      ...Object.fromEntries(Object.entries(rows).filter(([, index]) => index !== undefined)),
    },
  };
}

function quantityGiven({ role }: Given): Named | undefined {
  return role in titles ? (role as Named) : undefined;
}

/** The column whose cells are architectures; a name decides where several are, and where none is. */
function architectureColumns(
  grid: Grid,
  candidates: readonly Candidate[],
  questions: Question[],
): readonly number[] | undefined {
  const given = candidates.find((c) => c.given?.role === "architecture");
  if (given) return [given.index];
  const byRole = (role: ColumnName["role"]): readonly Candidate[] =>
    candidates.filter((c) => c.told.role === role && !c.given);
  const [[matrix], [operations], named] = [byRole("matrix"), byRole("operations"), byRole("architecture")];
  const holding = candidates.filter((c) => !c.given && holdsArchitectures(grid, c.index));
  const both = holding.filter((c) => c.told.role === "architecture");
  const [first] = both.length > 0 ? both : holding;
  if (matrix && operations && !first) return [matrix.index, operations.index];
  if (!first) return named[0] && [named[0].index];
  if (both.length !== 1 && holding.length > 1)
    questions.push({
      text: "Which column names the architectures?",
      options: holding.map(({ name }) => ({
        map: `${name}=architecture`,
        means: `column "${quoted(name)}"`,
      })),
    });
  return [first.index];
}
