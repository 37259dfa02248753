/** @file The state of the ranking in one plain sentence. Pure, so that tests can read every case. */
import type { Phase } from "../store/labState.ts";

export interface VerdictInput {
  readonly phase: Phase;
  readonly tableMissing: boolean;
  /** Architectures of the round that is shown. */
  readonly scored: number;
  readonly pool: number;
  /** Kendall τ; `null` before the first value, `undefined` where it has none. */
  readonly tau: number | undefined | null;
  /** S-KdT, likewise. */
  readonly skdt: number | undefined | null;
  /** The metric shown, of the parameter count and of what can be hoped for. */
  readonly parameters: number | undefined;
  readonly oracle: number | undefined;
}

export function verdict(input: VerdictInput): string {
  const { phase, scored, pool, tau, skdt, parameters, oracle } = input;
  if (phase === "waiting")
    return "Press Start: a super-net trains here, in your browser, and you see how well it ranks architectures.";
  if (input.tableMissing)
    return scored === 0
      ? "Without a table of stand-alone accuracies the scores that come cannot be judged."
      : `${scored} of ${pool} architectures are scored. Without a table of stand-alone accuracies their ranking cannot be judged.`;
  if (skdt === null) return beginning[phase];
  if (skdt === undefined || tau === undefined || tau === null)
    return "The super-net gives all architectures the same accuracy, so there is no ranking to judge.";
  const right = Math.round(((1 + tau) / 2) * 100);
  const pairs = `Of 100 pairs of architectures, the super-net puts about ${right} in the right order (by Kendall τ); guessing gets 50.`;
  if (scored < Math.min(enough, pool))
    return `${pairs} A first impression, ${scored} of ${pool}: too few to trust yet.`;
  return `${pairs} ${comparison(skdt, parameters, oracle)}`.trim();
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
const enough = 50;

/** Differences below this are not worth a word. */
const close = 0.02;

const printed = (value: number): string => value.toFixed(2).replace("-", "−");

function comparison(skdt: number, parameters: number | undefined, oracle: number | undefined): string {
  if (oracle !== undefined && skdt > oracle - close)
    return `That is about the best to hope for (${printed(oracle)}).`;
  if (parameters === undefined) return "";
  const counting = `counting parameters (${printed(parameters)})`;
  if (skdt > parameters + close) return `That beats ${counting}.`;
  if (skdt < parameters - close)
    return `Counting parameters (${printed(parameters)}) ranks better than this super-net (${printed(skdt)}).`;
  return `That is about as good as ${counting}.`;
}
