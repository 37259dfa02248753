/** @file The scores of one round as CSV, beside what a table knows; `parseTable` reads it, too. */
import { csvCell } from "./csv.ts";
import { defaultView } from "./linkView.ts";
import type { Interval } from "./metrics/bootstrap.ts";
import { roundScores, shownRound } from "./rounds.ts";
import { linkOfRun } from "./runLink.ts";
import type { Run } from "./runState.ts";
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
  "skdt",
  "skdt_low",
  "skdt_high",
  "skdt_threshold",
  "link",
  "code",
];

/** How the round ranks, as the page shows it. */
export interface ToldRanking {
  readonly skdt: number;
  /** 95 % over architectures; absent while it is not known. */
  readonly interval: Interval | undefined;
  /** That stand-alone accuracies were rounded to, a fraction. */
  readonly threshold: number;
}

/**
 * One line per architecture of the pool, with its score in the last complete round; what is not known stays empty. Accuracies are
 * fractions, means over seeds. S-KdT with its interval is that of the whole round, the link that of the run as it went (empty where none is), the code
 * what trained it: the same in every line.
 */
export function scoresCsv(run: Run, space: SearchSpace, table?: Table, ranking?: ToldRanking): string {
  const shown = shownRound(run);
  const scores = shown === undefined ? [] : roundScores(run, shown);
  const step = shown === undefined ? undefined : run.rounds[shown]?.step;
  const link = linkOfRun(run, defaultView);
  const { skdt, interval, threshold } = ranking ?? {};
  const told = [skdt, interval?.low, interval?.high, threshold].map(rounded);
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
      ...told,
      link,
      run.code,
    ];
  });
  return [header, ...lines].map((cells) => `${cells.map(csvCell).join(",")}\n`).join("");
}

const mean = (values: readonly number[]): number | undefined =>
  values.length > 0 ? rounded(values.reduce((a, b) => a + b, 0) / values.length) : undefined;

/** Without the noise of binary fractions. */
const rounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value.toPrecision(10));
