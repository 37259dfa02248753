/** @file Fractions or per cent, hits or errors: brings the accuracies of a table to fractions of hits. */
import type { Answers } from "./answers.ts";
import type { Plan } from "./meanings.ts";
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

interface Scaled {
  readonly rows: readonly RawRow[];
  readonly notes: readonly string[];
  readonly question?: Question;
}

/** All values at most 1 are fractions, all others per cent; where both stand in one column the owner is asked. */
export function toFractions(rows: readonly RawRow[], plan: Plan, { file }: Answers): Scaled {
  const notes: string[] = [];
  let question: Question | undefined;
  const scales = new Map<Quantity, (value: number) => number>();
  for (const quantity of accuracies) {
    const columns = plan.values.get(quantity);
    if (!columns) continue;
    let [largest, smallest] = [0, Number.POSITIVE_INFINITY];
    for (const { values } of rows)
      for (const value of values[quantity] ?? []) {
        largest = Math.max(largest, value);
        if (value > 0) smallest = Math.min(smallest, value);
      }
    const isPercent = largest > 1 + slack;
    const isMixed = isPercent && smallest <= 1;
    const answer = file.get("unit");
    if (isMixed && answer !== "percent" && answer !== "mixed") {
      if (quantity === "superNet") {
        notes.push("The column for super-net accuracy is left out: fractions and per cent are mixed in it.");
        continue;
      }
      question ??= {
        text: `The column for ${titles[quantity]} holds ${smallest} and ${largest}: fractions beside per cent, or all per cent?`,
        options: [
          { map: "unit=mixed", means: "up to 1 they are fractions, above per cent" },
          { map: "unit=percent", means: `all are per cent: ${smallest} is ${smallest} %` },
        ],
      };
    }
    const isEach = isMixed && answer === "mixed";
    const isError = columns.some((column) => column.isError);
    scales.set(quantity, (value) => {
      const share = isEach ? (value > 1 ? value / 100 : value) : value / (isPercent ? 100 : 1);
      return Math.min(1, Math.max(0, isError ? 1 - share : share));
    });
    if (isPercent || isError)
      notes.push(
        `Column for ${titles[quantity]} read as ${isError ? "errors" : "accuracies"}${isEach ? ", up to 1 as fractions, above in per cent" : isPercent ? " in per cent" : ""}.`,
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
