/** @file Which columns judge: one data set, one number of epochs, seeds or a question where several hold the same. */
import { type ReadResult, refused } from "../fieldReader.ts";
import type { Answers } from "./answers.ts";
import { type Candidate, type Named, titles, type ValueColumn } from "./candidate.ts";
import { holdsNumbers } from "./columnContent.ts";
import type { ColumnName } from "./columns.ts";
import type { Grid } from "./grid.ts";
import { limited, listed, type Question, quoted } from "./question.ts";
import type { Quantity } from "./rawTable.ts";

/** The three seeds that NAS-Bench-201 was made with. */
const publishedSeeds: readonly number[] = [777, 888, 999];
/** Columns of every quantity that the file holds. */
type Chosen = ReadonlyMap<Quantity, readonly ValueColumn[]>;

export function chooseValues(
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
  const isSize = quantity === "parameters" || quantity === "flops";
  const as = (seed?: (c: Candidate) => number | undefined): ValueColumn[] =>
    columns.map((c) => {
      const label = seed?.(c);
      return {
        ...{ index: c.index, isError: c.isError },
        ...(label !== undefined && { seed: label }),
        ...(isSize && c.told.unit !== undefined && { unit: c.told.unit }),
      };
    });
  const asSeeds = (seed: (c: Candidate) => number | undefined): ValueColumn[] => {
    const names = listed(
      columns.map(({ name }) => quoted(name, 40)),
      150,
    );
    if (columns.length > 1) notes.push(`Columns read as trainings with different seeds: ${names}.`);
    return as(seed);
  };
  // An accuracy and its error are no two seeds.
  const isBoth = new Set(columns.map(({ isError }) => isError)).size > 1;
  if (columns.length === 1 || (columns.every((c) => c.given) && !isBoth && !isSize))
    return asSeeds(({ told }) => told.seed);
  // Whatever else the names tell must be the same: seeds of different budgets are no repetitions.
  const distinct = (
    label: (c: Candidate) => number | undefined,
    rest: (told: ColumnName) => unknown,
  ): boolean =>
    !isBoth &&
    new Set(columns.map(label)).size === columns.length &&
    new Set(columns.map(({ told }) => JSON.stringify([told.epoch, told.dataset, told.stage, rest(told)])))
      .size === 1 &&
    columns.every((c) => label(c) !== undefined);
  if (
    distinct(
      ({ told }) => told.seed,
      ({ number }) => number,
    )
  )
    return asSeeds(({ told }) => told.seed);
  const hasNumbers = distinct(
    ({ told }) => told.number,
    ({ seed }) => seed,
  );
  if (hasNumbers && columns.every(({ told }) => publishedSeeds.includes(told.number ?? -1))) {
    notes.push(
      `${listed(columns.map(({ told }) => String(told.number)))} are the seeds that NAS-Bench-201 was made with.`,
    );
    return asSeeds(({ told }) => told.number);
  }
  if (hasNumbers && file.get("numbers") === "seeds") return asSeeds(({ told }) => told.number);
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
