/** @file The heuristics of the lab, in the order they are offered. A new heuristic is one entry in the file of its group. */
import { beyond } from "./beyond.ts";
import { createCatalogue } from "./catalogue.ts";
import { evaluation } from "./evaluation.ts";
import { hyperParameters } from "./hyperParameters.ts";
import { implementation } from "./implementation.ts";
import { lowFidelity } from "./lowFidelity.ts";
import { sampling } from "./sampling.ts";
import { stepRules } from "./stepRules.ts";

export const heuristics = [
  ...hyperParameters,
  ...sampling,
  ...implementation,
  ...lowFidelity,
  ...evaluation,
  ...beyond,
  ...stepRules,
] as const;

/** Identifies a heuristic; derived from the list. */
export type HeuristicId = (typeof heuristics)[number]["id"];

/** All that follows from the list. */
export const catalogue = createCatalogue<(typeof heuristics)[number]>(heuristics);

export const {
  allSettings,
  settingsFor,
  settingSpec,
  heuristicOfSetting,
  heuristicsFor,
  defaultsFor,
  recipeOf,
  standAloneRecipe,
  conflicts,
} = catalogue;
