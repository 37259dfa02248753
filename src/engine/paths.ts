/** @file Which architectures a training step trains, and towards what: samplers, sandwich rule, landmarks. */
import type { Network } from "../core/network/network.ts";
import { createRandom, type Random } from "../core/random.ts";
import type { NetworkRecipe, TrainingRecipe } from "../core/recipe.ts";
import { admitted } from "../core/spaces/rejection.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";
import type { RankingPair, TrainPath } from "./engine.ts";

/** An architecture whose stand-alone accuracy [0, 1] is known beforehand. */
export interface Landmark {
  readonly architecture: Architecture;
  readonly accuracy: number;
}

/** Margin of the landmark hinge, in nats. */
const landmarkMargin = 0.05;

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
        return space.sampleOfDepth(random.below(space.mostDepth + 1), random, isAdmitted);
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

  const ranking: RankingPair[] = [];
  if (training.landmarkWeight > 0 && landmarks.length >= 2) {
    const first = landmarks[random.below(landmarks.length)] as Landmark;
    const others = landmarks.filter((other) => other.accuracy !== first.accuracy);
    const second = others[random.below(others.length)];
    if (second) {
      const [better, worse] = first.accuracy > second.accuracy ? [first, second] : [second, first];
      const at = paths.length;
      paths.push({ network: build(better.architecture), weight: 0 });
      paths.push({ network: build(worse.architecture), weight: 0 });
      ranking.push({
        better: at,
        worse: at + 1,
        weight: training.landmarkWeight,
        margin: landmarkMargin,
      });
    }
  }
  return { paths, ranking, sampled };
}
