/** @file A difference of two rank correlations in one plain sentence that names the noise. Pure. */
import type { Interval } from "../core/metrics/bootstrap.ts";

export interface DifferenceInput {
  /** rules: the same weights, scored by other rules. run: two runs. predictor: a ranking that needs no training. */
  readonly of: "rules" | "run" | "predictor";
  readonly before: number | undefined;
  readonly now: number | undefined;
  /** 95 % interval of now − before, architectures resampled in pairs; `undefined` while it is not known. */
  readonly interval: Interval | undefined;
  /** Of two runs: after how many steps each was scored. */
  readonly steps?: { readonly before: number; readonly now: number };
}

const unlike = "but one was trained longer than the other, which may be all there is";

const clear = {
  rules: "a clear effect",
  run: "a clear difference between these two runs; other seeds may differ",
  predictor: "a clear difference",
} as const;

/** Two states of training no further apart than this are alike: by a share of the steps, or by so many steps where they are few. */
const alikeShare = 1.25;
const alikeSteps = 40;

/** Whether two runs were scored after about as much training. */
function isAlike({ before, now }: { readonly before: number; readonly now: number }): boolean {
  const [fewer, more] = before < now ? [before, now] : [now, before];
  return more - fewer <= alikeSteps || more <= fewer * alikeShare;
}

/** A worse one has the sign of its interval. e.g. "0.04 better; the 95 % interval −0.02 to 0.10 includes 0: cannot tell yet". */
export function differenceSentence({ of, before, now, interval, steps }: DifferenceInput): string {
  if (before === undefined || now === undefined)
    return "no difference to tell: one side gives all architectures the same accuracy";
  const difference = now - before;
  const digits = digitsFor(interval);
  const size = Math.abs(difference).toFixed(digits);
  const some = difference > 0 ? `${size} better` : `${signed(difference, digits)}, worse`;
  const words = Number(size) === 0 ? "no difference" : some;
  if (!interval) return `${words}; no interval yet`;
  const range = `${signed(interval.low, digits)} to ${signed(interval.high, digits)}`;
  return includesZero(interval)
    ? `${words}; the 95 % interval ${range} includes 0: cannot tell yet`
    : `${words}; 95 % interval ${range}: ${steps && !isAlike(steps) ? unlike : clear[of]}`;
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
