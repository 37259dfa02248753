/** @file How long training lasts and how the learning rate runs over it; functions of the recipe and step counts alone. */
import { cosOfTurns, exp, log } from "./exactMath.ts";
import type { Recipe } from "./recipe.ts";

/** The step schedule divides the rate by ten at these shares of the way, as is usual for residual networks. */
const milestones = [0.5, 0.75] as const;

/** Training steps in all; a whole number of steps per epoch, an incomplete last batch being skipped. */
export function totalStepsOf(recipe: Recipe, trainCount: number): number {
  return recipe.training.epochs * stepsPerEpochOf(recipe, trainCount);
}

/** Images that a portion leaves of `trainCount`; a batch at least, where there are so many. */
export function imagesOfPortion(
  { portion, batchSize }: Pick<Recipe["data"], "portion" | "batchSize">,
  trainCount: number,
): number {
  return Math.max(batchSize, Math.floor(trainCount * portion));
}

/** Training steps of an epoch over `trainCount` images. */
export function stepsPerEpochOf(recipe: Recipe, trainCount: number): number {
  return Math.floor(imagesOfPortion(recipe.data, trainCount) / recipe.data.batchSize);
}

/**
 * The rate of the step that follows `step` finished ones: linear warm-up, then the schedule over the steps that are left.
 * Never above the peak and never below zero, also where a live change left fewer steps in all than are done.
 * @param exponent power to which the schedule's share of the peak is raised after the warm-up: above 1 it falls earlier, below 1 later
 */
export function learningRateAt(
  recipe: Recipe,
  step: number,
  stepsPerEpoch: number,
  totalSteps: number,
  exponent = 1,
): number {
  const { learningRate, schedule, warmupEpochs } = recipe.optimizer;
  const warmupSteps = warmupEpochs * stepsPerEpoch;
  if (step < warmupSteps) return learningRate * Math.min(1, (step + 1) / warmupSteps);
  const length = totalSteps - warmupSteps;
  const progress = length > 0 ? Math.min(1, (step - warmupSteps) / length) : 1;
  const share = shareAt(schedule, progress);
  return learningRate * (exponent === 1 ? share : exp(exponent * log(share)));
}

/** Share of the peak, [0, 1], after this share of the way. */
function shareAt(schedule: Recipe["optimizer"]["schedule"], progress: number): number {
  switch (schedule) {
    case "constant":
      return 1;
    case "cosine":
      return 0.5 * (1 + cosOfTurns(progress / 2));
    case "linear":
      return 1 - progress;
    case "step":
      return milestones.reduce((share, milestone) => (progress >= milestone ? share / 10 : share), 1);
    default:
      throw schedule satisfies never;
  }
}
