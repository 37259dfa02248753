/** @file What follows from a `RunConfig` and from what judges it: space, data set, recipe, the architectures to score, their ground truth. */
import { type Dataset, datasetOf } from "./datasets.ts";
import { recipeOf, standAloneRecipe } from "./heuristics/index.ts";
import { type KnownArchitecture, type Pool, poolOf } from "./pool.ts";
import type { Recipe } from "./recipe.ts";
import type { RunConfig } from "./run.ts";
import { spaceById } from "./spaces/index.ts";
import type { SearchSpace } from "./spaces/space.ts";
import { fitOf } from "./tables/fit.ts";
import { poolTruths, type Table } from "./tables.ts";

/** Architectures in the space's notation that were chosen already: those to score, in scoring order, and the landmarks. */
export type EvaluationSet = Pick<Pool, "scored" | "landmarks">;

/** For whoever scores by other means, or not at all. */
export const nothingScored: EvaluationSet = { scored: [], landmarks: [] };

export interface ResolvedRun {
  readonly config: RunConfig;
  readonly space: SearchSpace;
  readonly dataset: Dataset;
  readonly recipe: Recipe;
  /** In the space's notation, in scoring order. */
  readonly scored: readonly string[];
  readonly landmarks: readonly KnownArchitecture[];
  /** Stand-alone accuracy [0, 1] per index of `scored`; `undefined` where no table tells it. */
  readonly truths: readonly (number | undefined)[];
  /** What should be known of the table, one sentence each. */
  readonly remarks: readonly string[];
}

/**
 * @param judge a table of stand-alone accuracies, from whose rows the architectures are chosen, or a choice made before; absent: random
 *   architectures without ground truth
 * @throws RangeError where space or data set are unknown; what comes from outside goes through `checkConfig` first
 */
export function resolveRun(config: RunConfig, judge?: Table | EvaluationSet): ResolvedRun {
  const [space, dataset] = [spaceById(config.space), datasetOf(config.dataset)];
  if (!space || !dataset)
    throw new RangeError(`unknown space "${config.space}" or data set "${config.dataset}"`);
  const recipe = recipeOf(space, config.settings);
  const resolved = { config, space, dataset, recipe };
  if (judge && "scored" in judge) {
    const { scored, landmarks } = judge;
    return { ...resolved, scored, landmarks, truths: scored.map(() => undefined), remarks: [] };
  }
  const { scored, landmarks, remark } = poolOf(space, judge?.rows ?? [], recipe);
  if (!judge) return { ...resolved, scored, landmarks, truths: scored.map(() => undefined), remarks: [] };
  const fit = fitOf(judge, dataset, standAloneRecipe(space, config.settings));
  return {
    ...resolved,
    scored,
    landmarks,
    truths: poolTruths(scored, space, judge),
    remarks: [fit.warning, fit.note, remark].filter((text) => text !== undefined),
  };
}
