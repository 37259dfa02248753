/** @file What the columns of a grid mean: what names and content tell for certain, and questions about the rest. */
import { type ReadResult, refused } from "../fieldReader.ts";
import type { Answers, Given } from "./answers.ts";
import { type ColumnName, readColumnName } from "./columns.ts";
import { noArchitectures } from "./csv.ts";
import type { Grid } from "./grid.ts";
import { isMissing, readNumber } from "./numbers.ts";
import { limited, listed, type Question, quoted } from "./question.ts";
import type { Quantity } from "./rawTable.ts";
import { isArchitecture } from "./recognition.ts";

/** One column of values. */
export interface ValueColumn {
  readonly index: number;
  readonly isError: boolean;
  /** Where the columns of a quantity are several trainings. */
  readonly seed?: number;
}

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

const titles = {
  test: "test accuracy",
  validation: "validation accuracy",
  superNet: "super-net accuracy",
  accuracy: "accuracy",
  training: "training accuracy",
  parameters: "parameters",
  flops: "FLOPs",
} as const;
type Named = keyof typeof titles;

/** The three seeds that NAS-Bench-201 was made with. */
const publishedSeeds: readonly number[] = [777, 888, 999];
/** Rows that are looked at to learn what a column holds. */
const sampled = 50;

interface Candidate {
  readonly index: number;
  readonly name: string;
  readonly told: ColumnName;
  readonly given?: Given;
  readonly quantity: Named | undefined;
  readonly isError: boolean;
}

export function planColumns(grid: Grid, answers: Answers): ReadResult<Plan> {
  const candidates = grid.columns.map((name, index): Candidate => {
    const byForm = grid.meanings?.get(index);
    const told: ColumnName =
      byForm === undefined
        ? readColumnName(name)
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

function holdsArchitectures(grid: Grid, column: number): boolean {
  const cells = sampleOf(grid, column);
  return cells.length > 0 && cells.filter(isArchitecture).length * 2 >= cells.length;
}

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

function varies(grid: Grid, column: number): boolean {
  const first = String(grid.rows[0]?.cells[column]);
  return grid.rows.some(({ cells }) => String(cells[column]) !== first);
}

function holdsNumbers(grid: Grid, column: number): boolean {
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

type Chosen = ReadonlyMap<Quantity, readonly ValueColumn[]>;

function chooseValues(
  grid: Grid,
  free: readonly Candidate[],
  answers: Answers,
  notes: string[],
  questions: Question[],
): ReadResult<Chosen> {
  const kept = ofOneEpoch(ofOneDataset(free, answers, questions), answers, notes, questions);
  const judging = new Map<Named, readonly Candidate[]>();
  for (const quantity of ["test", "validation", "superNet", "accuracy", "parameters", "flops"] as const)
    judging.set(quantity, columnsOf(quantity, kept));
  const accuracies = judging.get("accuracy") ?? [];
  const [test, validation] = [judging.get("test") ?? [], judging.get("validation") ?? []];
  if (test.length === 0 && accuracies.length > 0) {
    if (validation.length === 0) {
      judging.set("test", accuracies);
      notes.push(
        `${accuracies.length === 1 ? `"${quoted(accuracies[0]?.name ?? "")}" does` : "The accuracies do"} not say on which images they were measured; read as test accuracy.`.replace(
          "they were",
          accuracies.length === 1 ? "it was" : "they were",
        ),
      );
    } else if (!accuracies.some((c) => c.given))
      questions.push({
        text: `Is ${listed(
          accuracies.map(({ name }) => `"${quoted(name)}"`),
          80,
        )} the accuracy on training or on test images?`,
        options: accuracies.flatMap(({ name, isError }) => [
          { map: `${name}=ignore`, means: "on training images: validation accuracy judges" },
          { map: `${name}=test${isError ? " error" : ""}`, means: "on test images: it judges" },
        ]),
      });
  }
  const chosen = new Map<Quantity, readonly ValueColumn[]>();
  for (const quantity of ["test", "validation", "superNet", "parameters", "flops"] as const) {
    const columns = judging.get(quantity) ?? [];
    if (columns.length > 0) chosen.set(quantity, severalOf(quantity, columns, answers, notes, questions));
  }
  if (chosen.has("test") || chosen.has("validation") || questions.length > 0)
    return { ok: true, value: chosen };
  return withUnnamed(grid, free, chosen, notes, questions);
}

/** The columns of a quantity: those that the owner gave, else those whose name tells it; accuracies rather than errors. */
function columnsOf(quantity: Named, candidates: readonly Candidate[]): readonly Candidate[] {
  const all = candidates.filter((c) => c.quantity === quantity);
  const given = all.filter((c) => c.given);
  if (given.length > 0) return given;
  const derived = all.filter((c) => !c.given);
  const hits = derived.filter((c) => !c.isError);
  return hits.length > 0 ? hits : derived;
}

const isAccuracy = ({ quantity }: Candidate): boolean =>
  quantity === "test" || quantity === "validation" || quantity === "accuracy";

function ofOneDataset(
  free: readonly Candidate[],
  { file }: Answers,
  questions: Question[],
): readonly Candidate[] {
  const derived = free.filter((c) => !c.given && isAccuracy(c));
  const sets = [...new Set(derived.flatMap(({ told }) => told.dataset ?? []))];
  if (sets.length < 2) return free;
  const answer = file.get("dataset");
  const chosen = sets.find((set) => set.toLowerCase() === answer?.toLowerCase());
  const others = (set: string | undefined) =>
    free.filter((c) => c.given || !isAccuracy(c) || (c.told.dataset ?? set) === set);
  if (chosen) return others(chosen);
  if (free.some((c) => c.given && isAccuracy(c))) return free.filter((c) => c.given || !isAccuracy(c));
  questions.push({
    text: `The file holds accuracies on several data sets: ${listed(sets, 100)}. Which ones judge?`,
    options: sets.map((set) => ({ map: `dataset=${set}`, means: `accuracies on ${set}` })),
  });
  return others(sets[0]);
}

function ofOneEpoch(
  free: readonly Candidate[],
  { file }: Answers,
  notes: string[],
  questions: Question[],
): readonly Candidate[] {
  const derived = free.filter((c) => !c.given && isAccuracy(c));
  const halfway = derived.filter(({ told }) => told.stage === "halfway");
  if (halfway.length > 0 && derived.some(({ told }) => told.stage === "final")) {
    notes.push("Accuracies at the end of the training were read, not those halfway.");
    return free.filter((c) => !halfway.includes(c));
  }
  const epochs = [...new Set(derived.flatMap(({ told }) => told.epoch ?? []))];
  if (epochs.length < 2) return free;
  const of = (epoch: number | undefined) =>
    free.filter((c) => c.given || !isAccuracy(c) || (c.told.epoch ?? epoch) === epoch);
  const answer = epochs.find((epoch) => String(epoch) === file.get("epoch"));
  if (answer !== undefined) return of(answer);
  if (free.some((c) => c.given && isAccuracy(c))) return free.filter((c) => c.given || !isAccuracy(c));
  questions.push({
    text: `The file holds accuracies after several numbers of epochs: ${listed(epochs.map(String), 100)}. Which ones judge?`,
    options: epochs.map((epoch) => ({ map: `epoch=${epoch}`, means: `after ${epoch} epochs` })),
  });
  return of(epochs.at(-1));
}

/** Several columns of one quantity: seeds where they say so, else a question. */
function severalOf(
  quantity: Quantity,
  columns: readonly Candidate[],
  { file }: Answers,
  notes: string[],
  questions: Question[],
): readonly ValueColumn[] {
  const as = (seed?: (c: Candidate) => number | undefined): ValueColumn[] =>
    columns.map((c) => {
      const label = seed?.(c);
      return { index: c.index, isError: c.isError, ...(label !== undefined && { seed: label }) };
    });
  if (columns.length === 1 || columns.every((c) => c.given)) return as(({ told }) => told.seed);
  const distinct = (label: (c: Candidate) => number | undefined): boolean =>
    new Set(columns.map(label)).size === columns.length && columns.every((c) => label(c) !== undefined);
  if (distinct(({ told }) => told.seed)) return as(({ told }) => told.seed);
  const hasNumbers = distinct(({ told }) => told.number);
  if (hasNumbers && columns.every(({ told }) => publishedSeeds.includes(told.number ?? -1))) {
    notes.push(
      `${listed(columns.map(({ told }) => String(told.number)))} are the seeds that NAS-Bench-201 was made with.`,
    );
    return as(({ told }) => told.number);
  }
  if (hasNumbers && file.get("numbers") === "seeds") return as(({ told }) => told.number);
  const names = columns.map(({ name }) => name);
  if (quantity !== "test" && quantity !== "validation") {
    const [first] = names as [string];
    notes.push(`Several columns hold ${titles[quantity as Named]}; "${quoted(first)}" was read.`);
    return as().slice(0, 1);
  }
  questions.push({
    text: `Several columns hold ${titles[quantity]}: ${listed(
      names.map((name) => quoted(name, 40)),
      100,
    )}. Which one judges?`,
    options: [
      ...columns.map(({ name, isError }) => ({
        map: `${name}=${quantity === "test" ? "test" : "validation"}${isError ? " error" : ""}`,
        means: `column "${quoted(name)}"`,
      })),
      ...(hasNumbers
        ? [{ map: "numbers=seeds", means: "all of them: the numbers are seeds of repeated trainings" }]
        : []),
    ],
  });
  return as().slice(0, 1);
}

/** No name tells an accuracy: a lone column of numbers in a file without names is one; else the owner is asked. */
function withUnnamed(
  grid: Grid,
  free: readonly Candidate[],
  chosen: Map<Quantity, readonly ValueColumn[]>,
  notes: string[],
  questions: Question[],
): ReadResult<Chosen> {
  const useless = /time|loss|latency|std|^$|index|\bid\b|row name/i;
  const numeric = free.filter(
    (c) =>
      !c.given &&
      c.quantity === undefined &&
      !c.told.role &&
      !useless.test(c.name.slice(0, 200)) &&
      holdsNumbers(grid, c.index),
  );
  const [only] = numeric;
  if (!only) return refused('no column holds an accuracy (call it "test_acc" or "val_acc")');
  if (numeric.length === 1 && /^(column \d+|value)$/.test(only.name)) {
    notes.push("The file does not say what its numbers are; read as test accuracy.");
    return { ok: true, value: chosen.set("test", [{ index: only.index, isError: false }]) };
  }
  questions.push({
    text: limited(`Which column holds the stand-alone accuracy? No name says so.`),
    options: numeric.flatMap(({ name }) => [
      { map: `${name}=test`, means: `"${quoted(name)}" is the test accuracy` },
      { map: `${name}=test error`, means: `"${quoted(name)}" is the test error` },
    ]),
  });
  return { ok: true, value: chosen };
}
