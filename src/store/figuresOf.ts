/** @file From scores and table to what the page shows. Pure; cheap enough for every batch of events. */
import { precisionAt, regret, surpassRandom, topPerformance } from "../core/metrics/found.ts";
import { correlationHistory } from "../core/metrics/history.ts";
import { meanAccuracy, shareAtChance } from "../core/metrics/level.ts";
import { defaultMetricOptions, type RankingInput } from "../core/metrics/metric.ts";
import { type Run, scoreCoverage } from "../core/runState.ts";
import type { ArchitectureFigures, Figures, FoundFigures } from "./figures.ts";

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
  readonly truths: readonly (number | undefined)[];
  readonly threshold: number;
  readonly chance: number;
  /** Validation images per score. */
  readonly images: number;
  /** Best stand-alone accuracy of the whole table. */
  readonly best: number | undefined;
}

export function figuresOf(input: FiguresInput): Figures {
  const { run, known, truths, threshold, chance, images } = input;
  const { scored, oldest } = scoreCoverage(run);
  const predictions = run.latest.flatMap((score) => (score ? [score.accuracy] : []));
  const judged = run.latest.flatMap((score, id) =>
    score && truths[id] !== undefined ? [{ id, prediction: score.accuracy, truth: truths[id] }] : [],
  );
  const ranking: RankingInput = {
    predictions: judged.map((item) => item.prediction),
    truths: judged.map((item) => item.truth),
  };
  const superNetRank = ranksOf(ranking.predictions);
  const standAloneRank = ranksOf(ranking.truths);
  const rankAt = new Map(judged.map((item, index) => [item.id, index]));
  const architectures = run.pool.map((architecture, id): ArchitectureFigures => {
    const score = run.latest[id];
    const before = run.before?.[id];
    const index = rankAt.get(id);
    return {
      id,
      architecture,
      ...known[id],
      ...(score && { superNet: score.accuracy, scoredAt: score.step }),
      ...(before && { superNetBefore: before.accuracy }),
      ...(index !== undefined && {
        superNetRank: superNetRank[index] as number,
        standAloneRank: standAloneRank[index] as number,
      }),
    };
  });
  const history = correlationHistory(run, truths, { threshold });
  const generation = run.generations.length - 1;
  const now = history.at(-1);
  const previous = history.findLast((point) => point.generation < generation);
  const mean = meanAccuracy(predictions);
  const atChance = shareAtChance(predictions, chance, images);
  return {
    architectures,
    scored,
    judged: judged.length,
    // After a change of the rules the last point belongs to the generation before.
    ...(now?.generation === generation && { now }),
    ...(previous && { previous }),
    history,
    ...(mean !== undefined && { meanSuperNet: mean }),
    ...(atChance !== undefined && { atChance }),
    ...(oldest !== undefined && { oldest }),
    found: foundOf(architectures, ranking, input.best),
  };
}

function foundOf(
  architectures: readonly ArchitectureFigures[],
  ranking: RankingInput,
  best: number | undefined,
): FoundFigures {
  const { topK, draws } = defaultMetricOptions;
  const ids = architectures
    .filter((item) => item.superNet !== undefined)
    .sort((a, b) => (b.superNet as number) - (a.superNet as number) || a.id - b.id)
    .slice(0, topK)
    .map((item) => item.id);
  const performance = topPerformance(ranking, topK);
  const lost = regret(ranking, topK, best);
  const surpass = surpassRandom(ranking, draws);
  const precision = precisionAt(ranking, 10);
  return {
    ids,
    ...(performance !== undefined && { performance }),
    ...(lost !== undefined && { regret: lost }),
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
