/** @file The newest scores of a run as CSV, beside what a table knows; `parseTable` reads it, too. */
import { csvCell } from "./csv.ts";
import type { Run } from "./runState.ts";
import type { SearchSpace } from "./spaces/space.ts";
import { rowOf, type Table } from "./tables.ts";

const header = ["arch", "canonical", "supernet_acc", "step", "val_acc", "test_acc", "params", "flops"];

/** One line per architecture of the pool; what is not known stays empty. Accuracies are fractions, means over seeds. */
export function scoresCsv(run: Run, space: SearchSpace, table?: Table): string {
  const lines = run.pool.map((text, index) => {
    const architecture = space.parse(text);
    const score = run.latest[index];
    const row = table && rowOf(text, space, table);
    return [
      text,
      architecture && space.canonical(architecture),
      score?.accuracy,
      score?.step,
      row && mean(row.validation),
      row && mean(row.test),
      row?.parameters,
      row?.flops,
    ];
  });
  return [header, ...lines].map((cells) => `${cells.map(csvCell).join(",")}\n`).join("");
}

const mean = (values: readonly number[]): number | undefined =>
  values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : undefined;
