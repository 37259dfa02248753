/** @file Findings in words, the same on the page, in a report and in the documents. */
import { settingSpec } from "../heuristics/index.ts";
import { meanOf } from "../metrics/mean.ts";
import { formatSetting, type SettingValue } from "../settings.ts";
import { spaceById } from "../spaces/index.ts";
import type { Effect } from "./effects.ts";
import type { Findings, FoundRun, TableJudge } from "./findings.ts";
import { hardly } from "./verdict.ts";

/** "Learning rate 0.1", or "Sampler: FairNAS". */
export function optionTitle(key: string, value: SettingValue): string {
  const spec = settingSpec(key);
  if (!spec) return `${key} ${value}`;
  return `${spec.title}${spec.kind === "number" ? "" : ":"} ${formatSetting(spec, value)}`;
}

/** "0.1", or "Mini-batch". */
export function valueTitle(key: string, value: SettingValue): string {
  const spec = settingSpec(key);
  return spec ? formatSetting(spec, value) : String(value);
}

/** With its sign, a true minus; what rounds to zero has none. */
export function signedText(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? "−" : "+"}${text}`;
}

/** Whether noise could not be all there is. */
export const isBeyondNoise = (interval: readonly [number, number] | null): boolean =>
  interval !== null && (interval[0] > 0 || interval[1] < 0);

/** e.g. 'Learning rate 0.2 against 0.05: S-KdT −0.27 (95 % interval −0.49 to −0.08), agrees with the reported "worse"'. */
export function effectSentence(effect: Effect): string {
  const { key, value, reference, difference, interval, reported } = effect;
  const options = `${optionTitle(key, value)} against ${valueTitle(key, reference)}`;
  const lost = leftOutText(effect);
  if (difference === null) return `${options}: ${lost || "no pair of runs that can be compared"}`;
  if (interval === null)
    return `${options}: S-KdT ${signedText(difference)} with one seed left, so nothing can be told${lost && `; left out: ${lost}`}`;
  const range = `95 % interval ${signedText(interval[0])} to ${signedText(interval[1])}`;
  return `${options}: S-KdT ${signedText(difference)} (${range}), ${conclusion(reported, isBeyondNoise(interval))}${lost && `; left out: ${lost}`}`;
}

/** Which of its runs no difference is over; empty where none was left out. */
export function leftOutText({
  pairs,
  unranked,
  failed,
  failedReference,
}: Pick<Effect, "pairs" | "unranked" | "failed" | "failedReference">): string {
  const runs = (count: number): string => `${count} ${count === 1 ? "run" : "runs"}`;
  return [
    unranked > 0 && `${unranked} of ${pairs + unranked} pairs rank nothing`,
    failed > 0 && `${runs(failed)} failed`,
    failedReference > 0 && `${runs(failedReference)} to hold it against failed`,
  ]
    .filter(Boolean)
    .join(", ");
}

function conclusion(reported: Effect["reported"], isClear: boolean): string {
  if (!reported) return isClear ? "beyond the noise; nothing is reported of it" : "not beyond the noise";
  const { verdict, ranking, trust } = reported;
  // What nobody could look up is not told as the paper's.
  const isSure = trust !== "C";
  if (verdict === "cannot tell")
    return `cannot tell; ${isSure ? "reported" : "recalled, unverified,"} is "${ranking}"`;
  return `${verdict} with ${isSure ? `the reported "${ranking}"` : `"${ranking}", which is recalled and unverified`}`;
}

/** What chance alone brings; @param all effects that are told at once */
export const chanceText = (all: number): string =>
  `of ${all} ${all === 1 ? "option" : "options"} without any effect one in twenty would seem to have one`;

/** The effects of one heuristic: those beyond the noise each with its sentence, the others named. */
export function heuristicSentence(effects: readonly Effect[]): string {
  const isTold = (effect: Effect): boolean => {
    const { interval, reported } = effect;
    const isClear = isBeyondNoise(interval) || (reported !== undefined && reported.verdict !== "cannot tell");
    return isClear || interval === null || leftOutText(effect) !== "";
  };
  const told = effects.filter(isTold).map((effect) => `${effectSentence(effect)}.`);
  const others = effects.filter((effect) => !isTold(effect)).map(({ key, value }) => optionTitle(key, value));
  const unclear = others.length > 0 ? [`No difference beyond the noise: ${others.join("; ")}.`] : [];
  return [...told, ...unclear].join(" ");
}

export interface FindingsText {
  /** What the base comes to, and what to hold it against. */
  readonly levels: string;
  /** How many effects are beyond the noise, and what that means. */
  readonly noise: string;
  /** What ran, on what, judged by what. */
  readonly made: string;
  /** What must be known before a number is read. */
  readonly care: string;
}

export function findingsText({ plan, ground, judge, ...found }: Findings): FindingsText {
  const space = spaceById(plan.base.space)?.title ?? plan.base.space;
  const runs = found.configurations.reduce((sum, one) => sum + one.runs.length, 0);
  const seconds = found.configurations.flatMap((one) => one.runs.map((run) => run.seconds));
  const untimed = seconds.filter((one) => one === null).length;
  const timeless =
    untimed > 0 && untimed < runs
      ? ` The times of ${untimed} runs were not kept: cost and its intervals are over the other ${runs - untimed}.`
      : "";
  const hours = seconds.every((one) => one !== null)
    ? ` (${(seconds.reduce((sum, one) => sum + one, 0) / 3600).toFixed(1)} hours${ground.engine === "wasm" ? " of one core" : ""}, scoring included)`
    : "";
  const base = Object.entries(plan.base.settings).map(([key, value]) =>
    optionTitle(key, value).toLowerCase(),
  );
  const [fewest, most] = found.architectures;
  const cells = fewest === most ? `${most}` : `${fewest} to ${most}`;
  const table = judge
    ? `${judge.file} (${trainingsText(judge)}, checksum ${ground.table}${judge.missing > 0 ? `; ${judge.missing} scored architectures are not in it` : ""})`
    : `the table it was run with (checksum ${ground.table})`;
  const clear = found.effects.filter(({ interval }) => isBeyondNoise(interval)).length;
  const ranked = baseRuns(found).flatMap(({ skdt }) => skdt ?? []);
  const lines = [
    ranked.length > 0 && `The base ranks at S-KdT ${meanOf(ranked).toFixed(2)} (mean over its runs)`,
    found.params !== null && `parameter count at ${found.params.toFixed(2)}`,
    found.ceiling !== null && `the best to hope for is ${found.ceiling.toFixed(2)}`,
  ].filter(Boolean);
  const all = found.effects.length;
  return {
    levels: `${lines.join("; ")}${lines.length > 0 ? ". " : ""}S-KdT is at threshold ${Number((100 * plan.threshold).toPrecision(3))} %.`,
    noise: `Of ${all} options ${clear} differ from the base beyond the noise; ${chanceText(all)}. Intervals are 95 % over seeds and architectures, by Student's t${plan.seeds.length < 2 ? " from two seeds on" : ""}. All are held against the same ${ranked.length} runs of the base, so they err together.`,
    made: `${runs} runs${hours} of ${found.configurations.length} configurations in ${space}, ${plan.design === "grid" ? "every combination" : "one setting at a time"} around the lab's defaults${base.length > 0 ? ` (but ${base.join(", ")})` : ""}, seeds ${plan.seeds.join(", ")}, on ${engineTitle(ground.engine)} by code ${ground.code}, judged on ${cells} architectures by ${table}.${found.failed > 0 ? ` ${found.failed} runs failed and are in no mean.` : ""}${timeless}`,
    care: `"About the same" and "not better" allow a difference of ${hardly}, a choice of the lab. At equal epochs another batch size, portion or number of paths also means another number of steps, images or compute. These are small networks on small images, not the paper's: directions can be held against each other, sizes cannot.`,
  };
}

/** Runs of the configuration that all others are held against. */
export const baseRuns = ({ configurations }: Pick<Findings, "configurations">): readonly FoundRun[] =>
  configurations.find(({ different }) => Object.keys(different).length === 0)?.runs ?? [];

/** e.g. "4 trainings of each". */
export const trainingsText = ({
  seeds,
  mostSeeds = seeds,
}: Pick<TableJudge, "seeds" | "mostSeeds">): string =>
  `${seeds === mostSeeds ? seeds : `${seeds} to ${mostSeeds}`} trainings of each`;

const engineTitle = (engine: string): string =>
  ({ webgpu: "a graphics card (WebGPU)", wasm: "processors (WASM)" })[engine] ?? engine;
