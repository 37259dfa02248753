/** @file What follows from a `RunConfig` and from what judges it: space, data set, recipe, the architectures to score, their ground truth. */
import { type Dataset, datasetOf } from "./datasets.ts";
import { recipeOf, standAloneRecipe } from "./heuristics/index.ts";
import { imageNotes } from "./imageNotes.ts";
import { type Pool, poolOf } from "./pool.ts";
import type { Recipe } from "./recipe.ts";
import type { RunConfig } from "./run.ts";
import { spaceById } from "./spaces/index.ts";
import type { SearchSpace } from "./spaces/space.ts";
import { drawnTable } from "./tables/drawn.ts";
import { fitOf, isOnSameImages, type TableFit } from "./tables/fit.ts";
import { poolGroundTruths, type Table } from "./tables.ts";

/** Architectures in the space's notation that were chosen already: those to score, in scoring order, and the landmarks. */
export type EvaluationSet = Pick<Pool, "scored" | "landmarks">;

/** For whoever scores by other means, or not at all. */
export const nothingScored: EvaluationSet = { scored: [], landmarks: [] };

/** What follows from the configuration alone. */
interface ChosenRun {
  readonly config: RunConfig;
  readonly space: SearchSpace;
  readonly dataset: Dataset;
  readonly recipe: Recipe;
}

interface Judgement extends EvaluationSet {
  /** Stand-alone accuracy [0, 1] per index of `scored`; `undefined` where no table tells it. */
  readonly groundTruths: readonly (number | undefined)[];
  /** Whether the table tells of what is trained. */
  readonly fit: TableFit;
  /** How the architectures were chosen, and what the images do not allow, where that must be known. */
  readonly choice?: string;
}

/** What should be known of the ground truth, one sentence each. */
export function remarksOf({ fit, choice }: Judgement): string[] {
  return [fit.warning, fit.note, choice].filter((text) => text !== undefined);
}

export type Judge = (run: ChosenRun) => Judgement;

export type ResolvedRun = ChosenRun & Judgement;

/**
 * The judge that chooses among the rows of a table of stand-alone accuracies, or different random architectures where there is none; the
 * training thread, which never has one, does without its code.
 */
export const judgedBy =
  (table: Table | undefined): Judge =>
  ({ config, space, dataset, recipe }) => {
    if (table && !isOnSameImages(table, dataset)) {
      const fit = fitOf(table, dataset, standAloneRecipe(space, config.settings));
      return { ...judgedBy(undefined)({ config, space, dataset, recipe }), fit };
    }
    const drawn = table && drawnTable(table);
    const { scored, landmarks, remark } = poolOf(space, drawn?.table.rows ?? [], recipe);
    const ofImages = imageNotes(recipe, dataset);
    if (!table) {
      const choice = [remark ?? [], ofImages].flat().join(" ");
      const groundTruths = scored.map(() => undefined);
      return { scored, landmarks, groundTruths, fit: {}, ...(choice !== "" && { choice }) };
    }
    const choice = [
      ofImages,
      drawn?.note ?? [],
      remark ?? [],
      fewerNote(config, scored) ?? [],
      smallerNote(space, scored) ?? [],
    ]
      .flat()
      .join(" ");
    const fit = fitOf(table, dataset, standAloneRecipe(space, config.settings));
    return {
      scored,
      landmarks,
      groundTruths: poolGroundTruths(scored, space, table),
      fit,
      ...(choice !== "" && { choice }),
    };
  };

/** Where a table has fewer architectures than somebody asked for. */
function fewerNote({ settings }: RunConfig, { length }: readonly string[]): string | undefined {
  if (typeof settings.pool !== "number" || length >= settings.pool) return undefined;
  return `The table has ${length} architectures that can judge, fewer than the ${settings.pool} asked for.`;
}

/** Where a space is judged by architectures of a smaller one alone. */
function smallerNote(space: SearchSpace, scored: readonly string[]): string | undefined {
  const smaller = space.judgedBy === undefined ? undefined : spaceById(space.judgedBy);
  if (!smaller || scored.length === 0 || !scored.every((text) => smaller.parse(text))) return undefined;
  return `All ${scored.length} architectures that judge are of ${smaller.title}: how well larger ones rank is not judged.`;
}

/**
 * @param judge chooses what is scored; or a choice made before, without ground truth
 * @throws RangeError where space or data set are unknown; what comes from outside goes through `checkConfig` first
 */
export function resolveRun(config: RunConfig, judge: Judge | EvaluationSet): ResolvedRun {
  const [space, dataset] = [spaceById(config.space), datasetOf(config.dataset)];
  if (!space || !dataset)
    throw new RangeError(`unknown space "${config.space}" or data set "${config.dataset}"`);
  const chosen = { config, space, dataset, recipe: recipeOf(space, config.settings) };
  if (typeof judge === "function") return { ...chosen, ...judge(chosen) };
  const { scored, landmarks } = judge;
  return { ...chosen, scored, landmarks, groundTruths: scored.map(() => undefined), fit: {} };
}
