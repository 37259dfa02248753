/** @file What a study found, in the order of the fourteen heuristics, with those that a space does not have and those that did not vary. */
import type { Heuristic } from "../heuristics/heuristic.ts";
import { heuristicsFor } from "../heuristics/index.ts";
import type { SearchSpace } from "../spaces/space.ts";
import type { Findings, FoundEffect } from "./findings.ts";

export interface HeuristicFindings {
  readonly heuristic: Heuristic;
  /** Why it does not apply to the space. */
  readonly unavailable: string | undefined;
  /** Empty where it did not vary. */
  readonly effects: readonly FoundEffect[];
}

/** The fourteen by number, then what else varied. */
export function byHeuristic(
  { effects }: Pick<Findings, "effects">,
  space: Pick<SearchSpace, "traits" | "defaults">,
): HeuristicFindings[] {
  const all = heuristicsFor(space).map(({ heuristic, unavailable }): HeuristicFindings => {
    const keys = new Set(heuristic.settings.map(({ key }) => key));
    return { heuristic, unavailable, effects: effects.filter(({ key }) => keys.has(key)) };
  });
  const numberOf = ({ heuristic }: HeuristicFindings): number => heuristic.number ?? Number.POSITIVE_INFINITY;
  return all
    .filter((one) => one.heuristic.number !== undefined || one.effects.length > 0)
    .sort((a, b) => (numberOf(a) === numberOf(b) ? 0 : numberOf(a) - numberOf(b)));
}
