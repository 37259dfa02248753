/** @file A search algorithm: one entry from which help, settings, page and terminal follow. It knows architectures and their scores, no weights. */
import type { Random } from "../random.ts";
import type { NormStatistics } from "../recipe.ts";
import type { SettingSpec, Settings, ValuesOf } from "../settings.ts";
import type { Architecture, SearchSpace } from "../spaces/space.ts";
import type { Strategy } from "./strategy.ts";

/** The part of a space that algorithms search in. */
export type SearchedSpace = Pick<
  SearchSpace,
  "decisions" | "isValid" | "canonical" | "representative" | "sampleUnique" | "graphs" | "traits"
>;

export interface SearchProblem {
  readonly space: SearchedSpace;
  /** Whether an architecture may be proposed: valid, and allowed by the run's recipe. */
  readonly isAdmitted: (architecture: Architecture) => boolean;
  /** A stream of the search's own. */
  readonly random: Random;
  /** Different architectures (by canonical form) that may be evaluated. */
  readonly budget: number;
}

/** What can be drawn of an algorithm's state when it proposes. */
export type SearchState =
  | { readonly kind: "population"; readonly individuals: readonly Architecture[] }
  /** Probability of every choice of every decision. */
  | { readonly kind: "distribution"; readonly probabilities: readonly (readonly number[])[] };

export interface Proposal {
  readonly architecture: Architecture;
  /** What it was made from: one of them mutated, two crossed. */
  readonly parents?: readonly Architecture[];
  readonly state?: SearchState;
}

/**
 * Proposes architectures, one at a time, and is handed the score of each: its super-net accuracy in [0, 1], or another number in
 * [0, 1] that is higher for better. Equal canonical forms have equal scores. Runs until whoever asks has used up the budget.
 */
export type Search = Generator<Proposal, void, number>;

/** Training of a super-net before it is searched, by uniform single paths at a constant rate. */
export interface FineTuning {
  readonly steps: number;
  readonly learningRate: number;
}

export interface SearchAlgorithm<Id extends string = string> {
  readonly id: Id;
  readonly title: string;
  /** Its place among search strategies. */
  readonly strategy: Strategy;
  /** What it does: two or three sentences for a newcomer. */
  readonly explanation: string;
  /** Author, title, address. */
  readonly origin: string;
  /** What is smaller than in the paper or left out of it. */
  readonly fidelity: string;
  /** Keys are the algorithm's own; others may use the same. */
  readonly settings: readonly SettingSpec[];
  /** Why its idea does not apply to a space; `undefined` where it does. */
  unavailable?(space: SearchedSpace): string | undefined;
  /** Statistics of batch norm that its paper scores with; absent: those of the run. */
  norm?(values: Settings): NormStatistics | undefined;
  /** What is trained on first, on weights of the search's own; absent or `undefined`: nothing. */
  tuning?(values: Settings): FineTuning | undefined;
  /** What should be known of a search with so few evaluations, in a sentence. */
  remark?(values: Settings, budget: number): string | undefined;
  /** @param values a legal value for every one of its settings */
  search(problem: SearchProblem, values: Settings): Search;
}

interface TypedEntry<Id extends string, Specs extends readonly SettingSpec[]>
  extends Omit<SearchAlgorithm<Id>, "settings" | "search" | "norm" | "tuning" | "remark"> {
  readonly settings: Specs;
  norm?(values: ValuesOf<Specs>): NormStatistics | undefined;
  tuning?(values: ValuesOf<Specs>): FineTuning | undefined;
  remark?(values: ValuesOf<Specs>, budget: number): string | undefined;
  search(problem: SearchProblem, values: ValuesOf<Specs>): Search;
}

/** Checks an entry's `search` against its own settings. */
export function defineSearchAlgorithm<const Id extends string, const Specs extends readonly SettingSpec[]>(
  entry: TypedEntry<Id, Specs>,
): SearchAlgorithm<Id> {
  const { norm, tuning, remark, search, ...rest } = entry;
  // Sound: `valuesFor` makes a legal value for every setting of the entry.
  const typed = (values: Settings) => values as unknown as ValuesOf<Specs>;
  return {
    ...rest,
    ...(norm && { norm: (values: Settings) => norm(typed(values)) }),
    ...(tuning && { tuning: (values: Settings) => tuning(typed(values)) }),
    ...(remark && { remark: (values: Settings, budget: number) => remark(typed(values), budget) }),
    search: (problem, values) => search(problem, typed(values)),
  };
}

/** A value for every setting of an algorithm: its default where `chosen` has none. */
export function valuesFor({ settings }: Pick<SearchAlgorithm, "settings">, chosen: Settings): Settings {
  return Object.fromEntries(settings.map((spec) => [spec.key, chosen[spec.key] ?? spec.default]));
}

/** The remark of an algorithm that begins with random draws, where it never comes to more. */
export const onlyRandom = (first: number, budget: number): string | undefined =>
  budget > first
    ? undefined
    : `Its first ${first} are drawn at random, so with a budget of ${budget} it is random search.`;

/** A setting of an algorithm that is a whole number. */
export function wholeNumber<const Key extends string>(
  key: Key,
  title: string,
  value: number,
  [min, max]: readonly [number, number],
) {
  return {
    key,
    title,
    effect: "restart",
    kind: "number",
    integer: true,
    default: value,
    min,
    max,
    stops: [...new Set([min, value, max])],
  } as const satisfies SettingSpec;
}

/** A setting of an algorithm that is a number. */
export function realNumber<const Key extends string>(
  key: Key,
  title: string,
  value: number,
  [min, max]: readonly [number, number],
) {
  return {
    key,
    title,
    effect: "restart",
    kind: "number",
    default: value,
    min,
    max,
    stops: [...new Set([min, value, max])],
  } as const satisfies SettingSpec;
}
