/** @file What a class sheet says in words: configurations, means and differences. Pure. */
import { defaultConfig } from "../../core/config.ts";
import { describeDifference } from "../../core/describeConfig.ts";
import { type GroupDifference, groupDifference } from "../../store/classDifference.ts";
import type { ClassGroup, Pooled } from "../../store/classSheet.ts";
import { differenceSentence, signed } from "../difference.ts";

/** What a group's settings differ in from the first user's lab; the seeds are told file by file. */
export function groupName({ config, changes }: Pick<ClassGroup, "config" | "changes">): string {
  const name = describeDifference({ ...config, seed: defaultConfig().seed });
  const live = changes.filter(({ effect }) => effect === "nextStep");
  return live.length > 0
    ? `${name} (changed on the way, at step ${live.map(({ step }) => step).join(", ")})`
    : name;
}

/** e.g. "mean S-KdT 0.45 over 9 runs, 95 % interval 0.41 to 0.49". */
export function pooledText(pooled: Pooled | undefined, runs: number): string {
  if (!pooled) return "no run counts";
  const mean = signed(pooled.mean);
  if (!pooled.interval) return `S-KdT ${mean}; one run counts, so there is no interval over runs`;
  const [low, high] = pooled.interval;
  return `mean S-KdT ${mean} over ${runs} runs, 95 % interval ${signed(low)} to ${signed(high)}`;
}

/** A warning where a mean is over runs of several versions of the code, which need not train alike; else nothing. */
export function codesText({ counted }: Pick<ClassGroup, "counted">): string {
  const codes = new Map<string, number>();
  for (const { run } of counted) codes.set(run.code, (codes.get(run.code) ?? 0) + 1);
  if (codes.size < 2) return "";
  const told = [...codes].map(([code, runs]) => `${code}: ${runs}`).join("; ");
  return ` Careful: this mean is over runs of different versions of the code (${told}), which may differ in more than their seeds.`;
}

/** One group against another in a sentence without its end. */
export function againstText(base: ClassGroup, group: ClassGroup): string {
  const found = groupDifference(base, group);
  return typeof found === "string" ? `cannot be compared: ${found}` : toldOf(found);
}

function toldOf({ before, now, interval, pairs, runs, steps }: GroupDifference): string {
  const how = pairs > 0 ? `${pairs} pairs that share a seed` : `${runs.now} against ${runs.before} runs`;
  if (!interval) {
    const size = Math.abs(now - before).toFixed(2);
    const words = Number(size) === 0 ? "no difference" : `${now > before ? "higher" : "lower"} by ${size}`;
    return `${words}; no interval, since a side has one run alone (${how})`;
  }
  const [low, high] = interval;
  return `${differenceSentence({ of: "groups", before, now, interval: { low, high }, steps })} (${how})`;
}
