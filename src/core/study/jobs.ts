/** @file From a plan to jobs. A job is known by its content: equal content, equal key, on every machine and in every study. */
import type { RunConfig } from "../run.ts";
import type { Settings } from "../settings.ts";
import type { StudySearch } from "./studyPlan.ts";
import { type StudyPlan, settingsOf } from "./studyPlan.ts";

/** Hexadecimal digits by which content is named. */
export const checksumDigits = 16;

/** What beside the configuration decides the result of a run. Checksums are hexadecimal. */
export interface Ground {
  /** Of the images. */
  readonly data: string;
  /** Of the table that judges. */
  readonly table: string;
  /** Id of the engine, since a graphics card sums in another order. */
  readonly engine: string;
  /** Of the code that trains and scores. */
  readonly code: string;
}

export interface StudyJob {
  readonly key: string;
  readonly config: RunConfig;
  /** See `StudyPlan`. */
  readonly steps?: number;
  readonly threshold: number;
  readonly search?: StudySearch;
}

/** One job per configuration and seed: all configurations of the first seed, then of the next, so that a stopped study has whole seeds. */
export function jobsOf(plan: StudyPlan, ground: Ground, hash: (text: string) => string): StudyJob[] {
  const { base, steps, threshold, seeds, search } = plan;
  const configurations = settingsOf(plan);
  return seeds.flatMap((seed) =>
    configurations.map((settings) => {
      const config: RunConfig = { ...base, seed, settings };
      const content = [
        config.space,
        config.dataset,
        seed,
        sorted(settings),
        steps ?? null,
        threshold,
        ground,
        ...(search ? [search] : []),
      ];
      return {
        key: hash(JSON.stringify(content)),
        config,
        ...(steps !== undefined && { steps }),
        threshold,
        ...(search && { search }),
      };
    }),
  );
}

const sorted = (settings: Settings): [string, unknown][] =>
  Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
