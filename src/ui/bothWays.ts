/** @file The same frozen weights under two rules of scoring: a round, and the one that scored its weights anew. */
import { predictionsOf, type RankingRule } from "../core/metrics/prediction.ts";
import { type Round, roundScores } from "../core/rounds.ts";
import type { Run } from "../core/runState.ts";
import { changesBetween, type ScoringChange } from "../store/comparison.ts";

export interface BothWays {
  /** Number of the round by the new rules. */
  readonly round: number;
  /** Both rounds; their weights are those of one step. */
  readonly before: Round;
  readonly after: Round;
  /** The evaluation settings that differ between them. */
  readonly changes: readonly ScoringChange[];
  /** Architectures with a score on either side. */
  readonly pairs: readonly Pair[];
}

interface Pair {
  readonly architecture: string;
  readonly before: number;
  readonly after: number;
  /** What they are ranked by on either side, higher being better. */
  readonly rankedBefore: number | undefined;
  readonly rankedAfter: number | undefined;
}

/** The last complete round that scored the weights of an earlier one anew; `undefined` where there is none, or nothing but what was set back again. */
export function bothWays(
  run: Pick<Run, "pool" | "rounds" | "scores" | "changes">,
  rankBy: RankingRule["rankBy"] = "accuracy",
): BothWays | undefined {
  const { rounds } = run;
  const isComplete = (number: number | undefined): number is number =>
    number !== undefined && rounds[number]?.state === "complete";
  const number = rounds.findLastIndex((round, at) => isComplete(at) && isComplete(round.pairedWith));
  const after = rounds[number];
  const before = rounds[after?.pairedWith ?? -1];
  if (!after || !before) return undefined;
  const changes = changesBetween(run, before, after);
  if (changes.length === 0) return undefined;
  const [old, anew] = [roundScores(run, after.pairedWith as number), roundScores(run, number)];
  const rule = { rankBy, roundsAveraged: 1 };
  const [ranksOld, ranksAnew] = [
    predictionsOf(run, after.pairedWith as number, rule),
    predictionsOf(run, number, rule),
  ];
  return {
    round: number,
    before,
    after,
    changes,
    pairs: anew.flatMap((score, place) => {
      const other = old[place];
      return score && other
        ? [
            {
              architecture: score.architecture,
              before: other.accuracy,
              after: score.accuracy,
              rankedBefore: ranksOld[place],
              rankedAfter: ranksAnew[place],
            },
          ]
        : [];
    }),
  };
}
