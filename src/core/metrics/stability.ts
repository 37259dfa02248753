/** @file Whether a super-net's ranking stays as it is from one scoring round to the next, whatever the table says of it. */
import type { Round } from "../rounds.ts";
import type { Run } from "../runState.ts";
import { minScored, rankingOf } from "./history.ts";
import { kendallTauB } from "./kendall.ts";
import { predictionsOf, type RankingRule } from "./prediction.ts";

/** How a complete round ranks, held against the complete round before it. */
export interface RoundAgreement {
  /** Of the weights that the later round scored. */
  readonly step: number;
  /** Architectures that both scored. */
  readonly n: number;
  /** Kendall's τ-b between what both rank by; null where a round has no two distinct values. */
  readonly tau: number | null;
}

/** A moving average that is switched on or off begins no generation, yet decides which weights are scored. */
const isScoredAlike = (one: Round, other: Round): boolean =>
  one.generation === other.generation && one.rules?.weights === other.rules?.weights;

/**
 * One for every complete round but the first of its rules. With `roundsAveraged` above 1 neighbors share scores, hence always agree
 * to some degree.
 */
export function roundAgreements(
  run: Pick<Run, "pool" | "rounds" | "scores">,
  rule: RankingRule,
): RoundAgreement[] {
  const complete = run.rounds.flatMap((round, number) =>
    round.state === "complete" ? [{ ...round, number, predictions: predictionsOf(run, number, rule) }] : [],
  );
  return complete.flatMap((later, index) => {
    const earlier = complete[index - 1];
    if (!earlier || !isScoredAlike(earlier, later)) return [];
    const both = rankingOf(later.predictions, earlier.predictions);
    const n = both.predictions.length;
    return n < minScored
      ? []
      : [{ step: later.step, n, tau: kendallTauB(both.predictions, both.groundTruths) ?? null }];
  });
}
