/** @file The paths of a training step and what they train towards: labels, the largest by the sandwich rule, landmarks. */
import type { Network } from "../core/network/network.ts";
import type { NetworkRecipe, TrainingRecipe } from "../core/recipe.ts";
import { sampledPathsOf } from "../core/sampledPaths.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";
import type { RankingPair, TrainPath } from "./engine.ts";
import { type Landmark, landmarkPair, type RankingMoment } from "./landmarks.ts";

export type { Landmark };

interface StepPaths {
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
  const paths: TrainPath[] = [];
  // In-place distillation (BigNAS, https://arxiv.org/abs/2003.11142): the largest learns from labels, all others from it.
  const { sampled, trained, random } = sampledPathsOf(space, { network, training }, seed, step);
  const sandwich = trained !== sampled;
  const weight = training.pathSum === "mean" ? 1 / trained.length : 1;
  for (const [index, architecture] of trained.entries())
    paths.push({ network: build(architecture), weight, ...(sandwich && index > 0 && { teacher: 0 }) });

  const pair = landmarkPair(training, landmarks, build, random, paths.length, moment);
  return { paths: [...paths, ...pair.paths], ranking: pair.ranking, sampled };
}
