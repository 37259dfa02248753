/** @file What the round shown is compared with: the same weights by the rules before, or the previous run, on the same architectures. */
import { rankingOf } from "../core/metrics/history.ts";
import { sparseKendallTau } from "../core/metrics/sparse.ts";
import { type Round, roundScores } from "../core/rounds.ts";
import type { Score } from "../core/run.ts";
import type { Run } from "../core/runState.ts";
import type { ComparisonFigures } from "./figures.ts";

type Scores = readonly (Score | undefined)[];

/**
 * @param shown number of the round of `run` that is shown
 * @param before the previous run, where there is one
 * @param truths stand-alone accuracy per index of the pool of `run`
 */
export function comparisonOf(
  run: Run,
  shown: number,
  before: Run | undefined,
  truths: readonly (number | undefined)[],
  threshold: number,
): ComparisonFigures | undefined {
  const pairedWith = run.rounds[shown]?.pairedWith;
  if (pairedWith !== undefined)
    return compared(
      "rules",
      run,
      shown,
      run.rounds[pairedWith]?.step ?? 0,
      roundScores(run, pairedWith),
      truths,
      threshold,
    );
  if (!before) return undefined;
  const number = roundNear(before, run.rounds[shown]);
  if (number === undefined) return undefined;
  const scores = new Map(
    roundScores(before, number).map((score, id) => [before.pool[id] as string, score] as const),
  );
  const inOrder = run.pool.map((architecture) => scores.get(architecture));
  return compared("run", run, shown, before.rounds[number]?.step ?? 0, inOrder, truths, threshold);
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
  kind: ComparisonFigures["with"],
  run: Run,
  shown: number,
  step: number,
  other: Scores,
  truths: readonly (number | undefined)[],
  threshold: number,
): ComparisonFigures | undefined {
  const present = roundScores(run, shown);
  const isShared = (id: number): boolean => present[id] !== undefined && other[id] !== undefined;
  const shared = truths.map((truth, id) => (isShared(id) ? truth : undefined));
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
      truths: Array.from(right.truths),
    },
  };
}
