/** @file What a user chose to sweep, and the study that follows. Pure. */
import { settingsDiff } from "../core/config.ts";
import { defaultsFor, heuristicsFor } from "../core/heuristics/index.ts";
import { isLocked, type LinkView } from "../core/linkView.ts";
import type { RunConfig } from "../core/run.ts";
import {
  formatSetting,
  legalSetting,
  type SettingSpec,
  type Settings,
  type SettingValue,
} from "../core/settings.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import { defaultsOf, type StudyPlan, settingsOf } from "../core/study/studyPlan.ts";
import { plannedImages } from "../core/trainedImages.ts";

/** One switch with the options that are ticked. */
export interface SweptSetting {
  readonly key: string;
  readonly values: readonly SettingValue[];
}

interface SweepChoice {
  readonly vary: readonly SweptSetting[];
  readonly seeds: number;
  /** Absent: as the settings have it. */
  readonly epochs?: number;
}

interface SweepOption {
  readonly value: SettingValue;
  readonly title: string;
}

/** The settings that can be swept in a space, by heuristic. @param view what it locks is not varied */
export function sweepable(
  space: SearchSpace,
  view: Pick<LinkView, "lock">,
): { readonly title: string; readonly specs: readonly SettingSpec[] }[] {
  return heuristicsFor(space)
    .flatMap(({ heuristic, unavailable }) =>
      unavailable === undefined
        ? [{ title: heuristic.title, specs: heuristic.settings.filter(({ key }) => !isLocked(view, key)) }]
        : [],
    )
    .filter(({ specs }) => specs.length > 0);
}

/** Every value of a choice or switch; the stops of a number, with the present value among them. */
export function optionsOf(spec: SettingSpec, present: SettingValue): SweepOption[] {
  const titled = (value: SettingValue): SweepOption => ({ value, title: formatSetting(spec, value) });
  switch (spec.kind) {
    case "choice":
      return spec.choices.map(({ value }) => titled(value));
    case "toggle":
      return [titled(false), titled(true)];
    case "number":
      return [...new Set([...spec.stops, Number(present)])].sort((a, b) => a - b).map(titled);
    default:
      throw spec satisfies never;
  }
}

/** Of the options listed those that a comparison would begin with: all of a choice, of a number the four stops around the present one. */
export function defaultOptions(spec: SettingSpec, present: SettingValue): readonly SettingValue[] {
  const values = optionsOf(spec, present).map(({ value }) => value);
  if (spec.kind !== "number") return values;
  const first = Math.max(0, Math.min(values.indexOf(present) - 1, values.length - 4));
  return values.slice(first, first + 4);
}

/** The numbers in a text such as "0.03, 0.3", or the first that is none of the setting's. */
export function valuesIn(
  text: string,
  spec: SettingSpec,
): { readonly values: readonly number[] } | { readonly wrong: string } {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const wrong = parts.find((part) => !legalSetting(spec, Number(part)));
  return wrong === undefined ? { values: parts.map(Number) } : { wrong };
}

/** The study: every combination, over the present seed and those after it. */
export function planOf(
  { space, dataset, seed, settings }: RunConfig,
  choice: SweepChoice,
  threshold: number,
): StudyPlan {
  const { vary, seeds, epochs } = choice;
  return {
    base: {
      space,
      dataset,
      settings: settingsDiff(spaceById(space) ?? spaces[0], {
        ...settings,
        ...(epochs !== undefined && { epochs }),
      }),
    },
    ...{ vary, defaults: defaultsOf({ base: { space, dataset, settings }, vary }) },
    design: "grid",
    seeds: Array.from({ length: seeds }, (_, index) => seed + index),
    threshold,
  };
}

/** Runs of a study, and the images that they train on in all. */
export function sizeOf(plan: StudyPlan): { readonly runs: number; readonly images: number } {
  const configurations = settingsOf(plan);
  const images = configurations.reduce(
    (sum, settings) => sum + plannedImages({ ...plan.base, settings, seed: 1 }),
    0,
  );
  const { length } = plan.seeds;
  return { runs: configurations.length * length, images: images * length };
}

/** The value that a setting has now. */
export function presentValue({ space: id, settings }: RunConfig, key: string): SettingValue | undefined {
  return settings[key] ?? (defaultsFor(spaceById(id) ?? spaces[0]) as Settings)[key];
}
