/** @file From the round shown and the table to what the page shows. Pure. */
import { correlationHistory, rankingOf } from "../core/metrics/history.ts";
import { type MetricId, metricOf } from "../core/metrics/index.ts";
import { meanAccuracy, shareAtChance } from "../core/metrics/level.ts";
import { defaultMetricOptions, type MetricOptions, type RankingInput } from "../core/metrics/metric.ts";
import type { Compute } from "../core/metrics/paired.ts";
import { predictionsOf, type RankingRule } from "../core/metrics/prediction.ts";
import { roundScores, shownRound } from "../core/rounds.ts";
import type { Run } from "../core/runState.ts";
import { comparisonOf, type Measure } from "./comparison.ts";
import {
  type AgainstParameters,
  type ArchitectureFigures,
  type Figures,
  type FoundFigures,
  noFigures,
} from "./figures.ts";

/** What is known about one architecture of the pool beside its scores. */
export interface Known {
  readonly standAlone?: number;
  readonly parameters?: number;
  readonly flops?: number;
}

export interface FiguresInput {
  readonly run: Run;
  /** Per index of the pool. */
  readonly known: readonly Known[];
  /** The stand-alone accuracies of `known`, as one array that stays the same object. */
  readonly groundTruths: readonly (number | undefined)[];
  readonly threshold: number;
  /** The correlation that is shown. */
  readonly compute: Compute;
  readonly chance: number;
  /** Validation images per score, where the round does not say. */
  readonly images: number;
  /** What the architectures are ranked by. */
  readonly rule: RankingRule;
  /** The baseline run, for comparison, and what that is ranked by. */
  readonly before: Run | undefined;
  readonly beforeRule?: RankingRule | undefined;
  readonly measure: Measure;
  /** Rounds of the run and of the baseline run; absent: the last complete one, and the one nearest to that. */
  readonly at?: { readonly own: number; readonly before: number | undefined } | undefined;
  /** See `ComparisonInput`. */
  readonly isOfRuns?: boolean;
}

export function figuresOf(input: FiguresInput): Figures {
  const { run, known, groundTruths, threshold, chance, before, rule } = input;
  const number = input.at?.own ?? shownRound(run);
  const history = correlationHistory(run, groundTruths, { threshold, rule });
  const round = number === undefined ? undefined : run.rounds[number];
  if (number === undefined || !round)
    return {
      ...noFigures,
      architectures: run.pool.map((architecture, id) => ({ architecture, ...known[id] })),
    };
  const scores = roundScores(run, number);
  const byOldRules = round.pairedWith === undefined ? [] : roundScores(run, round.pairedWith);
  const images = round.rules?.images ?? input.images;
  const accuracies = scores.flatMap((score) => (score ? [score.accuracy] : []));
  const predictions = predictionsOf(run, number, rule);
  const ranked = predictions.flatMap((prediction, id) =>
    prediction !== undefined && groundTruths[id] !== undefined ? [id] : [],
  );
  const ranking = rankingOf(predictions, groundTruths);
  const superNetRank = ranksOf(ranking.predictions);
  const standAloneRank = ranksOf(ranking.groundTruths);
  const rankAt = new Map(ranked.map((id, index) => [id, index]));
  const architectures = run.pool.map((architecture, id): ArchitectureFigures => {
    const score = scores[id];
    const old = byOldRules[id];
    const index = rankAt.get(id);
    const prediction = predictions[id];
    return {
      architecture,
      ...known[id],
      ...(score && { superNet: score.accuracy }),
      ...(score?.loss !== undefined && { superNetLoss: score.loss }),
      ...(prediction !== undefined && { prediction }),
      ...(old && { superNetBefore: old.accuracy }),
      ...(index !== undefined && {
        superNetRank: superNetRank[index] as number,
        standAloneRank: standAloneRank[index] as number,
      }),
    };
  });
  const now = history.find((point) => point.round === number);
  const againstParameters = now && sizesBeside(input, ranked, ranking);
  const { measure, at, beforeRule, isOfRuns = false } = input;
  const comparison = comparisonOf({
    ...{ run, shown: number, before, groundTruths, threshold, rule, beforeRule, measure, isOfRuns },
    beforeShown: at?.before,
  });
  const mean = meanAccuracy(accuracies);
  const atChance = shareAtChance(accuracies, chance, images);
  return {
    architectures,
    round: { ...round, number },
    rule,
    scored: accuracies.length,
    ranked: ranked.length,
    ...(now && { now }),
    history,
    ...(comparison && { comparison }),
    ...(againstParameters && { againstParameters }),
    ...(mean !== undefined && { meanSuperNet: mean }),
    ...(atChance !== undefined && { atChance }),
    found: foundOf(architectures, ranking),
  };
}

/** The ranking by parameter count beside that of the super-net, on the architectures that are judged. */
function sizesBeside(
  { known, compute }: FiguresInput,
  ranked: readonly number[],
  ranking: RankingInput,
): AgainstParameters | undefined {
  const sizes = ranked.flatMap((id) => known[id]?.parameters ?? []);
  if (sizes.length < ranked.length) return undefined;
  const { predictions, groundTruths } = ranking;
  return {
    before: compute({ predictions: sizes, groundTruths }),
    now: compute(ranking),
    pairs: { a: sizes, b: Array.from(predictions), groundTruths: Array.from(groundTruths) },
  };
}

function foundOf(architectures: readonly ArchitectureFigures[], ranking: RankingInput): FoundFigures {
  const { topK } = defaultMetricOptions;
  // Those that the figures are over, where a table judges some. A stable sort: among equals the order of the pool decides, which is random.
  const isJudged = ranking.groundTruths.length > 0;
  const inTurn = architectures
    .filter((item) => item.prediction !== undefined && (!isJudged || item.superNetRank !== undefined))
    .sort((a, b) => (b.prediction as number) - (a.prediction as number));
  const found = inTurn.slice(0, topK);
  const of = (id: MetricId, more: Partial<MetricOptions> = {}): number | undefined =>
    metricOf(id).compute(ranking, { ...defaultMetricOptions, ...more });
  const [performance, surpass] = [of("top"), of("surpass-random")];
  const precision = of("precision", { topK: 10 });
  return {
    best: found,
    isTied: inTurn[topK] !== undefined && inTurn[topK]?.prediction === found.at(-1)?.prediction,
    ...(performance !== undefined && { performance }),
    ...(surpass !== undefined && { surpassRandom: surpass }),
    ...(precision !== undefined && { precisionAt10: precision }),
  };
}

/** Rank of every value, 1 is the largest; equal values share the better rank. */
function ranksOf(values: ArrayLike<number>): number[] {
  const sorted = Float64Array.from(values).sort();
  const rank = new Map<number, number>();
  sorted.forEach((value, index) => {
    rank.set(value, sorted.length - index);
  });
  return Array.from(values, (value) => rank.get(value) as number);
}
