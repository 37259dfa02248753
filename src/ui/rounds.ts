/** @file Scoring rounds in words: which weights a number belongs to, and what is being scored meanwhile. Pure. */
import type { RankingRule } from "../core/metrics/prediction.ts";
import { fillingRound, type Round } from "../core/rounds.ts";
import type { Run } from "../core/runState.ts";
import { count } from "./format.ts";

/** "weights of step 1,234"; of a round that mixes ages: "weights of steps 600 to 1,234". */
export function weightsOf({ step, oldest }: Pick<Round, "step" | "oldest">): string {
  return oldest === undefined || oldest >= step
    ? `weights of step ${count(step)}`
    : `weights of steps ${count(oldest)} to ${count(step)}`;
}

interface Filling {
  readonly text: string;
  /** How much of the round is scored, from 0 to 1. */
  readonly share: number;
}

/** What is being scored now, while the last complete round stays on show. */
export function fillingOf(run: Pick<Run, "rounds" | "scores">): Filling | undefined {
  const filling = fillingRound(run);
  if (!filling) return undefined;
  const { round, scored } = filling;
  const isFirst = !run.rounds.some(({ state }) => state === "complete");
  const what = isFirst ? "first round" : `scoring the ${weightsOf(round)}`;
  const again = round.pairedWith === undefined ? "" : " by the new rules";
  return {
    text: `${what}${again}: ${count(scored)} of ${count(round.size)}`,
    share: round.size === 0 ? 0 : Math.min(1, scored / round.size),
  };
}

/** What the architectures are ranked by, where that is not the accuracy of one round. */
export function rankedBy(rule: RankingRule | undefined): string | undefined {
  if (!rule || (rule.rankBy === "accuracy" && rule.roundsAveraged <= 1)) return undefined;
  const { rankBy, roundsAveraged } = rule;
  return roundsAveraged <= 1
    ? `ranked by validation ${rankBy}`
    : `ranked by the mean ${rankBy} of up to ${roundsAveraged} rounds`;
}
