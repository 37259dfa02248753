/** @file What a run ranks its architectures by: accuracy or loss, of one round or of the mean of the last few. */
import { roundScores } from "../rounds.ts";
import type { Score } from "../run.ts";
import type { Run } from "../runState.ts";

/** The part of an evaluation recipe that decides a ranking of scores that are there. */
export interface RankingRule {
  readonly rankBy: "accuracy" | "loss";
  /**
   * Complete rounds whose scores are averaged, of those that scored all of the same architectures by the same rules; 1: the round alone.
   * A smaller round of the beginning would pull down the architectures that it scored, and no others.
   */
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
  const { generation, rules } = run.rounds[number] ?? {};
  const averaged = [present];
  for (let index = number - 1; index >= 0 && averaged.length < roundsAveraged; index--) {
    const round = run.rounds[index];
    // A change of the moving average begins no generation, yet decides which weights are scored.
    const isAlike = round?.generation === generation && round?.rules?.weights === rules?.weights;
    if (round?.state !== "complete" || !isAlike) continue;
    const scores = roundScores(run, index).map(value);
    if (present.every((own, id) => own === undefined || scores[id] !== undefined)) averaged.unshift(scores);
  }
  return present.map((own, id) =>
    own === undefined ? undefined : averaged.reduce((sum, scores) => sum + scores[id]!, 0) / averaged.length,
  );
}
