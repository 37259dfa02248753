/** @file The scores of one round as CSV, beside what a table knows; `parseTable` reads it, too. */
import { csvCell } from "./csv.ts";
import { defaultView } from "./linkView.ts";
import { roundScores, shownRound } from "./rounds.ts";
import type { Run } from "./runState.ts";
import { toLink } from "./shareLink.ts";
import type { SearchSpace } from "./spaces/space.ts";
import { rowOf, type Table } from "./tables.ts";

const header = [
  "arch",
  "canonical",
  "supernet_acc",
  "supernet_loss",
  "step",
  "val_acc",
  "test_acc",
  "params",
  "flops",
  "link",
  "code",
];

/**
 * One line per architecture of the pool, with its score in the last complete round; what is not known stays empty. Accuracies are
 * fractions, means over seeds. The link is that of the run, with all its settings, the code what
 * trained it.
 */
export function scoresCsv(run: Run, space: SearchSpace, table?: Table): string {
  const shown = shownRound(run);
  const scores = shown === undefined ? [] : roundScores(run, shown);
  const step = shown === undefined ? undefined : run.rounds[shown]?.step;
  const link = toLink({ config: run.config, view: defaultView });
  const lines = run.pool.map((text, index) => {
    const architecture = space.parse(text);
    const score = scores[index];
    const row = table && rowOf(text, space, table);
    return [
      text,
      architecture && space.canonical(architecture),
      score?.accuracy,
      score?.loss,
      score && step,
      row && mean(row.validation),
      row && mean(row.test),
      row?.parameters,
      row?.flops,
      link,
      run.code,
    ];
  });
  return [header, ...lines].map((cells) => `${cells.map(csvCell).join(",")}\n`).join("");
}

const mean = (values: readonly number[]): number | undefined =>
  values.length > 0 ? Number((values.reduce((a, b) => a + b, 0) / values.length).toPrecision(10)) : undefined;
