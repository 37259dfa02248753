/** @file A study as data: which settings vary, by which design, over which seeds, and the configurations that come of it. */
import { settingsDiff } from "../config.ts";
import { defaultsFor } from "../heuristics/index.ts";
import type { RunConfig } from "../run.ts";
import type { Settings, SettingValue } from "../settings.ts";
import { spaceById } from "../spaces/index.ts";

/** grid: every combination of the values; one-at-a-time: one setting moves, the others stay where the base has them. */
export const designs = ["grid", "one-at-a-time"] as const;

export interface Varied {
  readonly key: string;
  readonly values: readonly SettingValue[];
}

export interface StudyPlan {
  /** What all runs share; its seed does not count. */
  readonly base: Omit<RunConfig, "seed">;
  readonly vary: readonly Varied[];
  /** What is varied, as it is by default: settings name differences from the defaults alone, and a later lab may have others. Absent in studies of a lab that did not keep it. */
  readonly defaults?: Settings;
  readonly design: (typeof designs)[number];
  readonly seeds: readonly number[];
  /** Steps after which a run stops and is scored; absent: at its end. */
  readonly steps?: number;
  /** What stand-alone accuracies are rounded to, as an accuracy. */
  readonly threshold: number;
  /** On the weights of every run, at its end; absent: none. */
  readonly search?: StudySearch;
}

/** Searches on the weights of every run at its end. */
export interface StudySearch {
  /** Ids. */
  readonly algorithms: readonly string[];
  /** Different architectures that each search evaluates; for those that train weights of their own it counts nothing. */
  readonly budget: number;
  /** Of the searches; the runs have seeds of their own. */
  readonly seeds: readonly number[];
}

/** A slip of the pen must not queue a year of work. */
export const maxRuns = 20_000;

/** The text of a study file that asks for the plan; `readStudy` reads it back. */
export function printStudy({ base, vary, design, seeds, steps, threshold, search }: StudyPlan): string {
  const varied = Object.fromEntries(vary.map(({ key, values }) => [key, values]));
  const study = {
    ...base,
    ...{ vary: varied, design, seeds },
    ...(steps !== undefined && { steps }),
    threshold,
    ...(search && { search }),
  };
  return `${JSON.stringify(study, undefined, 2)}\n`;
}

/** How many combinations a grid has; known before they are made, which may be more than fit anywhere. */
export const combinationsOf = (vary: readonly Varied[]): number =>
  vary.reduce((product, { values }) => product * values.length, 1);

/** The settings of every configuration, in order; none twice. */
export function settingsOf({ base, vary, design }: StudyPlan): readonly Settings[] {
  const space = spaceById(base.space);
  if (!space) throw new RangeError(`unknown space "${base.space}"`);
  const combined =
    design === "grid"
      ? vary.reduce<readonly Settings[]>(
          (all, { key, values }) => all.flatMap((one) => values.map((value) => ({ ...one, [key]: value }))),
          [base.settings],
        )
      : [
          base.settings,
          ...vary.flatMap(({ key, values }) => values.map((value) => ({ ...base.settings, [key]: value }))),
        ];
  const known = new Map(
    combined.map((settings) => {
      const different = settingsDiff(space, settings);
      return [JSON.stringify(different), different] as const;
    }),
  );
  return [...known.values()];
}

/** The present defaults of what is varied. @throws RangeError where the space is unknown */
export function defaultsOf({ base, vary }: Pick<StudyPlan, "base" | "vary">): Settings {
  const space = spaceById(base.space);
  if (!space) throw new RangeError(`unknown space "${base.space}"`);
  const defaults: Settings = defaultsFor(space);
  return Object.fromEntries(vary.map(({ key }) => [key, defaults[key] as SettingValue]));
}

/** The values that the varied settings have in a configuration, whether it says so or leaves the default. */
export function variedValues(plan: StudyPlan, settings: Settings): Settings {
  const defaults = plan.defaults ?? (spaceById(plan.base.space) ? defaultsOf(plan) : {});
  return Object.fromEntries(
    plan.vary.map(({ key }) => [key, (settings[key] ?? defaults[key]) as SettingValue]),
  );
}
