/** @file Scoring rounds as a run holds them: a correlation belongs to one state of the weights, hence to one round. */
import type { AppendLog } from "./appendLog.ts";
import type { RoundStart, Score, ScoringRules } from "./run.ts";

export const roundStates = ["filling", "complete", "abandoned"] as const;

export interface Round extends Omit<RoundStart, "rules"> {
  readonly state: (typeof roundStates)[number];
  /** Index in the run's scores of the first one; they end where the next round begins. */
  readonly from: number;
  /** Changes of evaluation settings before the round. */
  readonly generation: number;
  /** Absent in runs recorded by a lab that did not say. */
  readonly rules?: ScoringRules;
  /**
   * Only in runs recorded by a lab that scored a few architectures at a time while training went on: step of the oldest score. The
   * round mixes states of the weights from there to `step`.
   */
  readonly oldest?: number;
}

/** What a run holds of its scoring. */
export interface ScoredRounds {
  /** The architectures that are scored, in the space's notation. */
  readonly pool: readonly string[];
  /** Every score ever made, in order. */
  readonly scores: AppendLog<Score>;
  readonly rounds: readonly Round[];
}

/** Number of the last complete round, whose scores are shown. */
export function shownRound({ rounds }: Pick<ScoredRounds, "rounds">): number | undefined {
  const number = rounds.findLastIndex(({ state }) => state === "complete");
  return number < 0 ? undefined : number;
}

/** The round that is being filled, and how many scores it has. */
export function fillingRound({
  rounds,
  scores,
}: Pick<ScoredRounds, "rounds" | "scores">): { readonly round: Round; readonly scored: number } | undefined {
  const round = rounds.at(-1);
  return round?.state === "filling" ? { round, scored: scores.length - round.from } : undefined;
}

/** Place of every architecture in a pool; all states of a run share one pool. */
const places = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

export function placesIn(pool: readonly string[]): ReadonlyMap<string, number> {
  const known = places.get(pool) ?? new Map(pool.map((architecture, place) => [architecture, place]));
  places.set(pool, known);
  return known;
}

/** The scores of a round in the order of the pool. */
export function roundScores(
  { pool, rounds, scores }: ScoredRounds,
  number: number,
): readonly (Score | undefined)[] {
  const found: (Score | undefined)[] = pool.map(() => undefined);
  const placeOf = placesIn(pool);
  const end = rounds[number + 1]?.from ?? scores.length;
  for (let i = rounds[number]?.from ?? end; i < end; i++) {
    const score = scores.at(i) as Score;
    const place = placeOf.get(score.architecture);
    if (place !== undefined) found[place] = score;
  }
  return found;
}

/** Whether a run's curve mixes scores of different ages, as those of early labs do. */
export function mixesAges({ rounds }: Pick<ScoredRounds, "rounds">): boolean {
  return rounds.some(({ oldest, step }) => oldest !== undefined && oldest < step);
}
