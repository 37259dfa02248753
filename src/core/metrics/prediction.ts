/** @file What a run ranks its architectures by: accuracy or loss, of one round or of the mean of the last few. */
import { roundScores } from "../rounds.ts";
import type { Score } from "../run.ts";
import type { Run } from "../runState.ts";

/** The part of an evaluation recipe that decides a ranking of scores that are there. */
export interface RankingRule {
  readonly rankBy: "accuracy" | "loss";
  /** Complete rounds, by the same rules of scoring, whose scores are averaged; 1: the round alone. */
  readonly roundsAveraged: number;
}

export const byAccuracy: RankingRule = { rankBy: "accuracy", roundsAveraged: 1 };

/**
 * Per index of the pool what the architecture is ranked by after round `number`, higher being better: accuracy in [0, 1], or minus the
 * loss in nats. `undefined` where the round has no score of it, or none with a loss.
 */
export function predictionsOf(
  run: Pick<Run, "pool" | "rounds" | "scores">,
  number: number,
  { rankBy, roundsAveraged }: RankingRule,
): readonly (number | undefined)[] {
  const value = (score: Score | undefined): number | undefined =>
    rankBy === "accuracy" ? score?.accuracy : score?.loss === undefined ? undefined : -score.loss;
  const present = roundScores(run, number).map(value);
  if (roundsAveraged <= 1) return present;
  const { generation } = run.rounds[number] ?? {};
  const rounds = run.rounds
    .flatMap((round, index) =>
      index <= number && round.state === "complete" && round.generation === generation ? [index] : [],
    )
    .slice(-roundsAveraged)
    .map((index) => roundScores(run, index).map(value));
  return present.map((own, id) => {
    if (own === undefined) return undefined;
    const known = rounds.flatMap((scores) => scores[id] ?? []);
    return known.reduce((sum, score) => sum + score, 0) / known.length;
  });
}
