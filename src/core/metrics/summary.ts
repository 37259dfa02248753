/** @file What a run comes to, in the numbers that a terminal prints and a study collects: those that the page shows of the same round. */

import { defaultView } from "../linkView.ts";
import { judgingRows } from "../pool.ts";
import { roundScores, shownRound } from "../rounds.ts";
import type { Run } from "../runState.ts";
import type { TableRow } from "../tables.ts";
import { valueInterval } from "./certainty.ts";
import { surpassRandom, topPerformance } from "./found.ts";
import { minScored, rankingOf } from "./history.ts";
import { kendallTau } from "./kendall.ts";
import { meanAccuracy } from "./level.ts";
import { defaultMetricOptions, type RankingInput } from "./metric.ts";
import { predictionsOf, type RankingRule } from "./prediction.ts";
import { referencesOf } from "./references.ts";
import { sparseKendallTau } from "./sparse.ts";

/** Of the last complete round; null stands for what has no value. Correlations are null where fewer than ten are judged. */
export interface RunSummary {
  /** Of the weights that were scored. */
  readonly step: number;
  readonly skdt: number | null;
  /** 95 % bootstrap interval of `skdt` over architectures: low, high. */
  readonly interval: readonly [number, number] | null;
  /** Architectures that are judged. */
  readonly n: number;
  readonly tau: number | null;
  /** S-KdT of ranking by parameter count. */
  readonly params: number | null;
  /** S-KdT that is the best to hope for against this table. */
  readonly ceiling: number | null;
  /** Mean super-net accuracy [0, 1] over the round. */
  readonly accuracy: number | null;
  /** Mean stand-alone accuracy [0, 1] of the three ranked highest. */
  readonly found: number | null;
  /** Probability that the first choice beats the best of ten random ones. */
  readonly surpassRandom: number | null;
}

/** What one round says, per index of the pool. */
interface RankedRound {
  readonly summary: RunSummary;
  /** What the architectures are ranked by, higher being better; `undefined` where the round has no score. */
  readonly predictions: readonly (number | undefined)[];
}

/**
 * @param rows of the table, per index of the pool; which of them judge is decided here
 * @param threshold what stand-alone accuracies are rounded to, as an accuracy
 * @returns `undefined` before the first complete round
 */
export function summaryOf(
  run: Run,
  rows: readonly (TableRow | undefined)[],
  threshold: number,
  rule: RankingRule,
): RankedRound | undefined {
  const number = shownRound(run);
  const round = number === undefined ? undefined : run.rounds[number];
  if (number === undefined || !round) return undefined;
  const judging = judgingRows(rows);
  const predictions = predictionsOf(run, number, rule);
  const ranking = rankingOf(
    predictions,
    judging.map((row) => row?.accuracy),
  );
  const accuracies = roundScores(run, number).flatMap((score) => (score ? [score.accuracy] : []));
  return {
    summary: {
      step: round.step,
      ...judgementOf(ranking, judging, threshold),
      accuracy: meanAccuracy(accuracies) ?? null,
    },
    predictions,
  };
}

/**
 * The numbers that depend on stand-alone accuracy.
 * @param rows of the table that judge, per index of the pool
 */
export function judgementOf(
  ranking: RankingInput,
  rows: readonly (TableRow | undefined)[],
  threshold: number,
): Omit<RunSummary, "step" | "accuracy"> {
  const isEnough = ranking.predictions.length >= minScored;
  const interval = isEnough ? valueInterval(ranking, threshold) : undefined;
  const references = referencesOf(
    rows.filter((row) => row !== undefined),
    { ...defaultView, thr: threshold },
  );
  return {
    skdt: (isEnough ? sparseKendallTau(ranking, threshold) : undefined) ?? null,
    interval: interval ? [interval.low, interval.high] : null,
    n: ranking.predictions.length,
    tau: (isEnough ? kendallTau(ranking) : undefined) ?? null,
    params: references.parameters ?? null,
    ceiling: references.oracle ?? null,
    found: topPerformance(ranking, defaultMetricOptions.topK) ?? null,
    surpassRandom: surpassRandom(ranking, defaultMetricOptions.draws) ?? null,
  };
}
