/** @file The state of the ranking in one plain sentence. Pure, so that tests can read every case. */
import type { Interval } from "../core/metrics/bootstrap.ts";
import { minScored } from "../core/metrics/history.ts";
import { noTableAdvice } from "../core/tables/fit.ts";
import type { Phase } from "../store/runs.ts";
import type { Truth } from "../store/truth.ts";
import { includesZero, signed } from "./difference.ts";

export interface VerdictInput {
  readonly phase: Phase;
  readonly table: Truth["status"];
  /** Whether the run trains on images that its user opened. */
  readonly ownImages: boolean;
  /** Architectures of the round that is shown. */
  readonly scored: number;
  readonly pool: number;
  /** Whether so little of the run is trained that its value still wanders. */
  readonly early: boolean;
  /** Kendall τ; `null` before the first value, `undefined` where it has none. */
  readonly tau: number | undefined | null;
  /** S-KdT or the correlation shown instead, likewise. */
  readonly skdt: number | undefined | null;
  /** What that is called where it is not S-KdT, which stands beside the sentence. */
  readonly shownInstead?: string | undefined;
  /** The metric shown, of the parameter count on the same architectures and of what can be hoped for. */
  readonly parameters: number | undefined;
  /** 95 % interval of the difference to the parameter count; `undefined` while it is not known. */
  readonly difference: Interval | undefined;
  /** 95 % interval of S-KdT; `undefined` while it is not known, or another metric is shown. */
  readonly interval: Interval | undefined;
  readonly oracle: number | undefined;
  /** The metric shown between two stand-alone trainings of the same architectures; `undefined` where the table has one seed. */
  readonly seedAgainstSeed: number | undefined;
}

export function verdict(input: VerdictInput): string {
  const { pairs, judged } = parts(input);
  return [pairs, judged].filter(Boolean).join(" ");
}

/** The same for a line that has the number beside it: what it is worth, where that is known. */
export function shortVerdict(input: VerdictInput): string {
  const { pairs, judged } = parts(input);
  return judged || pairs;
}

/** pairs: the value as a share of pairs in the right order. judged: all else. Either may be empty. */
function parts(input: VerdictInput): { readonly pairs: string; readonly judged: string } {
  const unranked = withoutRanking(input);
  if (unranked !== undefined) return { pairs: "", judged: unranked };
  const { scored, pool, tau, skdt } = input;
  const right = Math.round(((1 + (tau ?? 0)) / 2) * 100);
  const pairs = `Of 100 pairs of architectures, the super-net puts about ${right} in the right order (by Kendall τ); guessing gets 50.`;
  if (isTooFew(scored, pool))
    return { pairs, judged: `A first impression, ${scored} of ${pool}: too few to trust yet.` };
  const sentences = [guessed(input), blurred(input.seedAgainstSeed), comparison(skdt ?? 0, input)];
  const judged = sentences.filter(Boolean).join(" ");
  return { pairs, judged: input.shownInstead && judged ? `By ${input.shownInstead}: ${judged}` : judged };
}

/** `undefined` where there is one. */
function withoutRanking(input: VerdictInput): string | undefined {
  const { phase, scored, pool, tau, skdt } = input;
  if (phase === "waiting")
    return "Press Start: a super-net trains here, in your browser, and you see how well it ranks architectures.";
  if (input.ownImages && input.table === "none")
    return `${scored === 0 ? "" : `${scored} of ${pool} architectures are scored. `}No table of stand-alone accuracies fits your own images, so their ranking cannot be judged. ${noTableAdvice}`;
  if (input.table === "none")
    return scored === 0
      ? "Without a table of stand-alone accuracies the scores that come cannot be judged."
      : `${scored} of ${pool} architectures are scored. Without a table of stand-alone accuracies their ranking cannot be judged.`;
  if (input.table === "loading" && scored > 0)
    return `The ranking of ${scored} architectures can be judged once the table of stand-alone accuracies is loaded.`;
  if (skdt === null && pool > 0 && pool < minScored)
    return `Only ${pool} ${pool === 1 ? "architecture judges" : "architectures judge"} here. A correlation over fewer than ${minScored} would be chance, so none is shown; scores and dots are.`;
  if (skdt === null && scored >= minScored && input.table === "ready")
    return `${scored} of ${pool} architectures are scored, but the table that judges knows fewer than ${minScored} of them, so their ranking cannot be judged.`;
  if (skdt === null) return beginning[phase];
  if (typeof tau === "number" && skdt === undefined)
    return "At this threshold all stand-alone accuracies round to the same value, so S-KdT has nothing to judge by; a finer one does.";
  if (skdt === undefined || tau === undefined || tau === null)
    return "The super-net gives all architectures the same accuracy, or the table does, so there is no ranking to judge.";
  return undefined;
}

/** Of a run's steps; in this share of them the value commonly wanders around 0. */
export const earlyShare = 0.15;

function guessed({ interval, early }: Pick<VerdictInput, "interval" | "early">): string {
  if (!interval || !includesZero(interval)) return "";
  return `That is not clearly better than guessing.${early ? " Early in a run the value wanders around 0; that is normal." : ""}`;
}

/** Where two trainings of the same architectures agree less than this, their order is mostly chance. */
const leastAgreement = 0.3;

/** What to know of a table that hardly tells its architectures apart; empty for one that does. */
export function blurred(seedAgainstSeed: number | undefined): string {
  if (seedAgainstSeed === undefined || seedAgainstSeed >= leastAgreement) return "";
  return `But the stand-alone accuracies hardly differ beyond chance: two trainings of these architectures agree only at ${signed(seedAgainstSeed)}.`;
}

const beginning: Readonly<Record<Phase, string>> = {
  waiting: "",
  preparing: "Getting ready: images, the fastest way to compute on this device, and the super-net.",
  running: "Training has begun. The first ranking appears when the first round of scores is complete.",
  paused: "Paused before the first round of scores was complete, so there is no ranking yet.",
  finished: "There is no complete round of at least ten architectures whose ranking could be judged.",
  failed: "Training stopped before there was a ranking to judge.",
};

/** With fewer architectures the interval is so wide that a comparison would only mislead. */
export const enough = 50;

/** Whether a round over so many architectures of the pool is only a first impression. */
export function isTooFew(scored: number, pool: number): boolean {
  return scored < Math.min(enough, pool);
}

/** As close as this to what can be hoped for. */
const close = 0.02;

function comparison(
  skdt: number,
  { parameters, difference, oracle }: Pick<VerdictInput, "parameters" | "difference" | "oracle">,
): string {
  if (oracle !== undefined && skdt > oracle - close)
    return `That is about the best to hope for (${signed(oracle)}).`;
  if (parameters === undefined) return "";
  const counting = `ounting parameters (${signed(parameters)})`;
  if (!difference) return `C${counting} is the mark to beat.`;
  if (includesZero(difference))
    return `It cannot be told apart from c${counting}: the 95 % interval of the difference, ${signed(difference.low)} to ${signed(difference.high)}, includes 0.`;
  return skdt > parameters
    ? `That clearly beats c${counting}.`
    : `C${counting} would have ranked better than this super-net (${signed(skdt)}), beyond the noise.`;
}
