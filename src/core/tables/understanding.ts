/** @file What was understood of a file: told before it judges anything, with questions about what it cannot say. */
import { type Problem, readFields } from "../fieldReader.ts";
import { spaceById } from "../spaces/index.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { type Answers, readAnswers } from "./answers.ts";
import { assembleTable } from "./assemble.ts";
import type { Grid } from "./grid.ts";
import { planColumns } from "./meanings.ts";
import { readNativeTable } from "./native.ts";
import { type TellProgress, untold } from "./progress.ts";
import { limited, listed, type Question, quoted } from "./question.ts";
import type { RawTable } from "./rawTable.ts";
import { otherSpace, type Recognition, recognise, whoseInstead } from "./recognition.ts";
import { gatherRows } from "./rows.ts";
import type { Table } from "./table.ts";
import { toFractions } from "./units.ts";

export interface Understanding {
  /** The form that was recognised, in words. */
  readonly form: string;
  /** Id of the space that the architectures are of; `undefined` where they are of none that is known. */
  readonly space: string | undefined;
  /** Rows of the file with an architecture of the space, and without. */
  readonly known: number;
  readonly unknown: number;
  /** Their sum. */
  readonly rows: number;
  /** Most trainings of one architecture. */
  readonly seeds: number;
  /** Name of a column → meaning. */
  readonly columns: Readonly<Record<string, string>>;
  /** What was derived, decided or left out, one sentence each. */
  readonly notes: readonly string[];
  /** What only the owner of the file can tell. Until all are answered there is no table. */
  readonly questions: readonly Question[];
}

/** A table where all is understood; a problem where the file cannot be used; neither while questions are open. */
export interface ReadTable {
  readonly understood: Understanding;
  readonly table?: Table;
  readonly problem?: Problem;
  /** Whether that is an answer that cannot be, not the file. */
  readonly isAnswerWrong?: true;
  /** Whether the table is what the file says word for word: nothing was derived, decided or left out, but sizes counted where it tells none. */
  readonly isVerbatim?: boolean;
}

/** Names are looked at one by one. */
const maxColumns = 5000;

const nothing: Understanding = {
  form: "not recognised",
  space: undefined,
  ...{ rows: 0, known: 0, unknown: 0, seeds: 0 },
  ...{ columns: {}, notes: [], questions: [] },
};

export const unusable = (message: string, form = nothing.form): ReadTable => ({
  understood: { ...nothing, form },
  problem: { message: limited(message) },
});

/** A table in the lab's own form. */
export function readNative(
  value: unknown,
  space: SearchSpace,
  name: string,
  maps: readonly string[],
  tell: TellProgress = untold,
): ReadTable {
  if (maps.length > 0)
    return answersNothing(
      `"${quoted(maps[0] ?? "", 60)}" answers nothing: a table of the lab says all of itself`,
    );
  const raw = readFields(value, readNativeTable);
  if (!raw.ok) return unusable(raw.problem.message, "super-net lab table");
  return finished(raw.value, recognise(textsOf(raw.value), space, undefined, tell), {
    ...{ columns: {}, space, name, questions: [], tell },
  });
}

/** From a grid, however it came about, to what is understood of it. */
export function readGrid(
  grid: Grid,
  space: SearchSpace,
  name: string,
  maps: readonly string[],
  tell: TellProgress = untold,
): ReadTable {
  if (grid.columns.length > maxColumns)
    return unusable(`the table has ${grid.columns.length} columns; up to ${maxColumns} are read`, grid.form);
  const answers = readAnswers(maps, grid);
  if (!answers.ok) return answersNothing(answers.problem.message, grid.form);
  const { columns, file } = answers.value;
  const read = readBy(grid, space, name, answers.value, tell);
  if (file.size === 0) return read.table;
  /** What is asked where those answers are not there. */
  const askedBeside = (others: Answers["file"]): readonly string[] =>
    readBy(grid, space, name, { columns, file: others }, untold).questions.flatMap(({ options }) =>
      options.map(({ map }) => map.toLowerCase()),
    );
  const atFirst = askedBeside(new Map());
  for (const [key, value] of file) {
    const given = `${key}=${value}`.toLowerCase();
    const others = new Map([...file].filter(([other]) => other !== key));
    if (!atFirst.includes(given) && !askedBeside(others).includes(given))
      return answersNothing(
        `"${quoted(`${key}=${value}`, 60)}" is no answer to anything that the file leaves open; leave it out`,
        grid.form,
      );
  }
  return read.table;
}

const answersNothing = (message: string, form?: string): ReadTable => ({
  ...unusable(message, form),
  isAnswerWrong: true,
});

/** What is understood by the answers given, and what is asked, also where the file cannot be used. */
function readBy(
  grid: Grid,
  space: SearchSpace,
  name: string,
  answers: Answers,
  tell: TellProgress,
): { readonly table: ReadTable; readonly questions: readonly Question[] } {
  const problem = (message: string) => ({ table: unusable(message, grid.form), questions: [] });
  const plan = planColumns(grid, answers);
  if (!plan.ok) return problem(plan.problem.message);
  if (grid.rows.length === 0) return problem("the table has no rows");
  const gathered = gatherRows(grid, plan.value, answers, tell);
  const scaled = toFractions(gathered.rows, plan.value, answers, grid);
  const recognition = recognise(
    scaled.rows.map((row) => row.text),
    space,
    answers.file.get("numbering") ?? grid.numbering,
    tell,
  );
  const notes = [
    ...grid.notes,
    ...plan.value.notes,
    ...gathered.notes,
    ...scaled.notes,
    ...recognition.notes,
  ];
  const questions = [
    plan.value.questions,
    gathered.questions,
    scaled.question ?? [],
    recognition.question ?? [],
  ].flat();
  const counted = grid.rows.length - scaled.rows.length;
  const raw = { form: grid.form, rows: scaled.rows, notes, broken: gathered.broken };
  const read = finished(raw, recognition, {
    ...{ columns: plan.value.meanings, space, name, questions, tell },
  });
  // Rows that were put together with others, or belong to other epochs, are rows of known architectures, too.
  if (counted === 0 || read.understood.known === 0) return { table: read, questions };
  const rows = countRows(grid, plan.value.architecture, scaled.rows, recognition);
  return { table: { ...read, understood: { ...read.understood, ...rows } }, questions };
}

function countRows(
  grid: Grid,
  columns: readonly number[],
  rows: readonly { readonly text: string }[],
  { architectures }: Recognition,
): Pick<Understanding, "rows" | "known" | "unknown"> {
  const bad = new Set(rows.flatMap(({ text }, index) => (architectures[index] ? [] : [text])));
  const [column] = columns as [number];
  const unknown =
    bad.size === 0 ? 0 : grid.rows.filter(({ cells }) => bad.has(String(cells[column] ?? ""))).length;
  return { rows: grid.rows.length, known: grid.rows.length - unknown, unknown };
}

const textsOf = (raw: RawTable): string[] => raw.rows.map((row) => row.text);

interface Context {
  readonly columns: Readonly<Record<string, string>>;
  readonly space: SearchSpace;
  readonly name: string;
  readonly questions: readonly Question[];
  readonly tell: TellProgress;
}

function finished(
  raw: RawTable,
  { architectures }: Recognition,
  { columns, space, name, questions, tell }: Context,
): ReadTable {
  const table = assembleTable(raw, architectures, space, name, tell);
  const known = raw.rows.length - table.unknown.count;
  const unknownTexts = raw.rows.flatMap(({ text }, index) => (architectures[index] ? [] : [text]));
  const of = known > 0 ? space : otherSpace(unknownTexts, space);
  const understood: Understanding = {
    form: raw.form,
    space: of?.id,
    ...{ rows: raw.rows.length, known, unknown: table.unknown.count },
    seeds: table.seeds,
    columns,
    notes: warningsOf(table, space),
    questions,
  };
  const problem =
    known === 0 || questions.length === 0 ? problemOf(raw, table, space, unknownTexts) : undefined;
  if (problem)
    return { understood: { ...understood, questions: [] }, problem: { message: limited(problem) } };
  return { understood, ...(questions.length === 0 && { table }) };
}

function problemOf(
  raw: RawTable,
  table: Table,
  space: SearchSpace,
  unknown: readonly string[],
): string | undefined {
  if (table.rows.length > 0 && unknown.length < raw.rows.length) return undefined;
  if (raw.rows.length === 0) return "the table has no rows";
  if (unknown.length < raw.rows.length)
    return `no row with a known architecture holds an accuracy${raw.broken ? ` (${raw.broken})` : ""}`;
  const made =
    raw.provenance && raw.provenance.space !== space.id
      ? `; the table is of ${spaceById(raw.provenance.space)?.title ?? raw.provenance.space}`
      : whoseInstead(unknown, space);
  const [first] = table.unknown.examples;
  return `none of the ${raw.rows.length} rows is an architecture of ${space.title} (${first})${made}`;
}

/** What the user should know of a table, in sentences. */
function warningsOf(
  { rows: kept, unknown, withoutAccuracy, placesWithoutAccuracy, duplicates, notes }: Table,
  space: SearchSpace,
): string[] {
  const rows = (count: number): string => (count === 1 ? "1 row" : `${count} rows`);
  const warnings = notes.map(limited);
  if (unknown.count > 0) {
    const what = unknown.count === 1 ? "is no architecture" : "are no architectures";
    warnings.push(
      limited(
        `Left out ${rows(unknown.count)} that ${what} of ${space.title}: ${listed([...unknown.examples, ...(unknown.count > unknown.examples.length ? ["…"] : [])], 220)}.`,
      ),
    );
  }
  if (withoutAccuracy > 0)
    warnings.push(
      `Left out ${rows(withoutAccuracy)} without an accuracy: ${listed([...placesWithoutAccuracy, ...(withoutAccuracy > placesWithoutAccuracy.length ? ["…"] : [])])}.`,
    );
  const empty = kept.filter(({ superNet }) => superNet === undefined).length;
  if (empty > 0 && empty < kept.length)
    warnings.push(
      `Super-net accuracy is empty in ${empty} of ${rows(kept.length)}: no line is drawn for it.`,
    );
  if (duplicates > 0)
    warnings.push(`Averaged ${rows(duplicates)} into others that compute the same function.`);
  return warnings;
}
