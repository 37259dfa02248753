/** @file A difference of two rank correlations in one plain sentence that names the noise. Pure. */
import type { Interval } from "../core/metrics/bootstrap.ts";
import { studentQuantile } from "../core/metrics/studentT.ts";
import { isAlike } from "../store/comparison.ts";
import { isUnlikeCompute } from "./runSteps.ts";

interface DifferenceInput {
  /** rules: the same weights, scored by other rules. run: two runs. predictor: a ranking that needs no training. groups: means of runs. */
  readonly of: "rules" | "run" | "predictor" | "groups";
  readonly before: number | undefined;
  readonly now: number | undefined;
  /** 95 % interval of now − before, architectures resampled in pairs; `undefined` while it is not known. */
  readonly interval: Interval | undefined;
  /** Of two runs: after how many steps each was scored. */
  readonly steps?: { readonly before: number; readonly now: number };
  /** Of two runs: images that each had trained on. */
  readonly images?: { readonly before: number; readonly now: number };
  /** Of either run: over how many the difference is a mean. */
  readonly seeds?: number;
  /** Architectures that both sides rank; absent: enough. */
  readonly count?: number;
}

/** Over fewer a bootstrap is too narrow to be told as clear. */
const fewest = 24;
const few = "but a first impression, over only";

const unlike = "but one was trained longer than the other, which may be all there is";

const clear = {
  rules: "a clear effect",
  run: "a clear difference between these two runs; other seeds may differ",
  predictor: "a clear difference",
  groups: "a clear difference",
} as const;

/** Says in which direction, so that no difference is read as a value. e.g. "higher by 0.04, inside the noise of 0.06 (95 % interval −0.02 to 0.10): cannot tell yet; 2 more seeds might". */
export function differenceSentence({
  of,
  before,
  now,
  interval,
  steps,
  images,
  seeds = 1,
  count = fewest,
}: DifferenceInput): string {
  if (before === undefined || now === undefined)
    return "no difference to tell: one side has no value, as where a super-net gives all architectures the same accuracy or the threshold rounds all stand-alone ones to one";
  const difference = now - before;
  const digits = digitsFor(interval);
  const size = Math.abs(difference).toFixed(digits);
  const words = Number(size) === 0 ? "no difference" : `${difference > 0 ? "higher" : "lower"} by ${size}`;
  if (!interval) return `${words}; no interval yet`;
  if (difference === 0 && interval.low === 0 && interval.high === 0)
    return `${words}: both sides rank all of them alike, as they do where nothing was scored since they parted`;
  const range = `95 % interval ${signed(interval.low, digits)} to ${signed(interval.high, digits)}`;
  const noise = noiseOf(difference, interval);
  const isUnlike = steps !== undefined && !isAlike(steps);
  if (!includesZero(interval)) {
    const surely = of === "run" && seeds > 1 ? `a clear difference over ${seeds} seeds` : clear[of];
    const told = isUnlike ? unlike : count < fewest ? `${few} ${count} architectures` : surely;
    return `${words}, beyond the noise of ${noise.toFixed(digits)} (${range}): ${told}${costOf(images)}`;
  }
  const more = of === "run" && !isUnlike ? `; ${moreSeeds(difference, noise, seeds)}` : "";
  return `${words}, inside the noise of ${noise.toFixed(digits)} (${range}): cannot tell yet${more}${costOf(images)}`;
}

/** What is equal by steps may not be equal by compute. */
function costOf(images: DifferenceInput["images"]): string {
  if (!images || !isUnlikeCompute(images)) return "";
  return `; it took ${(images.now / images.before).toFixed(2)} times the images of the other`;
}

/** How far the interval reaches from the difference towards zero, or from none to either side. */
function noiseOf(difference: number, { low, high }: Interval): number {
  if (difference === 0) return Math.max(-low, high);
  return Math.max(0, difference > 0 ? difference - low : high - difference);
}

/** More than that nobody waits for. */
const maxSeeds = 20;

/**
 * A guess: the difference and the spread over seeds stay as they are, so that the noise falls by the root of the number of seeds, and by what
 * Student's t knows better of more of them. It is of all the noise, a part of which stays: that of the architectures.
 */
function moreSeeds(difference: number, noise: number, seeds: number): string {
  // How far seeds scatter is not known of one.
  if (seeds < 2) return "three seeds of each, or more, would show how far that is chance";
  const noiseOver = (all: number): number => studentQuantile(0.975, all - 1) / Math.sqrt(all);
  const more = Array.from({ length: maxSeeds }, (_, index) => index + 1).find(
    (one) => (noise * noiseOver(seeds + one)) / noiseOver(seeds) < Math.abs(difference),
  );
  if (more === undefined) return `${maxSeeds} more seeds hardly would`;
  return more === 1 ? "one more seed might" : `${more} more seeds might`;
}

/** Whether the noise could be all there is. */
export function includesZero({ low, high }: Interval): boolean {
  return low <= 0 && high >= 0;
}

/** A correlation with a true minus sign. */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** Two, unless an end that is not zero would then be written as zero. */
function digitsFor(interval: Interval | undefined): number {
  if (!interval || includesZero(interval)) return 2;
  const nearest = Math.min(Math.abs(interval.low), Math.abs(interval.high));
  return [2, 3, 4].find((digits) => Number(nearest.toFixed(digits)) !== 0) ?? 4;
}
