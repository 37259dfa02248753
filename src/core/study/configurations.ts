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
  /** Architectures that its runs are judged by, fewest to most; null where all failed. */
  readonly architectures: readonly [fewest: number, most: number] | null;
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
    const judged = runs.flatMap(({ summary, architectures }) => (summary ? architectures.length : []));
    return [
      {
        varied: variedValues(plan, first.config.settings),
        link: toLink({ config: first.config, view: { ...defaultView, thr: plan.threshold } }),
        runs: runs.length,
        failed: runs.filter(({ failure }) => failure !== undefined).length,
        unranked: runs.filter(({ summary }) => summary !== undefined).length - sKdTs.length,
        architectures: judged.length === 0 ? null : ([Math.min(...judged), Math.max(...judged)] as const),
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

/** Whether all runs are judged by the same architectures: only then do their values stand beside each other. */
export function isOnOneGround({ results }: Pick<StudyResults, "results">): boolean {
  const grounds = results.flatMap(({ summary, architectures }) =>
    summary ? [[...architectures].sort().join("\n")] : [],
  );
  return new Set(grounds).size < 2;
}
