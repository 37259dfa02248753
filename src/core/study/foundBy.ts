/** @file What the searches of a study found, over its runs. */
import { meanOrNull } from "../metrics/mean.ts";
import { seedInterval } from "../metrics/seedInterval.ts";
import type { Settings } from "../settings.ts";
import type { StudyFind } from "./finds.ts";
import type { StudyResult, StudyResults } from "./results.ts";
import { variedValues } from "./studyPlan.ts";

/** What an algorithm found on the super-nets of one configuration. */
export interface FoundBy {
  /** The values of what varies. */
  readonly varied: Settings;
  readonly algorithm: string;
  /** Runs whose super-net was searched. */
  readonly runs: number;
  /** Searches on each. */
  readonly searches: number;
  /** Searches that diverged and found nothing. */
  readonly diverged: number;
  /** Finds that the table lacks, and that are in no mean. */
  readonly unknown: number;
  /** Searches on one super-net are no independent draws: means over each run first; null without a run that knows it. */
  readonly standAloneAccuracy: number | null;
  /** 95 % over runs; null for fewer than two. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly surpassRandom: number | null;
}

/** In the order of plan and file; empty for a study without searches. */
export function foundBy({ plan, results }: StudyResults): FoundBy[] {
  const groups = new Map<string, StudyResult[]>();
  for (const result of results) {
    const name = JSON.stringify(result.config.settings);
    if (result.finds) groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  return [...groups.values()].flatMap((runs) =>
    (plan.search?.algorithms ?? []).map((algorithm) => {
      const own = runs.map(({ finds = [] }) => finds.filter((find) => find.algorithm === algorithm));
      const over = (value: (find: StudyFind) => number | null): number[] =>
        own.flatMap((finds) => meanOrNull(finds.flatMap((find) => value(find) ?? [])) ?? []);
      const truths = over(({ standAloneAccuracy }) => standAloneAccuracy);
      return {
        varied: variedValues(plan, runs[0]!.config.settings),
        algorithm,
        runs: runs.length,
        searches: plan.search?.seeds.length ?? 0,
        diverged: runs.flatMap(({ diverged = [] }) => diverged.filter((one) => one.algorithm === algorithm))
          .length,
        unknown: own.flat().filter(({ standAloneAccuracy }) => standAloneAccuracy === null).length,
        standAloneAccuracy: meanOrNull(truths),
        interval: seedInterval(truths),
        surpassRandom: meanOrNull(over((find) => find.surpassRandom)),
      };
    }),
  );
}
