/** @file What each configuration of a study came to, over its seeds. */

import { defaultView } from "../linkView.ts";
import { meanOrNull } from "../metrics/mean.ts";
import type { RunSummary } from "../metrics/summary.ts";
import type { Settings } from "../settings.ts";
import { toLink } from "../shareLink.ts";
import type { StudyResult, StudyResults } from "./results.ts";
import { variedValues } from "./studyPlan.ts";

/** Means over the runs that did not fail; null where no run has the value. */
export interface Configuration {
  /** The values of what varies. */
  readonly varied: Settings;
  /** Share link of its first seed. */
  readonly link: string;
  readonly runs: number;
  readonly failed: number;
  /** Runs that rank nothing, as where a super-net gives all architectures the same accuracy: in no mean of S-KdT. */
  readonly unranked: number;
  readonly skdt: number | null;
  /** Least and largest S-KdT over the seeds. */
  readonly range: readonly [number, number] | null;
  readonly accuracy: number | null;
  readonly found: number | null;
  readonly surpassRandom: number | null;
  /** Per run. */
  readonly seconds: number | null;
}

/** In the order of the plan. @param seconds that runs took, by key of the job */
export function configurationsOf(
  { plan, results }: StudyResults,
  seconds: ReadonlyMap<string, number>,
): Configuration[] {
  const groups = new Map<string, StudyResult[]>();
  for (const result of results) {
    const name = JSON.stringify(result.config.settings);
    groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  return [...groups.values()].flatMap((runs) => {
    const [first] = runs;
    if (!first) return [];
    const of = (key: keyof RunSummary & ("skdt" | "accuracy" | "found" | "surpassRandom")): number[] =>
      runs.flatMap(({ summary }) => summary?.[key] ?? []);
    const sKdTs = of("skdt");
    return [
      {
        varied: variedValues(plan, first.config.settings),
        link: toLink({ config: first.config, view: { ...defaultView, thr: plan.threshold } }),
        runs: runs.length,
        failed: runs.filter(({ failure }) => failure !== undefined).length,
        unranked: runs.filter(({ summary }) => summary !== undefined).length - sKdTs.length,
        skdt: meanOrNull(sKdTs),
        range: sKdTs.length === 0 ? null : ([Math.min(...sKdTs), Math.max(...sKdTs)] as const),
        accuracy: meanOrNull(of("accuracy")),
        found: meanOrNull(of("found")),
        surpassRandom: meanOrNull(of("surpassRandom")),
        seconds: meanOrNull(runs.flatMap(({ key, summary }) => (summary && seconds.get(key)) ?? [])),
      },
    ];
  });
}
