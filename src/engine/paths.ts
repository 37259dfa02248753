/** @file Which architectures a training step trains, and towards what: samplers, sandwich rule, landmarks. */
import type { Network } from "../core/network/network.ts";
import { createRandom, type Random } from "../core/random.ts";
import type { NetworkRecipe, TrainingRecipe } from "../core/recipe.ts";
import { admitted } from "../core/spaces/rejection.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";
import type { RankingPair, TrainPath } from "./engine.ts";
import { type Landmark, landmarkPair, type RankingMoment } from "./landmarks.ts";

export type { Landmark };

/** The architectures of one step by the recipe's sampler. */
export function sampleArchitectures(
  space: SearchSpace,
  network: NetworkRecipe,
  training: TrainingRecipe,
  random: Random,
): readonly Architecture[] {
  const isAdmitted = (architecture: Architecture): boolean => space.admits(architecture, network);
  const { sampler } = training;
  if (sampler === "fairnas")
    return admitted(
      () => space.sampleFair(random),
      (turns) => turns.every(isAdmitted),
    );
  const draw = (): Architecture => {
    switch (sampler) {
      case "random-nas":
        return admitted(() => space.sampleNaive(random), isAdmitted);
      case "random-a":
        return admitted(() => space.sampleUnique(random), isAdmitted);
      case "depth":
        return space.sampleOfDepth(random.below(space.maxDepth + 1), random, isAdmitted);
      default:
        throw sampler satisfies never;
    }
  };
  return Array.from({ length: training.pathsPerStep }, draw);
}

export interface StepPaths {
  readonly paths: readonly TrainPath[];
  readonly ranking: readonly RankingPair[];
  /** What the sampler drew, without the sandwich rule's largest and smallest and without landmarks. */
  readonly sampled: readonly Architecture[];
}

/** The paths and ranking pairs of training step `step`; a function of seed and step alone. */
export function pathsOfStep(
  space: SearchSpace,
  network: NetworkRecipe,
  training: TrainingRecipe,
  landmarks: readonly Landmark[],
  build: (architecture: Architecture) => Network,
  seed: number,
  step: number,
  moment: RankingMoment,
): StepPaths {
  const random = createRandom(seed).fork(`paths ${step}`);
  const paths: TrainPath[] = [];
  const { sizeOrder } = space.traits;
  const sandwich = training.sandwich && sizeOrder !== undefined;
  // In-place distillation (BigNAS, https://arxiv.org/abs/2003.11142): the largest learns from labels, all others from it.
  const sampled = sampleArchitectures(space, network, training, random);
  const trained = sandwich ? [sizeOrder.largest, sizeOrder.smallest, ...sampled] : sampled;
  const weight = training.pathSum === "mean" ? 1 / trained.length : 1;
  for (const [index, architecture] of trained.entries())
    paths.push({ network: build(architecture), weight, ...(sandwich && index > 0 && { teacher: 0 }) });

  const pair = landmarkPair(training, landmarks, build, random, paths.length, moment);
  return { paths: [...paths, ...pair.paths], ranking: pair.ranking, sampled };
}
