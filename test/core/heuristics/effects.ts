/** @file Test bodies for the entries of a group: which knob each setting turns, and which choices stand in each other's way. */
import { describe, expect, test } from "vitest";
import type { HeuristicHost } from "../../../src/core/heuristics/catalogue.ts";
import type { Heuristic } from "../../../src/core/heuristics/heuristic.ts";
import { catalogue, conflicts, recipeOf } from "../../../src/core/heuristics/index.ts";
import type { Settings } from "../../../src/core/settings.ts";
import type { SpaceTraits } from "../../../src/core/spaces/space.ts";

export const allTraits: SpaceTraits = {
  isTabular: true,
  operationsOn: "edge",
  placementChoice: true,
  maxOutputs: 4,
  nestedKernels: "1×1 in 3×3",
  normPerInput: "always",
  fairPaths: 3,
  sizeOrder: { smallest: [0], largest: [1], operations: [1, 0], isOperation: () => true },
  splitDecision: 0,
};
/** A space to which every heuristic applies. */
export const everything: HeuristicHost = { traits: allTraits, defaults: {} };
/** A space to which none of those with a condition applies. */
export const little: HeuristicHost = {
  traits: {
    isTabular: true,
    operationsOn: "vertex",
    placementChoice: false,
    nestedKernels: "",
    normPerInput: "onNode",
    fairPaths: 3,
  },
  defaults: {},
};

/** The fields of a recipe or patch by "group.field". */
export const flat = (recipe: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(recipe).flatMap(([group, fields]) =>
      Object.entries(fields as object).map(([field, value]) => [`${group}.${field}`, value]),
    ),
  );

/** What differs between the default recipe and the one with these settings. */
function effect(settings: Settings): Record<string, unknown> {
  const before = flat(recipeOf(everything, {}));
  return Object.fromEntries(
    Object.entries(flat(recipeOf(everything, settings))).filter(([field, value]) => before[field] !== value),
  );
}

/** One row per value: the setting, and the knob that moves while nothing else does. No setting of the group may be missing. */
export function describeEffects(
  entries: readonly Heuristic[],
  rows: readonly (readonly [id: string, Settings, Record<string, unknown>])[],
): void {
  describe("what each heuristic turns", () => {
    test.each(rows)("%s with %o", (id, settings, expected) => {
      expect(Object.keys(settings).map((key) => catalogue.heuristicOfSetting(key)?.id)).toEqual([id]);
      expect(effect(settings)).toEqual(expected);
    });

    test("the rows above leave out no setting of the group", () => {
      expect(new Set(rows.flatMap(([, settings]) => Object.keys(settings)))).toEqual(
        new Set(entries.flatMap((entry) => entry.settings.map(({ key }) => key))),
      );
    });
  });
}

/** One row per conflict: settings that earn exactly one note, of the heuristic whose title begins so. */
export function describeConflicts(
  rows: readonly (readonly [what: string, Settings, HeuristicHost, title: string])[],
): void {
  describe("conflicts", () => {
    test.each(rows)("%s", (_, settings, space, title) => {
      const notes = conflicts(space, settings);
      expect(notes).toHaveLength(1);
      expect(notes[0]).toMatch(new RegExp(`^${title}.*: .+\\.$`));
    });
  });
}
