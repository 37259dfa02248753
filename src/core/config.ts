/** @file What is chosen: checking a `RunConfig` of unknown origin, and telling how two of them differ. */
import { datasets } from "./datasets.ts";
import type { HeuristicHost } from "./heuristics/catalogue.ts";
import { allSettings, defaultsFor, heuristicsFor, settingsFor } from "./heuristics/index.ts";
import { isOwnImages } from "./ownImagesId.ts";
import type { RunConfig } from "./run.ts";
import {
  describeSetting,
  effects,
  formatSetting,
  legalSetting,
  type SettingSpec,
  type Settings,
  type SettingValue,
} from "./settings.ts";
import { spaceById, spaces } from "./spaces/index.ts";
import type { SearchSpace } from "./spaces/space.ts";

interface Titled {
  readonly id: string;
  readonly title: string;
}

const defaultSeed = 1;
export const maxSeed = 0xffffffff;
/** A broken link of thousands of fields must not fill the banner with as many names. */
const maxNames = 5;

/** What a first user gets: the first space and the first data set. */
export function defaultConfig(): RunConfig {
  return { space: spaces[0].id, dataset: datasets[0].id, seed: defaultSeed, settings: {} };
}

/**
 * A legal configuration from whatever `raw` is; never throws. What is missing takes its default in silence, what cannot be
 * used falls back and is named in a warning that says what would be legal.
 */
export function checkConfig(raw: unknown): {
  readonly config: RunConfig;
  readonly warnings: readonly string[];
} {
  const warnings: string[] = [];
  const fallback = defaultConfig();
  const fields = recordOf(raw);
  if (!fields) return { config: fallback, warnings: ["This is not a configuration; the defaults are used."] };

  const pick = <Item extends Titled>(what: string, items: readonly [Item, ...Item[]], id: unknown): Item => {
    const found = items.find((item) => item.id === id);
    if (!found && id !== undefined)
      warnings.push(
        `There is no ${what} called ${quoted(id)} (known: ${items.map((item) => item.id).join(", ")}); ${items[0].title} is used.`,
      );
    return found ?? items[0];
  };
  const space = pick<SearchSpace>("search space", spaces, fields.space);
  const { dataset: wanted } = fields;
  const dataset =
    typeof wanted === "string" && isOwnImages(wanted) ? wanted : pick("data set", datasets, wanted).id;

  const { seed = fallback.seed } = fields;
  const seedIsLegal = typeof seed === "number" && Number.isInteger(seed) && seed >= 0 && seed <= maxSeed;
  if (!seedIsLegal)
    warnings.push(
      `The seed ${quoted(seed)} is not a whole number from 0 to ${maxSeed}; ${fallback.seed} is used.`,
    );

  const settings = recordOf(fields.settings ?? {});
  if (!settings) warnings.push("The settings cannot be read; the defaults are used.");
  const checked = checkSettings(settings ?? {}, space, warnings);
  return {
    config: {
      space: space.id,
      dataset,
      seed: seedIsLegal ? unsigned(seed) : fallback.seed,
      settings: settingsDiff(space, checked),
    },
    warnings,
  };
}

function checkSettings(
  raw: Readonly<Record<string, unknown>>,
  space: HeuristicHost,
  warnings: string[],
): Settings {
  const defaults = defaultsFor(space);
  const specs = new Map(settingsFor(space).map((spec) => [spec.key, spec]));
  const unknown = Object.keys(raw).filter((key) => !specs.has(key));
  if (unknown.length > 0) {
    const more = unknown.length > maxNames ? ` and ${unknown.length - maxNames} more` : "";
    warnings.push(
      `There is no setting called ${unknown.slice(0, maxNames).map(quoted).join(", ")}${more}; known are ${[...specs.keys()].join(", ")}.`,
    );
  }
  return Object.fromEntries(
    Object.entries(raw).flatMap(([key, value]): [string, SettingValue][] => {
      const spec = specs.get(key);
      if (!spec) return [];
      if (legalSetting(spec, value)) return [[key, value]];
      warnings.push(
        `${spec.title} (${key}) cannot be ${quoted(value)}: it must be ${describeSetting(spec)}; ${formatSetting(spec, defaults[key] as SettingValue)} is used.`,
      );
      return [];
    }),
  );
}

/** Only the settings that differ from the space's defaults, in the order of the catalogue. */
export function settingsDiff(space: HeuristicHost, settings: Settings): Settings {
  const defaults = defaultsFor(space);
  return Object.fromEntries(
    allSettings.flatMap(({ key }): [string, SettingValue][] => {
      const value = Object.hasOwn(settings, key) ? settings[key] : undefined;
      if (value === undefined || value === defaults[key]) return [];
      return [[key, unsigned(value)]];
    }),
  );
}

const kinds = ["none", ...effects] as const;
/** The least that a change asks for: nothing, another look at the scores, the next step, new scores of the same weights, or a new run. */
type ChangeKind = (typeof kinds)[number];

/** What going from one configuration to the other takes. Settings that do not apply to the space count for nothing. */
export function changeKind(from: RunConfig, to: RunConfig): ChangeKind {
  const space = spaceById(to.space);
  if (!space || from.space !== to.space || from.dataset !== to.dataset || from.seed !== to.seed)
    return "restart";
  const changed = changedSettings(space, from.settings, to.settings);
  return kinds[Math.max(0, ...changed.map(({ effect }) => kinds.indexOf(effect)))] as ChangeKind;
}

interface ChangedSetting {
  readonly key: string;
  readonly from: SettingValue;
  readonly to: SettingValue;
  readonly effect: SettingSpec["effect"];
}

/** The settings that differ, among those that apply to the space, in the order of the catalogue. */
export function changedSettings(space: HeuristicHost, from: Settings, to: Settings): ChangedSetting[] {
  const defaults = defaultsFor(space);
  return heuristicsFor(space)
    .flatMap(({ heuristic, unavailable }) => (unavailable === undefined ? heuristic.settings : []))
    .map(({ key, effect }) => ({
      key,
      effect,
      from: (from[key] ?? defaults[key]) as SettingValue,
      to: (to[key] ?? defaults[key]) as SettingValue,
    }))
    .filter((setting) => setting.from !== setting.to);
}

/** Zero without a sign, which text could not carry. */
function unsigned<Value>(value: Value): Value {
  return Object.is(value, -0) ? (0 as Value) : value;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** Text of unknown origin for a message, cut short. */
export function quoted(value: unknown): string {
  const text = typeof value === "object" && value !== null ? "an object" : String(value);
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}
