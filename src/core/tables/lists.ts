/** @file Lists of numbers in the place of an accuracy: trainings with different seeds, or the epochs of one training. */
import type { Answers } from "./answers.ts";
import type { ValueColumn } from "./candidate.ts";
import type { Grid } from "./grid.ts";
import type { Plan } from "./meanings.ts";
import { limited, type Question, quoted } from "./question.ts";
import type { Quantity } from "./rawTable.ts";

/** Seeds rise from the first to the last in half of the rows; training makes nearly all do so. */
const nearlyAll = 0.9;
/** Seeds rise in all of fewer rows by chance, too often to ask. */
const minRows = 5;

interface Lists {
  readonly notes: readonly string[];
  readonly question?: Question;
  /** Of a list of accuracies the last number alone counts. */
  readonly isLast: boolean;
}

/** What the lists of a file are; where the accuracy rises along them in nearly all rows, its owner is asked. */
export function listsIn(grid: Grid, plan: Plan, { file }: Answers): Lists {
  if (grid.areListsSeeds) return { notes: [], isLast: false };
  const answer = file.get("lists");
  const isLast = answer === "last";
  const notes: string[] = [];
  let question: Question | undefined;
  for (const quantity of ["test", "validation", "superNet"] as const satisfies readonly Quantity[])
    for (const column of plan.values.get(quantity) ?? []) {
      const lists = listsOf(grid, column);
      if (lists.length === 0) continue;
      const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
      const name = quoted(grid.columns[column.index] ?? "", 40);
      const better = lists.filter((list) => isRising(list, column)).length;
      const mayBeEpochs = lists.length >= minRows && better >= nearlyAll * lists.length;
      if (mayBeEpochs && !isLast && answer !== "seeds") {
        question ??= {
          text: `"${name}" holds lists of up to ${longest} numbers, and in ${better} of ${lists.length} rows the last is better than the first. What are they?`,
          options: [
            { map: "lists=last", means: "epochs of one training; the last number counts" },
            { map: "lists=seeds", means: "trainings with different seeds" },
          ],
        };
        continue;
      }
      notes.push(
        limited(
          isLast
            ? `Of the lists in "${name}" the last number counts.`
            : `The lists of up to ${longest} numbers in "${name}" are read as trainings with different seeds.`,
        ),
      );
    }
  return { notes, isLast, ...(question && { question }) };
}

/** Those with more than one number. */
function listsOf({ rows }: Grid, { index }: ValueColumn): number[][] {
  return rows.flatMap(({ cells: { [index]: cell } }) => {
    if (!Array.isArray(cell)) return [];
    const numbers = cell.map((item) => (item === null ? Number.NaN : Number(item))).filter(Number.isFinite);
    return numbers.length > 1 ? [numbers] : [];
  });
}

function isRising(list: readonly number[], { isError }: ValueColumn): boolean {
  const [first, last] = [list[0] as number, list.at(-1) as number];
  return isError ? last < first : last > first;
}
