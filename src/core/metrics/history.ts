/** @file How the rank correlation developed over a run: one point for every complete scoring round. */
import { roundScores } from "../rounds.ts";
import type { ScoringRules } from "../run.ts";
import type { Run } from "../runState.ts";
import { type DrawnMetric, drawnMetrics, metricOf } from "./index.ts";
import { meanAccuracy } from "./level.ts";
import { defaultMetricOptions, type MetricOptions, type RankingInput } from "./metric.ts";
import { byAccuracy, predictionsOf, type RankingRule } from "./prediction.ts";

/**
 * The correlations over the architectures of one round, all scored on the weights of `step`; `undefined` where a side has no two
 * distinct values.
 */
export interface CorrelationPoint extends Readonly<Record<DrawnMetric, number | undefined>> {
  readonly step: number;
  /** Number of the round in the run. */
  readonly round: number;
  /** Changes of evaluation settings before the round; the curve breaks where it changes. */
  readonly generation: number;
  /** Which weights were scored; the curve breaks where that changes: a moving average that is switched on or off begins no generation. */
  readonly weights?: ScoringRules["weights"] | undefined;
  /** Architectures of the round; the curve breaks where it changes, too: a correlation over others is another quantity. */
  readonly size: number;
  /** Architectures with a score and a stand-alone accuracy. */
  readonly scored: number;
  /** Mean super-net accuracy over all architectures of the round. */
  readonly meanAccuracy: number | undefined;
}

/** Below this many architectures a correlation is chance. */
export const minScored = 10;

interface Known {
  readonly groundTruths: readonly (number | undefined)[];
  readonly threshold: number;
  readonly rule: RankingRule;
  readonly points: ReadonlyMap<number, CorrelationPoint>;
}

/** What was computed last, by the identity of the score log, which all later states of a run share. */
const knownOf = new WeakMap<object, Known>();

/**
 * One point per complete round with at least ten judged architectures. Pure; points of earlier calls for the same run, ground truths (same
 * array) and threshold are kept, so that calling it after every event costs only what is new.
 * @param groundTruths stand-alone accuracy [0, 1] per index of the pool; `undefined` where none is known or the architecture is not judged
 * @param options threshold of S-KdT, as an accuracy; what the architectures are ranked by
 */
export function correlationHistory(
  run: Run,
  groundTruths: readonly (number | undefined)[],
  { threshold, rule = byAccuracy }: { readonly threshold: number; readonly rule?: RankingRule },
): readonly CorrelationPoint[] {
  const before = knownOf.get(run.scores.identity);
  const isSame =
    before !== undefined &&
    before.groundTruths === groundTruths &&
    before.threshold === threshold &&
    before.rule.rankBy === rule.rankBy &&
    before.rule.roundsAveraged === rule.roundsAveraged;
  const points = new Map(isSame ? before.points : []);
  run.rounds.forEach(({ step, size, generation, rules, state }, round) => {
    if (state !== "complete" || points.has(round)) return;
    const scores = roundScores(run, round);
    const ranking = rankingOf(predictionsOf(run, round, rule), groundTruths);
    points.set(round, {
      step,
      round,
      generation,
      weights: rules?.weights,
      size,
      scored: ranking.predictions.length,
      ...drawn(ranking, { ...defaultMetricOptions, threshold }),
      meanAccuracy: meanAccuracy(scores.flatMap((score) => (score ? [score.accuracy] : []))),
    });
  });
  knownOf.set(run.scores.identity, { groundTruths, threshold, rule, points });
  // A run that went back shares its scores with rounds that it has no more.
  return [...points.values()].filter(({ round, scored }) => scored >= minScored && round < run.rounds.length);
}

function drawn(ranking: RankingInput, options: MetricOptions): Record<DrawnMetric, number | undefined> {
  const values = drawnMetrics.map((id) => [id, metricOf(id).compute(ranking, options)] as const);
  return Object.fromEntries(values) as Record<DrawnMetric, number | undefined>;
}

/** The predictions that have a truth, and those. */
export function rankingOf(
  predictions: readonly (number | undefined)[],
  groundTruths: readonly (number | undefined)[],
): RankingInput {
  const ranked = predictions.flatMap((prediction, id) => {
    const truth = groundTruths[id];
    return prediction !== undefined && truth !== undefined ? [{ prediction, truth }] : [];
  });
  return {
    predictions: ranked.map(({ prediction }) => prediction),
    groundTruths: ranked.map(({ truth }) => truth),
  };
}
