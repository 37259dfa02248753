/** @file The one protocol by which every shipped stand-alone accuracy was made. Changing it makes all tables anew. */
import type { Recipe } from "../../core/recipe.ts";
import type { Settings } from "../../core/settings.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";

/** Settings of a stand-alone training that differ from the defaults of the lab and of the space. */
export function standAloneSettings(_space: SearchSpace): Settings {
  return { lr: 0.1, sched: "cosine", epochs: 4, bs: 64, evalbatch: 250 };
}

/** The part of a recipe that decides a stand-alone accuracy: what a table records, and what makes earlier trainings count. */
export function recordedRecipe({ network, data, optimizer, training, evaluation }: Recipe) {
  const { learningRate, weightDecay, clipNorm, schedule, warmupEpochs, momentum, nesterov, emaDecay } =
    optimizer;
  return {
    network,
    data,
    optimizer: {
      learningRate,
      weightDecay,
      clipNorm,
      schedule,
      warmupEpochs,
      momentum,
      nesterov,
      emaDecay,
      // Every weight of an architecture alone has a gradient; kept, since tables and earlier trainings record it.
      decayInactive: false,
    },
    training: { epochs: training.epochs, labelSmoothing: training.labelSmoothing },
    evaluation: { norm: evaluation.norm, batchSize: evaluation.batchSize },
  };
}
