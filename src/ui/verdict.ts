/** @file The state of the ranking in one plain sentence. Pure, so that tests can read every case. */
import type { Phase } from "../store/labState.ts";

export interface VerdictInput {
  readonly phase: Phase;
  readonly tableMissing: boolean;
  readonly scored: number;
  readonly pool: number;
  /** Kendall τ; `null` before the first value, `undefined` where it has none. */
  readonly tau: number | undefined | null;
  /** S-KdT, likewise. */
  readonly skdt: number | undefined | null;
  /** The metric shown, and the same metric of the parameter count and of seed against seed. */
  readonly parameters: number | undefined;
  readonly ceiling: number | undefined;
}

export function verdict(input: VerdictInput): string {
  const { phase, scored, pool, tau, skdt, parameters, ceiling } = input;
  if (phase === "waiting")
    return "Press Start: a super-net trains here, in your browser, and you see how well it ranks architectures.";
  if (phase === "failed" && skdt === null) return "Training stopped before there was a ranking to judge.";
  if (input.tableMissing)
    return scored === 0
      ? "Training. Scores come first; without a table of stand-alone accuracies they cannot be judged."
      : `${scored} of ${pool} architectures are scored. Without a table of stand-alone accuracies their ranking cannot be judged.`;
  if (skdt === null)
    return phase === "preparing"
      ? "Getting ready: images, the fastest way to compute on this device, and the super-net."
      : "Training has begun. The first ranking appears once ten architectures are scored.";
  if (skdt === undefined || tau === undefined || tau === null)
    return "The super-net gives all architectures the same accuracy, so there is no ranking to judge.";
  const right = Math.round(((1 + tau) / 2) * 100);
  const pairs = `Of 100 pairs of architectures, the super-net puts about ${right} in the right order; guessing gets 50.`;
  if (scored < Math.min(enough, pool))
    return `${pairs} A first impression, from ${scored} of ${pool} architectures: too few to trust yet.`;
  return `${pairs} ${comparison(skdt, parameters, ceiling)}`;
}

/** With fewer architectures the interval is so wide that a comparison would only mislead. */
const enough = 50;

/** Differences below this are not worth a word. */
const close = 0.02;

function comparison(skdt: number, parameters: number | undefined, ceiling: number | undefined): string {
  if (ceiling !== undefined && skdt > ceiling - close)
    return "That is as well as one stand-alone training predicts another.";
  if (parameters === undefined) return "";
  if (skdt > parameters + close) return "That beats ranking them by parameter count.";
  if (skdt < parameters - close) return "Ranking them by parameter count alone does better so far.";
  return "That is about as good as ranking them by parameter count.";
}
