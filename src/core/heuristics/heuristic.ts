/** @file A heuristic: one entry from which the control, the link parameter, the help text and the recipe follow. */
import type { RecipePatch } from "../recipe.ts";
import type { SettingSpec, Settings } from "../settings.ts";
import type { SpaceTraits } from "../spaces/space.ts";

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
  readonly trust: "A" | "B" | "C";
  readonly source: string;
}

export interface Heuristic<Id extends string = string> {
  readonly id: Id;
  /** Number in the study's list of fourteen, where it is one of them. */
  readonly number?: number;
  readonly group: HeuristicGroup;
  readonly title: string;
  /** What it does and why people use it: two sentences. */
  readonly explanation: string;
  readonly finding?: Finding;
  readonly settings: readonly SettingSpec[];
  /** Why it does not apply to a space with these traits; `undefined` where it does. */
  unavailable?(traits: SpaceTraits): string | undefined;
  /** The knobs it turns. `values` holds every one of its settings. */
  changes(values: Settings): RecipePatch;
}
