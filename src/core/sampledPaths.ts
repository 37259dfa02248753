/** @file Which architectures a training step trains; a function of seed, step and settings alone, for whoever trains or looks at it. */
import { createRandom, type Random } from "./random.ts";
import type { NetworkRecipe, Recipe, TrainingRecipe } from "./recipe.ts";
import { letIn, shrunk } from "./shrinking.ts";
import { admitted } from "./spaces/rejection.ts";
import type { Architecture, SearchSpace } from "./spaces/space.ts";

/**
 * The architectures of one step by the recipe's sampler. Those that draw among unique cells draw the encoding that is scored: in the
 * space of DARTS another order of the nodes would train other weights. Progressive shrinking changes operations afterwards, where they stand.
 */
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
        return space.representative(admitted(() => space.sampleUnique(random), isAdmitted));
      case "depth":
        return space.representative(
          space.sampleOfDepth(random.below(space.maxDepth + 1), random, isAdmitted),
        );
      default:
        throw sampler satisfies never;
    }
  };
  return Array.from({ length: training.pathsPerStep }, draw);
}

/** What decides over the paths of a step. */
export type PathRecipe = Pick<Recipe, "network" | "training">;

interface SampledPaths {
  /** What the sampler drew. */
  readonly sampled: readonly Architecture[];
  /** The same, behind the sandwich rule's largest and smallest where they train along. */
  readonly trained: readonly Architecture[];
  /** What else of the step is drawn goes on from here. */
  readonly random: Random;
}

/** The paths of training step `step`, from 1; without the landmarks of a ranking loss. */
export function sampledPathsOf(
  space: SearchSpace,
  { network, training }: PathRecipe,
  seed: number,
  step: number,
): SampledPaths {
  const random = createRandom(seed).fork(`paths ${step}`);
  const { sizeOrder } = space.traits;
  const drawn = sampleArchitectures(space, network, training, random);
  if (!sizeOrder) return { sampled: drawn, trained: drawn, random };
  const allowed = letIn(sizeOrder, training.shrinkSteps, step);
  const anew = createRandom(seed).fork(`shrinking ${step}`);
  const sampled = allowed ? drawn.map((one) => shrunk(one, sizeOrder, allowed, anew)) : drawn;
  if (!training.sandwich) return { sampled, trained: sampled, random };
  // The smallest that is let in: the last one on every place.
  const { largest, smallest } = sizeOrder;
  const least = allowed ? shrunk(smallest, sizeOrder, allowed.slice(-1), anew) : smallest;
  return { sampled, trained: [largest, least, ...sampled], random };
}
