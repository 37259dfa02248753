/** @file One row for every value that a setting of a heuristic offers in a space: derived from the catalogue, so a new one is in it. */
import { conflicts, defaultsFor, heuristicsFor } from "../../src/core/heuristics/index.ts";
import type { SettingSpec, Settings, SettingValue } from "../../src/core/settings.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { SearchSpace } from "../../src/core/spaces/space.ts";

export interface HeuristicRow {
  readonly space: SearchSpace;
  readonly heuristic: string;
  /** The setting's value, and what it needs beside it to do anything. */
  readonly settings: Settings;
}

/** What a setting may need beside it to do anything; the first that leaves `conflicts` without complaint is taken. */
const companions: readonly Settings[] = [
  {},
  { ema: 0.9 },
  { weights: "ema" },
  { affine: true },
  { bn: "running" },
  { paths: 2 },
  { landmark: 1 },
  { place: "node" },
  { place: "node", affine: true },
  { ofa: true },
  { pathdrop: 0.2 },
  { split: true },
  { sched: "cosine" },
];

/** Every other choice; the other position of a switch; of numbers the first one on offer that does something. */
function valuesBeside(spec: SettingSpec, defaultValue: SettingValue): SettingValue[] {
  switch (spec.kind) {
    case "choice":
      return spec.choices.map(({ value }) => value).filter((value) => value !== defaultValue);
    case "toggle":
      return [!defaultValue];
    case "number":
      return [spec.stops.find((stop) => stop !== defaultValue && stop > 0) ?? spec.max];
    default:
      throw spec satisfies never;
  }
}

/** The setting and its companion; throws where nothing on the list makes the setting do something. */
function withCompanion(space: SearchSpace, base: Settings, key: string, value: SettingValue): Settings {
  const known = conflicts(space, base);
  for (const companion of [...companions, { paths: space.traits.fairPaths }]) {
    const settings = { ...base, ...companion, [key]: value };
    if (conflicts(space, settings).every((note) => known.includes(note))) return settings;
  }
  throw new Error(`${key}=${value} does nothing in ${space.id}; what it needs is missing in the companions`);
}

/** All rows of the lab, beside `base`, the settings that make a run small. */
export function heuristicRows(base: Settings): HeuristicRow[] {
  return spaces.flatMap((space) => {
    const defaults = { ...defaultsFor(space), ...base };
    return heuristicsFor(space).flatMap(({ heuristic, unavailable }) =>
      unavailable === undefined
        ? heuristic.settings.flatMap((spec) =>
            valuesBeside(spec, defaults[spec.key] as SettingValue).map((value) => ({
              space,
              heuristic: heuristic.id,
              settings: withCompanion(space, base, spec.key, value),
            })),
          )
        : [],
    );
  });
}
