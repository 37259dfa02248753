/**
 * @file The compute that went into a run, as images that went forward and backward: paths × batch × steps. All paths count alike, whatever
 * their size, and scoring does not count.
 */
import { datasetOf, datasets } from "./datasets.ts";
import { recipeOf } from "./heuristics/index.ts";
import type { Recipe } from "./recipe.ts";
import type { RunConfig } from "./run.ts";
import type { Run } from "./runState.ts";
import { totalStepsOf } from "./schedule.ts";
import type { Settings } from "./settings.ts";
import { spaceById, spaces } from "./spaces/index.ts";
import type { SpaceTraits } from "./spaces/space.ts";

/** Paths that every step trains on its batch; the two landmarks of a ranking loss, which come on top, left out. */
export function pathsOf(
  { training }: Pick<Recipe, "training">,
  { fairPaths, sizeOrder }: SpaceTraits,
): number {
  const sampled = training.sampler === "fairnas" ? fairPaths : training.pathsPerStep;
  return training.sandwich && sizeOrder ? sampled + 2 : sampled;
}

type Trained = Pick<Run, "config" | "initialSettings" | "changes">;

/** Images that the weights after `step` steps have been trained on, live changes of batch and paths included. */
export function imagesTrained(run: Trained): (step: number) => number {
  const space = spaceById(run.config.space) ?? spaces[0];
  const perStep = (settings: Settings): number => {
    const recipe = recipeOf(space, settings);
    return pathsOf(recipe, space.traits) * recipe.data.batchSize;
  };
  const parts = [{ from: 0, images: perStep(run.initialSettings) }];
  let settings = run.initialSettings;
  for (const { step, key, to } of run.changes) {
    settings = { ...settings, [key]: to };
    // After a divergence training goes back: what was trained beyond is not in the weights.
    while (parts.length > 0 && (parts.at(-1)?.from ?? 0) >= step) parts.pop();
    parts.push({ from: step, images: perStep(settings) });
  }
  return (step) =>
    parts.reduce((sum, { from, images }, index) => {
      const end = Math.min(step, parts[index + 1]?.from ?? step);
      return sum + Math.max(0, end - from) * images;
    }, 0);
}

/** Images that a run of this choice trains on in all. */
export function plannedImages({ space: id, dataset: data, settings }: RunConfig): number {
  const space = spaceById(id) ?? spaces[0];
  const recipe = recipeOf(space, settings);
  const { counts } = datasetOf(data) ?? datasets[0];
  return totalStepsOf(recipe, counts.train) * pathsOf(recipe, space.traits) * recipe.data.batchSize;
}

/** Seconds of training until `step`, scoring not counted, by the rates that the run reported; 0 where it told none. */
export function trainingSeconds(run: Trained & Pick<Run, "points">, step: number): number {
  const images = imagesTrained(run);
  let [seconds, before] = [0, 0];
  for (const point of run.points.toArray()) {
    if (point.step > step) continue;
    const done = images(point.step);
    if (point.imagesPerSecond > 0) seconds += Math.max(0, done - before) / point.imagesPerSecond;
    before = done;
  }
  return seconds;
}
