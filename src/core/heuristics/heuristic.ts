/** @file A heuristic: one entry from which the control, the link parameter, the help text and the recipe follow. */
import type { Recipe, RecipePatch } from "../recipe.ts";
import type { SettingSpec, Settings, SettingValue, ValuesOf } from "../settings.ts";
import type { SpaceTraits } from "../spaces/space.ts";
import type { rankings, trustMarks } from "./reported.ts";

/** The paper's taxonomy (protocol: hyper-parameters, sampling; mapping: implementation, low fidelity), and what it did not study. */
export type HeuristicGroup =
  | "hyper-parameters"
  | "sampling"
  | "implementation"
  | "low-fidelity"
  | "evaluation"
  | "beyond";

/** What is reported about a heuristic, and how sure we are. */
export interface Finding {
  /** A direction in one sentence, without digits unless `trust` is "A". */
  readonly text: string;
  /** A: in the abstract or the authors' public code; B: direction recalled with confidence; C: recalled, unverified. */
  readonly trust: (typeof trustMarks)[number];
  readonly source: string;
  /** The same so that a study can be held against it. */
  readonly directions?: readonly Direction[];
}

/** What is reported of the ranking under a value of a setting, against the value that it replaces. */
export interface Direction {
  readonly key: string;
  /** The values it is about: these, or numbers below or above the one that is replaced. */
  readonly of: readonly SettingValue[] | "lower" | "higher";
  /** It is about two numbers alone of which one is below this and the other is not. */
  readonly across?: number;
  /** It is about two numbers alone of which neither is above that of the networks trained alone, as of what is made cheaper than those. */
  readonly isBelowAlone?: true;
  /**
   * The values that it is held against; absent: any number, of listed values any that is not listed, and of listed ones that are about the same
   * the others of the list.
   */
  readonly against?: readonly SettingValue[];
  readonly ranking: (typeof rankings)[number];
  /** The spaces it is about; absent: every one. */
  where?(traits: SpaceTraits): boolean;
}

export interface Heuristic<Id extends string = string> {
  readonly id: Id;
  /** Number in the study's list of fourteen, where it is one of them. */
  readonly number?: number;
  readonly group: HeuristicGroup;
  readonly title: string;
  /** What it does and why people use it: two sentences. */
  readonly explanation: string;
  /** A sentence more for a space with these traits, which `heuristicsFor` appends to the explanation. */
  remark?(traits: SpaceTraits): string;
  readonly finding?: Finding;
  /** Where it comes from, if not from the study: author, title, address. */
  readonly origin?: string;
  readonly settings: readonly SettingSpec[];
  /** Why it does not apply to a space with these traits; `undefined` where it does. */
  unavailable?(traits: SpaceTraits): string | undefined;
  /** The largest values that a space with these traits allows of number settings, by key; the specs hold where it is silent. */
  limits?(traits: SpaceTraits): Readonly<Record<string, number>>;
  /** The one of its settings that has no say beside the others, and what holds instead; `undefined` where all have. */
  idle?(values: Settings, traits: SpaceTraits): IdleSetting | undefined;
  /** The knobs it turns. `values` holds a legal value for every one of its settings. */
  changes(values: Settings): RecipePatch;
  /** What it must be for an architecture trained alone: tricks of sharing switched off. Absent: the settings decide there, too. */
  standAlone?(traits: SpaceTraits): RecipePatch;
  /** Why it does less than asked for while the other knobs stand as they do; `undefined` where all is well. */
  conflict?(recipe: Recipe, traits: SpaceTraits): string | undefined;
}

export interface IdleSetting {
  readonly key: string;
  readonly reason: string;
}

interface TypedEntry<Id extends string, Specs extends readonly SettingSpec[]>
  extends Omit<Heuristic<Id>, "settings" | "changes"> {
  readonly settings: Specs;
  changes(values: ValuesOf<Specs>): RecipePatch;
}

/** Checks an entry's `changes` against its own settings: a key that is not there, or a choice the recipe does not know, fails to compile. */
export function defineHeuristic<const Id extends string, const Specs extends readonly SettingSpec[]>(
  entry: TypedEntry<Id, Specs>,
): Heuristic<Id> {
  // Sound: the catalogue hands over a legal value for every setting of the entry.
  return { ...entry, changes: (values) => entry.changes(values as unknown as ValuesOf<Specs>) };
}

/** "An Analysis of Super-Net Heuristics in Weight-Sharing NAS", the study whose fourteen heuristics the lab offers. */
export const study =
  "Yu, Ranftl and Salzmann, An Analysis of Super-Net Heuristics in Weight-Sharing NAS, TPAMI 2021, https://arxiv.org/abs/2110.01154";
