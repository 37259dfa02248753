/** @file From what a file says to a table: recognises architectures, brings accuracies to fractions, merges duplicates. */
import { type ReadResult, refused } from "../fieldReader.ts";
import { meanSeedDifference, noiseCeiling } from "../metrics/noise.ts";
import type { SearchSpace } from "../spaces/space.ts";
import { recogniseArchitecture } from "./architectureText.ts";
import type { Quantity, RawRow, RawTable } from "./rawTable.ts";
import type { Table, TableRow } from "./table.ts";

/** How many rows without a known architecture are kept as examples. */
const mostExamples = 5;
const accuracies = ["test", "validation", "superNet"] as const satisfies readonly Quantity[];
/** Room for rounding at the ends of [0, 1], relative. */
const slack = 1e-6;

export function assembleTable(raw: RawTable, space: SearchSpace, name: string): ReadResult<Table> {
  const notes = [...raw.notes];
  const scales = new Map<Quantity, (value: number) => number>();
  for (const quantity of accuracies) {
    const scale = scaleOf(raw, quantity);
    if (!scale.ok) return scale;
    scales.set(quantity, scale.value.apply);
    if (scale.value.note) notes.push(scale.value.note);
  }
  const judgedBy = raw.rows.some((row) => row.values.test?.length) ? "test" : "validation";
  const groups = new Map<string, { text: string; members: RawRow[] }>();
  const unknown: string[] = [];
  let unjudged = 0;
  let known = 0;
  for (const row of raw.rows) {
    const architecture = recogniseArchitecture(row.text, space);
    if (!architecture) {
      unknown.push(`${row.where}: ${shortened(row.text)}`);
      continue;
    }
    known++;
    if (!row.values[judgedBy]?.length) {
      unjudged++;
      continue;
    }
    const group = groups.get(architecture.key) ?? { text: architecture.text, members: [] };
    group.members.push(row);
    groups.set(architecture.key, group);
  }
  if (groups.size === 0) return refused(nothingFound(raw, space, known, unknown));

  const rows: TableRow[] = [];
  for (const [key, { text, members }] of groups) {
    const perSeed = (quantity: Quantity): number[] =>
      meanPerSeed(members, quantity).map(scales.get(quantity) ?? ((value) => value));
    const [test, validation] = [perSeed("test"), perSeed("validation")];
    // Encodings that compute the same may differ in what they carry along; the first one's size is the architecture's.
    const { values: size, source } = members[0] as RawRow;
    const optional = {
      superNet: perSeed("superNet")[0],
      parameters: size.parameters?.[0],
      flops: size.flops?.[0],
      gradientNorm: size.gradientNorm?.[0],
      source,
    };
    rows.push({
      key,
      architecture: text,
      accuracy: mean(judgedBy === "test" ? test : validation),
      test,
      validation,
      ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    });
  }
  const seedsOf = rows.map((row) => row[judgedBy]);
  return {
    ok: true,
    value: {
      name,
      space: space.id,
      form: raw.form,
      judgedBy,
      rows,
      byKey: new Map(rows.map((row) => [row.key, row])),
      best: rows.reduce((best, row) => Math.max(best, row.accuracy), 0),
      seeds: seedsOf.reduce((most, seeds) => Math.max(most, seeds.length), 0),
      noise: { seedDifference: meanSeedDifference(seedsOf), ceiling: noiseCeiling(seedsOf) },
      unknown: { count: unknown.length, examples: unknown.slice(0, mostExamples) },
      unjudged,
      duplicates: known - unjudged - groups.size,
      notes,
      ...(raw.provenance && { provenance: raw.provenance }),
    },
  };
}

interface Scale {
  readonly apply: (value: number) => number;
  readonly note?: string;
}

/** All values of a quantity at most 1 means fractions, else per cent; the first value outside is named. */
function scaleOf(raw: RawTable, quantity: (typeof accuracies)[number]): ReadResult<Scale> {
  let largest = 0;
  for (const row of raw.rows)
    for (const value of row.values[quantity] ?? []) largest = Math.max(largest, value);
  const whole = largest > 1 + slack ? 100 : 1;
  for (const row of raw.rows)
    for (const value of row.values[quantity] ?? [])
      if (!(value >= -slack && value <= whole + slack * whole))
        return refused(
          `${row.where} (${shortened(row.text)}): ${titles[quantity]} ${value} is neither a fraction nor a percentage`,
        );
  const isError = raw.errors.includes(quantity);
  const sort = isError ? "errors" : "accuracies";
  return {
    ok: true,
    value: {
      apply: (value) => Math.min(1, Math.max(0, isError ? 1 - value / whole : value / whole)),
      ...((whole === 100 || isError) && {
        note: `Column for ${titles[quantity]} read as ${sort}${whole === 100 ? " in per cent" : ""}.`,
      }),
    },
  };
}

const titles = {
  test: "test accuracy",
  validation: "validation accuracy",
  superNet: "super-net accuracy",
} as const;

/** Seed by seed the mean over rows of one canonical architecture; a row with fewer seeds counts where it has one. */
function meanPerSeed(members: readonly RawRow[], quantity: Quantity): number[] {
  const lists = members.flatMap((row) => row.values[quantity] ?? []);
  if (members.length === 1 || lists.length === 0) return lists;
  const seeds = Math.max(...members.map((row) => row.values[quantity]?.length ?? 0));
  return Array.from({ length: seeds }, (_, seed) =>
    mean(members.flatMap((row) => row.values[quantity]?.[seed] ?? [])),
  );
}

function nothingFound(raw: RawTable, space: SearchSpace, known: number, unknown: readonly string[]): string {
  if (raw.rows.length === 0) return "the table has no rows";
  if (known > 0) return "no row with a known architecture holds an accuracy";
  if (raw.rows.every((row) => /^[0-9a-f]{32}$/.test(row.text)))
    return "the table names its architectures by hashes, from which no network can be built";
  const made =
    raw.provenance && raw.provenance.space !== space.id ? `; the table is of ${raw.provenance.space}` : "";
  return `none of the ${raw.rows.length} rows is an architecture of ${space.title} (${unknown[0]})${made}`;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
