/** @file What a study keeps of a run that has ended, on the page as in the terminal. */
import type { RankingRule } from "../metrics/prediction.ts";
import { roundAgreements } from "../metrics/stability.ts";
import { summaryOf } from "../metrics/summary.ts";
import { judgingRows } from "../pool.ts";
import type { Run } from "../runState.ts";
import type { TableRow } from "../tables.ts";
import type { StudyJob } from "./jobs.ts";
import type { JobOutcome } from "./results.ts";

/**
 * @param rows of the table, per index of the run's pool
 * @throws Error that says why, where no scoring round was completed: a run that has ended has one, unless it had nothing to score
 */
export function outcomeOf(
  { key, threshold }: StudyJob,
  run: Run,
  rows: readonly (TableRow | undefined)[],
  rule: RankingRule,
): JobOutcome {
  const ranked = summaryOf(run, rows, threshold, rule);
  if (!ranked)
    throw new Error(
      run.pool.length === 0
        ? "The table has no architecture that the run trains, so nothing was scored."
        : "No scoring round was completed.",
    );
  const judging = judgingRows(rows).flatMap((row, id) => {
    const prediction = ranked.predictions[id];
    return row && prediction !== undefined
      ? [{ architecture: run.pool[id] as string, truth: row.accuracy, prediction }]
      : [];
  });
  return {
    key,
    summary: ranked.summary,
    architectures: judging.map(({ architecture }) => architecture),
    groundTruths: judging.map(({ truth }) => truth),
    predictions: judging.map(({ prediction }) => prediction),
    agreements: roundAgreements(run, rule),
  };
}

/** Of a training that diverged: it would again. At which step that is noticed follows the clock, so it is not in here. */
export function divergedOutcome(key: string): JobOutcome {
  return { key, failure: "Training diverged.", architectures: [], groundTruths: [], predictions: [] };
}
