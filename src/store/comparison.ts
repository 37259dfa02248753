/** @file What the round shown is compared with: the same weights by the rules before, or the baseline run, on the same architectures. */
import { rankingOf } from "../core/metrics/history.ts";
import { predictionsOf, type RankingRule } from "../core/metrics/prediction.ts";
import { sparseKendallTau } from "../core/metrics/sparse.ts";
import type { Round } from "../core/rounds.ts";
import type { Run } from "../core/runState.ts";
import type { ComparisonFigures } from "./figures.ts";

export interface ComparisonInput {
  readonly run: Run;
  /** Number of the round of `run` that is shown. */
  readonly shown: number;
  /** The baseline run, where there is one. */
  readonly before: Run | undefined;
  /** Stand-alone accuracy per index of the pool of `run`. */
  readonly groundTruths: readonly (number | undefined)[];
  readonly threshold: number;
  /** What both sides are ranked by. */
  readonly rule: RankingRule;
}

export function comparisonOf(input: ComparisonInput): ComparisonFigures | undefined {
  const { run, shown, before, rule } = input;
  const pairedWith = run.rounds[shown]?.pairedWith;
  // One frozen copy has one round by either rules of scoring: there is nothing to average.
  if (pairedWith !== undefined)
    return compared(
      input,
      "rules",
      run.rounds[pairedWith]?.step ?? 0,
      predictionsOf(run, pairedWith, { ...rule, roundsAveraged: 1 }),
      { ...rule, roundsAveraged: 1 },
    );
  if (!before) return undefined;
  const number = roundNear(before, run.rounds[shown]);
  if (number === undefined) return undefined;
  const predictions = new Map(
    predictionsOf(before, number, rule).map(
      (prediction, id) => [before.pool[id] as string, prediction] as const,
    ),
  );
  const inOrder = run.pool.map((architecture) => predictions.get(architecture));
  return compared(input, "run", before.rounds[number]?.step ?? 0, inOrder, rule);
}

/** How much later the other run may be: a young run beside an old one's last round compares training time, not runs. */
const latestShare = 1.5;
const latestSteps = 60;

/**
 * The complete round of a run that lies nearest to a round of another run, of those that score at least half as many architectures. A
 * run that ended earlier is compared by its last round.
 */
function roundNear({ rounds }: Run, round: Round | undefined): number | undefined {
  if (!round) return undefined;
  const latest = Math.max(round.step * latestShare, round.step + latestSteps);
  let best: number | undefined;
  const distance = (number: number): number => Math.abs((rounds[number]?.step ?? 0) - round.step);
  rounds.forEach(({ state, size, step }, number) => {
    if (state !== "complete" || size * 2 < round.size || step > latest) return;
    if (best === undefined || distance(number) <= distance(best)) best = number;
  });
  return best;
}

function compared(
  { run, shown, groundTruths, threshold }: ComparisonInput,
  kind: ComparisonFigures["with"],
  step: number,
  other: readonly (number | undefined)[],
  rule: RankingRule,
): ComparisonFigures | undefined {
  const present = predictionsOf(run, shown, rule);
  const shared = groundTruths.map((truth, id) =>
    present[id] !== undefined && other[id] !== undefined ? truth : undefined,
  );
  const [left, right] = [rankingOf(other, shared), rankingOf(present, shared)];
  const count = right.predictions.length;
  if (count < 2) return undefined;
  return {
    with: kind,
    step,
    count,
    before: sparseKendallTau(left, threshold),
    now: sparseKendallTau(right, threshold),
    pairs: {
      a: Array.from(left.predictions),
      b: Array.from(right.predictions),
      groundTruths: Array.from(right.groundTruths),
    },
  };
}
