/** @file What the round shown is compared with: the same weights by the rules before, or the baseline run, on the same architectures. */
import { rankingOf } from "../core/metrics/history.ts";
import { predictionsOf, type RankingRule } from "../core/metrics/prediction.ts";
import { sparseKendallTau } from "../core/metrics/sparse.ts";
import type { Round } from "../core/rounds.ts";
import type { Run } from "../core/runState.ts";
import { imagesTrained } from "../core/trainedImages.ts";
import type { ComparisonFigures } from "./figures.ts";

/** What two runs have equally much of where they are compared: steps, or images that went forward and backward. */
export type Measure = "steps" | "images";

/** How much of it went into the weights after a step. */
export function amountOf(run: Run, measure: Measure): (step: number) => number {
  return measure === "images" ? imagesTrained(run) : (step) => step;
}

/** Two states of training no further apart than this are alike: by a share of the steps, or by so many steps where they are few. */
const alikeShare = 1.25;
const alikeSteps = 40;

/** Whether two runs were scored after about as much training. */
export function isAlike({ before, now }: { readonly before: number; readonly now: number }): boolean {
  const [fewer, more] = before < now ? [before, now] : [now, before];
  return more - fewer <= alikeSteps || more <= fewer * alikeShare;
}

interface ComparisonInput {
  readonly run: Run;
  /** Number of the round of `run` that is shown. */
  readonly shown: number;
  /** The baseline run, where there is one. */
  readonly before: Run | undefined;
  readonly measure: Measure;
  /** Round of the baseline run; absent: the one that lies nearest. */
  readonly beforeShown?: number | undefined;
  /** Runs are compared where the same weights scored by other rules could be, too. */
  readonly isOfRuns?: boolean;
  /** Stand-alone accuracy per index of the pool of `run`. */
  readonly groundTruths: readonly (number | undefined)[];
  readonly threshold: number;
  /** What `run` is ranked by. */
  readonly rule: RankingRule;
  /** What the baseline run is ranked by, since that is a setting of a run; absent: the same. */
  readonly beforeRule?: RankingRule | undefined;
}

export function comparisonOf(input: ComparisonInput): ComparisonFigures | undefined {
  const { run, shown, before, rule, beforeRule = rule, measure, isOfRuns = false } = input;
  const round = run.rounds[shown];
  const other = run.rounds[round?.pairedWith ?? -1];
  // Rules that were set back are the same ones.
  const isSetBack =
    round && other && other.generation < round.generation && changesBetween(run, other, round).length === 0;
  const pairedWith = isSetBack ? undefined : round?.pairedWith;
  // One frozen copy has one round by either rules of scoring: there is nothing to average.
  if (pairedWith !== undefined && !(isOfRuns && before))
    return compared(
      input,
      "rules",
      run.rounds[pairedWith]?.step ?? 0,
      predictionsOf(run, pairedWith, { ...rule, roundsAveraged: 1 }),
      { ...rule, roundsAveraged: 1 },
    );
  if (!before) return undefined;
  const number = input.beforeShown ?? roundNear(before, run, run.rounds[shown], measure);
  if (number === undefined) return undefined;
  const predictions = new Map(
    predictionsOf(before, number, beforeRule).map(
      (prediction, id) => [before.pool[id] as string, prediction] as const,
    ),
  );
  const inOrder = run.pool.map((architecture) => predictions.get(architecture));
  return compared(input, "run", before.rounds[number]?.step ?? 0, inOrder, rule, beforeRule);
}

export type ScoringChange = Pick<Run["changes"][number], "key" | "from" | "to">;

/** The evaluation settings that differ between two rounds; what was set and set back says nothing. */
export function changesBetween(
  { changes }: Pick<Run, "changes">,
  before: Round,
  after: Round,
): ScoringChange[] {
  const found = new Map<string, ScoringChange>();
  const scoring = changes.filter(({ effect }) => effect === "reevaluate");
  for (const { key, from, to } of scoring.slice(before.generation, after.generation))
    found.set(key, { key, from: found.get(key)?.from ?? from, to });
  return [...found.values()].filter(({ from, to }) => from !== to);
}

/** How much later the other run may be: a young run beside an old one's last round compares training time, not runs. */
const latestShare = 1.5;
const latestSteps = 60;

/**
 * The complete round of a run that lies nearest to a round of another run, of those that score at least half as many architectures. A
 * run that ended earlier is compared by its last round.
 */
function roundNear(before: Run, run: Run, round: Round | undefined, measure: Measure): number | undefined {
  if (!round) return undefined;
  const own = amountOf(run, measure);
  const wanted = own(round.step);
  const latest = Math.max(wanted * latestShare, own(round.step + latestSteps));
  const other = amountOf(before, measure);
  // Up to where they part both have the same weights: any other round there would compare a run with its own past.
  const isShared = round.step <= partingOf(before, run);
  return nearestRound(
    before,
    measure,
    wanted,
    // One by earlier rules of scoring is of another configuration than the baseline's.
    ({ size, step, generation }) =>
      generation === before.generation &&
      (isShared ? step === round.step : size * 2 >= round.size && other(step) <= latest),
  );
}

/** The last step after which two runs have the same weights: where a copy was made, and changed. −1: none. */
export function partingOf(a: Run, b: Run): number {
  const begin = ({ config: { space, dataset, seed }, initialSettings, pool }: Run): string =>
    JSON.stringify([space, dataset, seed, Object.entries(initialSettings).sort(), pool.length]);
  if (begin(a) !== begin(b)) return -1;
  const told = ({ step, key, to }: Run["changes"][number]): string => `${step} ${key} ${to}`;
  const training = ({ changes }: Run) => changes.filter(({ effect }) => effect === "nextStep");
  const [one, other] = [training(a), training(b)];
  const first = one.findIndex((change, index) => !other[index] || told(change) !== told(other[index]));
  const at = first < 0 ? one.length : first;
  return Math.min(one[at]?.step ?? Number.POSITIVE_INFINITY, other[at]?.step ?? Number.POSITIVE_INFINITY);
}

/** The complete round whose weights had nearest to `wanted`; of equally near ones the later. */
export function nearestRound(
  run: Run,
  measure: Measure,
  wanted: number,
  isAdmitted: (round: Round) => boolean = () => true,
): number | undefined {
  const amount = amountOf(run, measure);
  const distance = (number: number): number => Math.abs(amount(run.rounds[number]?.step ?? 0) - wanted);
  let best: number | undefined;
  run.rounds.forEach((round, number) => {
    if (round.state !== "complete" || !isAdmitted(round)) return;
    if (best === undefined || distance(number) <= distance(best)) best = number;
  });
  return best;
}

function compared(
  { run, shown, groundTruths, threshold, before }: ComparisonInput,
  kind: ComparisonFigures["with"],
  step: number,
  other: readonly (number | undefined)[],
  rule: RankingRule,
  otherRule = rule,
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
    ...(kind === "run" &&
      before && {
        images: {
          before: imagesTrained(before)(step),
          now: imagesTrained(run)(run.rounds[shown]?.step ?? 0),
        },
      }),
    rankBy: { before: otherRule.rankBy, now: rule.rankBy },
    count,
    architectures: run.pool.filter((_, id) => shared[id] !== undefined),
    before: sparseKendallTau(left, threshold),
    now: sparseKendallTau(right, threshold),
    pairs: {
      a: Array.from(left.predictions),
      b: Array.from(right.predictions),
      groundTruths: Array.from(right.groundTruths),
    },
  };
}
