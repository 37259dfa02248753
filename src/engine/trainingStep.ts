/** @file What a training step is made of: a function of seed, settings and step counts alone, so the same link trains the same everywhere. */
import { type EpochClock, positionAt } from "../core/epochClock.ts";
import type { Network } from "../core/network/network.ts";
import { hashText, type Random } from "../core/random.ts";
import type { Recipe } from "../core/recipe.ts";
import { learningRateAt } from "../core/schedule.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";
import { momentumGroupOf, sizeRangeOf, withRates } from "./complexity.ts";
import type { TrainPath, TrainStep } from "./engine.ts";
import { type Landmark, otherImages } from "./landmarks.ts";
import { pathsOfStep } from "./paths.ts";

/** What a step takes whatever it trains. */
interface StepBasis {
  readonly recipe: Recipe;
  readonly epochClock: EpochClock;
  readonly seed: number;
  /** Number of the step, from 1. */
  readonly step: number;
  /** Indices into the training part. */
  readonly images: Int32Array;
}

interface StepInput extends StepBasis {
  readonly space: SearchSpace;
  readonly landmarks: readonly Landmark[];
  /** Images of the training part. */
  readonly trainCount: number;
  readonly build: (architecture: Architecture) => Network;
}

/** The learning rate of a step, its schedule raised to the power `exponent`. */
const rateAt = ({ recipe, epochClock, step }: StepBasis, exponent?: number): number =>
  learningRateAt(
    recipe,
    positionAt(epochClock, step - 1),
    epochClock.stepsPerEpoch,
    recipe.training.epochs * epochClock.stepsPerEpoch,
    exponent,
  );

/** A step over these paths at the rate of the schedule: what a super-net and a network alone have in common. */
export function stepOver(paths: readonly TrainPath[], basis: StepBasis): TrainStep {
  const { recipe, seed, step, images } = basis;
  return {
    paths,
    images,
    labelSmoothing: recipe.training.labelSmoothing,
    seed: hashText(`dropout ${step}`, seed),
    optimizer: { ...recipe.optimizer, learningRate: rateAt(basis) },
  };
}

/** A step of the super-net. */
export function trainingStep(input: StepInput): TrainStep {
  const { space, landmarks, recipe, epochClock, seed, step, images, trainCount, build } = input;
  const { network, training, optimizer } = recipe;
  const available = Math.min(
    trainCount,
    Math.max(images.length, Math.floor(trainCount * recipe.data.portion)),
  );
  const moment = {
    progress: Math.min(1, positionAt(epochClock, step - 1) / (training.epochs * epochClock.stepsPerEpoch)),
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
  const common = stepOver(paths, input);
  // With several paths a step their one gradient has one momentum: that of the first.
  const [first] = sampled;
  const momentumGroup = optimizer.momentumGroups && first ? momentumGroupOf(space, first) : undefined;
  const rated = optimizer.complexityRate
    ? withRates(paths, sizeRangeOf(space, network, build), (exponent) => rateAt(input, exponent))
    : { paths, learningRate: common.optimizer.learningRate };
  return {
    ...common,
    paths: rated.paths,
    ranking,
    optimizer: {
      ...common.optimizer,
      learningRate: rated.learningRate,
      ...(momentumGroup !== undefined && { momentumGroup }),
    },
  };
}
