/** @file From rows with recognised architectures to a table: merges what computes the same, counts what is left out. */
import type { Architecture, SearchSpace } from "../spaces/space.ts";
import { passOver, type TellProgress, untold } from "./progress.ts";
import { quoted } from "./question.ts";
import type { Quantity, RawRow, RawTable } from "./rawTable.ts";
import type { Table, TableRow } from "./table.ts";

/** How many rows of what is left out are kept as examples. */
const maxExamples = 5;
/** Every seed is compared with every other, so that there is an end to them. */
const maxSeeds = 50;

/**
 * @param architectures per row; `undefined` for what is none of the space
 * @returns the table; without rows where no architecture has an accuracy
 */
export function assembleTable(
  raw: RawTable,
  architectures: readonly (Architecture | undefined)[],
  space: SearchSpace,
  name: string,
  tell: TellProgress = untold,
): Table {
  const judgedBy = raw.rows.some((row) => row.values.test?.length) ? "test" : "validation";
  const groups = new Map<string, { text: string; members: RawRow[] }>();
  const examples: string[] = [];
  const placesWithoutAccuracy: string[] = [];
  let [unknown, withoutAccuracy, known] = [0, 0, 0];
  const take = (row: RawRow, index: number): void => {
    const architecture = architectures[index];
    if (!architecture) {
      unknown++;
      if (examples.length < maxExamples) examples.push(exampleOf(row, space));
      return;
    }
    known++;
    if (!row.values[judgedBy]?.length) {
      withoutAccuracy++;
      if (placesWithoutAccuracy.length < maxExamples) placesWithoutAccuracy.push(row.where);
      return;
    }
    const key = space.canonical(architecture);
    const group = groups.get(key) ?? { text: space.print(architecture), members: [] };
    group.members.push(row);
    groups.set(key, group);
  };
  passOver(raw.rows, take, tell);
  const rows = [...groups].map(([key, { text, members }]) => rowOf(key, text, members, judgedBy));
  const seedsOf = rows.map((row) => row[judgedBy]);
  const most = (quantities: readonly Quantity[]): number =>
    raw.rows.reduce(
      (length, { values }) =>
        quantities.reduce((longest, q) => Math.max(longest, values[q]?.length ?? 0), length),
      0,
    );
  const superNets = Math.min(most(["superNet"]), maxSeeds);
  const notes = [
    ...raw.notes,
    ...(superNets > 1 ? [`Super-net accuracy is the mean over up to ${superNets} trainings.`] : []),
    ...(most(accuracies) > maxSeeds
      ? [`Of an architecture's trainings the first ${maxSeeds} were read.`]
      : []),
  ];
  return {
    name,
    space: space.id,
    form: raw.form,
    judgedBy,
    rows,
    byKey: new Map(rows.map((row) => [row.key, row])),
    seeds: seedsOf.reduce((most, seeds) => Math.max(most, seeds.length), 0),
    unknown: { count: unknown, examples },
    withoutAccuracy,
    placesWithoutAccuracy,
    duplicates: known - withoutAccuracy - groups.size,
    notes,
    ...(raw.provenance && { provenance: raw.provenance }),
  };
}

function rowOf(
  key: string,
  text: string,
  members: readonly RawRow[],
  judgedBy: "test" | "validation",
): TableRow {
  const [test, validation, superNet] = accuracies.map((quantity) => meanPerSeed(members, quantity)) as [
    number[],
    number[],
    number[],
  ];
  // Encodings that compute the same may differ in what they carry along; the first one's size is the architecture's.
  const { values: size, source } = members[0] as RawRow;
  const optional = {
    superNet: superNet.length > 0 ? mean(superNet) : undefined,
    parameters: size.parameters?.[0],
    flops: size.flops?.[0],
    gradientNorm: size.gradientNorm?.[0],
    loss: size.loss && meanPerSeed(members, "loss"),
    source,
  };
  return {
    key,
    architecture: text,
    accuracy: mean(judgedBy === "test" ? test : validation),
    test,
    validation,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

function exampleOf({ where, text }: RawRow, space: SearchSpace): string {
  const reason = space.whyNot?.(text);
  return `${where}: ${quoted(text, reason ? 30 : 80)}${reason ? ` (${reason})` : ""}`;
}

const accuracies = ["test", "validation", "superNet"] as const;

/** Seed by seed, for the first 50, the mean over rows of one canonical architecture; a row with fewer seeds counts where it has one. */
function meanPerSeed(members: readonly RawRow[], quantity: Quantity): number[] {
  const lists = members.map((row) => (row.values[quantity] ?? []).slice(0, maxSeeds));
  if (lists.length === 1) return lists[0] as number[];
  const seeds = lists.reduce((most, list) => Math.max(most, list.length), 0);
  return Array.from({ length: seeds }, (_, seed) => mean(lists.flatMap((list) => list[seed] ?? [])));
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
