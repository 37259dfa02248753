/** @file What follows from a list of heuristics: the settings, their defaults in a space, the recipe, and what stands in each other's way. */
import { patched, type Recipe, type RecipePatch } from "../recipe.ts";
import { capped, legalSetting, type SettingSpec, type Settings, type SettingValue } from "../settings.ts";
import type { SearchSpace } from "../spaces/space.ts";
import type { Heuristic } from "./heuristic.ts";

/** The part of a search space that decides over heuristics. */
export type HeuristicHost = Pick<SearchSpace, "traits" | "defaults">;

interface OfferedHeuristic<Entry extends Heuristic = Heuristic> {
  readonly heuristic: Entry;
  /** Why it does not apply to the space; its settings then stay at their defaults. */
  readonly unavailable: string | undefined;
}

interface Catalogue<Entry extends Heuristic = Heuristic> {
  readonly heuristics: readonly Entry[];
  /** The specs of all heuristics, in order. */
  readonly allSettings: readonly SettingSpec[];
  /** The same with the limits of a space. */
  settingsFor(space: HeuristicHost): readonly SettingSpec[];
  settingSpec(key: string): SettingSpec | undefined;
  /** The heuristic that a setting belongs to. */
  heuristicOfSetting(key: string): Entry | undefined;
  /** All heuristics, their settings with the limits of the space, their explanations with its remarks. */
  heuristicsFor(space: HeuristicHost): readonly OfferedHeuristic<Entry>[];
  /** A value for every setting: the specs' defaults, overlaid with the space's. */
  defaultsFor(space: HeuristicHost): Settings;
  /** The whole recipe. Settings that are missing or illegal, or whose heuristic does not apply to the space, count as default. */
  recipeOf(space: HeuristicHost, settings: Settings): Recipe;
  /** The recipe for one architecture trained alone: the same settings without the tricks of sharing. */
  standAloneRecipe(space: HeuristicHost, settings: Settings): Recipe;
  /** Which choices have no or less effect beside the others, in words for the user. */
  conflicts(space: HeuristicHost, settings: Settings): string[];
}

/** Throws where two entries claim the same id or setting key: a bug of the list. */
export function createCatalogue<Entry extends Heuristic>(heuristics: readonly Entry[]): Catalogue<Entry> {
  const allSettings = heuristics.flatMap((heuristic) => heuristic.settings);
  const specs = new Map(allSettings.map((spec) => [spec.key, spec]));
  const owners = new Map(
    heuristics.flatMap((heuristic) => heuristic.settings.map((spec) => [spec.key, heuristic] as const)),
  );
  if (specs.size < allSettings.length) throw new RangeError("two settings have the same key");
  if (new Set(heuristics.map(({ id }) => id)).size < heuristics.length)
    throw new RangeError("two heuristics have the same id");

  const limited = (heuristic: Entry, { traits }: HeuristicHost): Entry => {
    const most = heuristic.limits?.(traits);
    if (!most) return heuristic;
    return { ...heuristic, settings: heuristic.settings.map((spec) => capped(spec, most[spec.key])) };
  };
  const explained = (heuristic: Entry, { traits }: HeuristicHost): Entry => {
    const remark = heuristic.remark?.(traits);
    return remark ? { ...heuristic, explanation: `${heuristic.explanation} ${remark}` } : heuristic;
  };
  const settingsFor = (space: HeuristicHost): SettingSpec[] =>
    heuristics.flatMap((heuristic) => limited(heuristic, space).settings);

  const defaultsFor = (space: HeuristicHost): Settings => ({
    ...Object.fromEntries(settingsFor(space).map((spec) => [spec.key, spec.default])),
    ...space.defaults,
  });

  const recipeOf = (space: HeuristicHost, settings: Settings): Recipe => {
    const defaults = defaultsFor(space);
    const patches = heuristics.map((heuristic) => {
      const applies = heuristic.unavailable?.(space.traits) === undefined;
      const valueFor = (spec: SettingSpec): SettingValue => {
        const value = Object.hasOwn(settings, spec.key) ? settings[spec.key] : undefined;
        return applies && legalSetting(spec, value) ? value : (defaults[spec.key] as SettingValue);
      };
      return heuristic.changes(
        Object.fromEntries(limited(heuristic, space).settings.map((spec) => [spec.key, valueFor(spec)])),
      );
    });
    return combined(patches);
  };

  return {
    heuristics,
    allSettings,
    settingsFor,
    settingSpec: (key) => specs.get(key),
    heuristicOfSetting: (key) => owners.get(key),
    heuristicsFor: (space) =>
      heuristics.map((heuristic) => ({
        heuristic: explained(limited(heuristic, space), space),
        unavailable: heuristic.unavailable?.(space.traits),
      })),
    defaultsFor,
    recipeOf,
    standAloneRecipe: (space, settings) =>
      heuristics.reduce(
        (recipe, { standAlone }) => (standAlone ? patched(recipe, standAlone(space.traits)) : recipe),
        recipeOf(space, settings),
      ),
    conflicts(space, settings) {
      const defaults = defaultsFor(space);
      const recipe = recipeOf(space, settings);
      return heuristics.flatMap((heuristic) => {
        const unavailable = heuristic.unavailable?.(space.traits);
        const touched = heuristic.settings.some(
          ({ key }) => Object.hasOwn(settings, key) && settings[key] !== defaults[key],
        );
        const note = unavailable === undefined ? heuristic.conflict?.(recipe, space.traits) : unavailable;
        if (note === undefined || (unavailable !== undefined && !touched)) return [];
        return [`${heuristic.title}: ${note}`];
      });
    },
  };
}

/** Starts from nothing, because every knob has its one heuristic; a test checks that none is forgotten or set twice. */
function combined(patches: readonly RecipePatch[]): Recipe {
  const nothing = { network: {}, data: {}, optimizer: {}, training: {}, evaluation: {} } as Recipe;
  return patches.reduce(patched, nothing);
}
