/** @file What of a recipe cannot act as asked for, since the images are as many as they are. */
import type { Dataset } from "./datasets.ts";
import type { Recipe } from "./recipe.ts";
import { imagesOfPortion, totalStepsOf } from "./schedule.ts";

/** One sentence each, for the user. */
export function imageNotes(recipe: Recipe, { counts }: Pick<Dataset, "counts">): string[] {
  const { data, training, evaluation } = recipe;
  const asked = Math.floor(counts.train * data.portion);
  const trained = imagesOfPortion(data, counts.train);
  const steps = totalStepsOf(recipe, counts.train);
  const scored = Math.min(evaluation.images, counts.validation);
  return [
    trained > asked && `A batch takes ${data.batchSize} images, not the ${asked} of the portion.`,
    training.shrinkSteps > steps &&
      `Training ends after ${steps} steps, before all operations are let in (${training.shrinkSteps}).`,
    evaluation.images > scored &&
      `A score has ${scored} images, all that validate${evaluation.batchSize >= scored ? ", in one batch" : ""}.`,
  ].filter((note) => note !== false);
}
