/** @file What a training step is made of: a function of seed, settings and step counts alone, so the same link trains the same everywhere. */
import { type Course, positionAt } from "../core/course.ts";
import type { Network } from "../core/network/network.ts";
import { hashText, type Random } from "../core/random.ts";
import type { Recipe } from "../core/recipe.ts";
import { learningRateAt } from "../core/schedule.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";
import { momentumGroupOf, sizeRangeOf, withRates } from "./complexity.ts";
import type { TrainStep } from "./engine.ts";
import { type Landmark, otherImages } from "./landmarks.ts";
import { pathsOfStep } from "./paths.ts";

export interface StepInput {
  readonly space: SearchSpace;
  readonly landmarks: readonly Landmark[];
  readonly recipe: Recipe;
  readonly course: Course;
  readonly seed: number;
  /** Number of the step, from 1. */
  readonly step: number;
  /** Indices into the training part. */
  readonly images: Int32Array;
  /** Images of the training part. */
  readonly trainCount: number;
  readonly build: (architecture: Architecture) => Network;
}

export function trainingStep(input: StepInput): TrainStep {
  const { space, landmarks, recipe, course, seed, step, images, trainCount, build } = input;
  const { network, training, optimizer } = recipe;
  const { stepsPerEpoch } = course;
  const position = positionAt(course, step - 1);
  const totalSteps = training.epochs * stepsPerEpoch;
  const rateOf = (exponent?: number): number =>
    learningRateAt(recipe, position, stepsPerEpoch, totalSteps, exponent);
  const available = Math.min(
    trainCount,
    Math.max(images.length, Math.floor(trainCount * recipe.data.portion)),
  );
  const moment = {
    progress: Math.min(1, position / totalSteps),
    images: (random: Random): Int32Array => otherImages(images, available, random),
  };
  const { paths, ranking, sampled } = pathsOfStep(
    space,
    network,
    training,
    landmarks,
    build,
    seed,
    step,
    moment,
  );
  const rated = optimizer.complexityRate
    ? withRates(paths, sizeRangeOf(space, network, build), rateOf)
    : { paths, learningRate: rateOf() };
  // With several paths a step their one gradient has one momentum: that of the first.
  const [first] = sampled;
  const momentumGroup = optimizer.momentumGroups && first ? momentumGroupOf(space, first) : undefined;
  return {
    paths: rated.paths,
    ranking,
    images,
    labelSmoothing: training.labelSmoothing,
    seed: hashText(`dropout ${step}`, seed),
    optimizer: {
      ...optimizer,
      learningRate: rated.learningRate,
      ...(momentumGroup !== undefined && { momentumGroup }),
    },
  };
}
