/** @file Fractions or per cent, hits or errors: brings the accuracies of a table to fractions of hits. */
import type { Answers } from "./answers.ts";
import type { ValueColumn } from "./candidate.ts";
import type { Grid } from "./grid.ts";
import type { Plan } from "./meanings.ts";
import { isMissing } from "./numbers.ts";
import type { Question } from "./question.ts";
import type { Quantity, RawRow } from "./rawTable.ts";

const accuracies = ["test", "validation", "superNet"] as const satisfies readonly Quantity[];
const titles = {
  test: "test accuracy",
  validation: "validation accuracy",
  superNet: "super-net accuracy",
} as const;
/** Room for rounding at the ends of [0, 1]. */
const slack = 1e-6;

/** What a column says of its unit, besides its values. */
function saidOf(grid: Grid, columns: readonly ValueColumn[]): "by its cells" | "by its name" | undefined {
  const isSigned = ({ index }: ValueColumn): boolean => {
    const cells = grid.rows.flatMap(({ cells: { [index]: cell } }) =>
      typeof cell === "number" || (typeof cell === "string" && !isMissing(cell)) ? [String(cell)] : [],
    );
    return cells.length > 0 && cells.every((cell) => cell.includes("%"));
  };
  if (columns.every(isSigned)) return "by its cells";
  const isNamed = ({ index }: ValueColumn): boolean =>
    /%|pct|per[\s_-]?cent/i.test(grid.columns[index] ?? "");
  return columns.some(isNamed) || columns.some(isSigned) ? "by its name" : undefined;
}

/** Without the digits that a floating-point product adds. */
const percentOf = (fraction: number): number => Number((100 * fraction).toPrecision(6));

interface Scaled {
  readonly rows: readonly RawRow[];
  readonly notes: readonly string[];
  readonly question?: Question;
}

interface Extent {
  readonly largest: number;
  /** Above 0. */
  readonly smallest: number;
}

function extentOf(rows: readonly RawRow[], quantity: Quantity): Extent {
  let [largest, smallest] = [0, Number.POSITIVE_INFINITY];
  for (const { values } of rows)
    for (const value of values[quantity] ?? []) {
      largest = Math.max(largest, value);
      if (value > 0) smallest = Math.min(smallest, value);
    }
  return { largest, smallest };
}

/** What the values of a quantity leave open, whatever stands in other columns. */
function questionOf(
  title: string,
  { largest, smallest }: Extent,
  said: ReturnType<typeof saidOf>,
  isError: boolean,
): Question | undefined {
  const isLarge = largest > 1 + slack;
  // Good networks err in less than one per cent on easy images, in less than one of one everywhere.
  if (isError && !isLarge && said === undefined)
    return {
      text: `The errors in the column for ${title} are at most ${largest}: fractions or per cent?`,
      options: [
        { map: "unit=fraction", means: `fractions: ${largest} is ${percentOf(largest)} % wrong` },
        { map: "unit=percent", means: `per cent: ${largest} is ${largest} % wrong` },
      ],
    };
  if (said === "by its name")
    return {
      text: `The name of the column for ${title} speaks of per cent, and no value is above ${largest}: which are they?`,
      options: [
        { map: "unit=percent", means: `per cent: ${largest} is ${largest} %` },
        { map: "unit=mixed", means: `fractions: ${largest} is ${percentOf(largest)} %` },
      ],
    };
  if (!isLarge || smallest > 1) return undefined;
  return {
    text: `The column for ${title} holds ${smallest} and ${largest}: fractions beside per cent, or all per cent?`,
    options: [
      { map: "unit=mixed", means: "up to 1 they are fractions, above per cent" },
      { map: "unit=percent", means: `all are per cent: ${smallest} is ${smallest} %` },
    ],
  };
}

/**
 * All values at most 1 are fractions, all others per cent; where both stand in one column, its name speaks of per cent and all are at
 * most 1, or all are errors of at most 1, the owner is asked. Cells with a per cent sign are per cent. An answer counts for the quantities
 * that ask for it, and for no other.
 */
export function toFractions(rows: readonly RawRow[], plan: Plan, { file }: Answers, grid: Grid): Scaled {
  const notes: string[] = [];
  let question: Question | undefined;
  const scales = new Map<Quantity, (value: number) => number>();
  for (const quantity of accuracies) {
    const columns = plan.values.get(quantity);
    if (!columns) continue;
    const extent = extentOf(rows, quantity);
    const isLarge = extent.largest > 1 + slack;
    const said = isLarge ? undefined : saidOf(grid, columns);
    const isMixed = isLarge && extent.smallest <= 1;
    const isError = columns.some((column) => column.isError);
    if (isMixed && quantity === "superNet") {
      notes.push("The column for super-net accuracy is left out: fractions and per cent are mixed in it.");
      continue;
    }
    const open = questionOf(titles[quantity], extent, said, isError);
    const given = file.get("unit")?.toLowerCase();
    const answer = open?.options.some(({ map }) => map === `unit=${given}`) ? given : undefined;
    if (answer === undefined) question ??= open;
    const isPercent = isLarge || said === "by its cells" || answer === "percent";
    const isEach = isMixed && answer === "mixed";
    scales.set(quantity, (value) => {
      const share = isEach ? (value > 1 ? value / 100 : value) : value / (isPercent ? 100 : 1);
      return Math.min(1, Math.max(0, isError ? 1 - share : share));
    });
    if (isPercent || isError)
      notes.push(
        `Column for ${titles[quantity]} read as ${isError ? "errors" : "accuracies"}${isEach ? ", up to 1 as fractions, above in per cent" : isPercent ? " in per cent" : " as fractions"}.`,
      );
  }
  const scaled = rows.map((row) => ({
    ...row,
    values: Object.fromEntries(
      Object.entries(row.values).flatMap(([quantity, list]) => {
        const scale = scales.get(quantity as Quantity);
        if (scale) return [[quantity, list.map(scale)]];
        return (accuracies as readonly string[]).includes(quantity) ? [] : [[quantity, list]];
      }),
    ),
  }));
  return { rows: scaled, notes, ...(question && { question }) };
}
