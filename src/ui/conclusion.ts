/** @file What came out of a finished run, in a sentence, and the one next step that follows from it. Pure. */
import type { Interval } from "../core/metrics/bootstrap.ts";
import type { CorrelationPoint } from "../core/metrics/history.ts";
import type { Settings } from "../core/settings.ts";
import { noTableAdvice } from "../core/tables/fit.ts";
import { includesZero, signed } from "./difference.ts";
import { fairSampling } from "./fairSampling.ts";
import { count } from "./format.ts";
import { blurred, enough } from "./verdict.ts";

/** The best round before the last one. */
interface Peak {
  readonly step: number;
  readonly value: number;
  /** Whether the super-net was less accurate then. */
  readonly isLessAccurate: boolean;
}

export interface ConclusionInput {
  readonly tableMissing: boolean;
  /** Whether the run trains on images that its user opened. */
  readonly ownImages: boolean;
  /** Architectures of the last round that are judged, and how many the run has. */
  readonly ranked: number;
  readonly pool: number;
  /** The correlation shown, of the last round and of the parameter count on the same architectures. */
  readonly value: number | undefined;
  /** What the correlation is called where it is not S-KdT. */
  readonly shownInstead?: string | undefined;
  readonly parameters: number | undefined;
  /** 95 % interval of their difference; `undefined` where there is none. */
  readonly difference: Interval | undefined;
  readonly oracle: number | undefined;
  /** The correlation shown between two stand-alone trainings of the same architectures. */
  readonly seedAgainstSeed: number | undefined;
  readonly peak: (Peak & { readonly epoch: number }) | undefined;
  readonly epochs: number;
  /** Whether the last weights were scored anew by other rules. */
  readonly isRescored: boolean;
  /** Whether the baseline run is still there to compare with. */
  readonly isSecond: boolean;
  /** A value for every setting of the space. */
  readonly settings: Settings;
}

interface NextStep {
  readonly title: string;
  /** Settings of a new run; another seed where there are none. */
  readonly settings?: Settings;
}

interface Conclusion {
  readonly text: string;
  readonly next: NextStep;
}

/** How much better an earlier round must have been: the best of many is always a little better by luck. */
const clearlyBetter = 0.1;
/** Below this a peak is hardly a ranking. */
const worthwhile = 0.2;
/** As close as this to what can be hoped for. */
const close = 0.02;

const anotherSeed: NextStep = { title: "Train again with another seed" };

export function conclusion(input: ConclusionInput): Conclusion {
  const { value, parameters, difference, oracle, ranked, pool } = input;
  if (input.ownImages && input.tableMissing)
    return {
      text: `Training is finished. No table of stand-alone accuracies fits your own images, so its ranking cannot be judged. ${noTableAdvice}`,
      next: anotherSeed,
    };
  if (input.tableMissing)
    return { text: "Training is finished. Without a table its ranking cannot be judged.", next: anotherSeed };
  if (value === undefined)
    return {
      text: "The super-net ended with the same accuracy for all architectures, the threshold rounds all stand-alone accuracies to one, or too few were judged: there is no ranking to tell of.",
      next: anotherSeed,
    };
  const ended = endedAt(input, value);
  if (ranked < Math.min(enough, pool) || ranked < minScored)
    return {
      text: `${ended} over ${count(ranked)} architectures, too few to conclude much.`,
      next: anotherSeed,
    };
  const chance = blurred(input.seedAgainstSeed);
  if (chance)
    return { text: `${ended}. ${chance} This table can hardly judge a ranking.`, next: anotherSeed };
  if (oracle !== undefined && value > oracle - close)
    return {
      text: `${ended}, about the best to hope for (${signed(oracle)}): a search can trust this ranking.`,
      next: anotherSeed,
    };
  const peak = peakOf(input);
  if (peak) return peak;
  if (parameters === undefined)
    return { text: `${ended}; how much mere size explains is not known.`, next: nextTry(input) };
  const counting = `counting parameters (${signed(parameters)})`;
  if (!difference) return { text: `${ended}; ${counting} is the mark to beat.`, next: anotherSeed };
  if (includesZero(difference))
    return {
      text: `${ended} and cannot be told apart from ${counting} over ${count(ranked)} architectures: this training has not clearly paid off.`,
      next: nextTry(input),
    };
  if (value < parameters)
    return {
      text: `${ended}, clearly worse than ${counting}: mere size ranks better.`,
      next: nextTry(input),
    };
  const left = oracle === undefined ? "" : `; the best to hope for is ${signed(oracle)}`;
  return {
    text: `${ended}, clearly better than ${counting}: the super-net knows more than size${left}.`,
    next: anotherSeed,
  };
}

/** The value that a run ended with is not that of the same weights by other rules. */
function endedAt({ isRescored, shownInstead }: ConclusionInput, value: number): string {
  const at = shownInstead ? `a ${shownInstead} of ${signed(value)}` : signed(value);
  return isRescored ? `By the present rules the last weights rank at ${at}` : `The run ended at ${at}`;
}

/** Below this many a run is too small for a conclusion, even where it scored all it has. */
const minScored = 20;

/** A run that ranked clearly better on its way should perhaps be shorter. */
function peakOf(input: ConclusionInput): Conclusion | undefined {
  const { value, peak, epochs } = input;
  if (!peak || value === undefined || peak.value < Math.max(value + clearlyBetter, worthwhile))
    return undefined;
  const why = peak.isLessAccurate ? ": accuracy went on rising, the ranking did not" : "";
  const text = `${endedAt(input, value)}, though it seemed to rank better at step ${count(peak.step)} (${signed(peak.value)})${why}.`;
  const shorter = Math.max(1, Math.round(peak.epoch));
  if (shorter >= epochs) return { text, next: anotherSeed };
  return {
    text,
    next: {
      title: `Train for ${shorter} ${shorter === 1 ? "epoch" : "epochs"} only`,
      settings: { epochs: shorter },
    },
  };
}

/** A run that was compared deserves another seed; a first one, an experiment that it has not made. */
function nextTry({ isSecond, settings }: ConclusionInput): NextStep {
  const { title, settings: fair } = fairSampling;
  if (isSecond || Object.entries(fair).every(([key, to]) => settings[key] === to)) return anotherSeed;
  return { title: `Try ${title}`, settings: fair };
}

/** The best earlier point that judges at least as many architectures as the last one. */
export function peakBefore(
  history: readonly CorrelationPoint[],
  read: (point: CorrelationPoint) => number | undefined,
): Peak | undefined {
  const last = history.at(-1);
  let best: Peak | undefined;
  for (const point of history.slice(0, -1)) {
    const value = read(point);
    if (!last || value === undefined || point.scored < last.scored || point.generation !== last.generation)
      continue;
    const isLessAccurate = (point.meanAccuracy ?? 1) < (last.meanAccuracy ?? 0);
    if (!best || value > best.value) best = { step: point.step, value, isLessAccurate };
  }
  return best;
}
