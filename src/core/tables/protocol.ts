/** @file The one protocol by which every shipped stand-alone accuracy was made. Changing it makes all tables anew. */
import { standAloneRate } from "../heuristics/hyperParameters.ts";
import type { Recipe } from "../recipe.ts";
import type { Settings } from "../settings.ts";

/** Test images that an accuracy is measured on. part: those of the pack that every run loads. whole: the data set's test set. */
export const testSets = ["part", "whole"] as const;
export type TestSet = (typeof testSets)[number];

interface StandAloneProtocol {
  /** Settings that differ from the defaults of the lab and of the space. */
  readonly settings: Settings;
  readonly test: TestSet;
}

/** By which the tables of all spaces were made. */
export const standAloneProtocol: StandAloneProtocol = {
  settings: { lr: standAloneRate, sched: "cosine", epochs: 4, bs: 64, evalbatch: 250 },
  test: "whole",
};

/** Seeds of the trainings; far from those that people choose for runs, so that a run shares no initial weights with its judge. */
export const firstSeed = 1001;

/** What decides a stand-alone accuracy: what a table records, and what makes earlier trainings count. */
export function recordedRecipe({ network, data, optimizer, training, evaluation }: Recipe, test: TestSet) {
  const { cells, channels, affine } = network;
  const { learningRate, schedule, warmupEpochs, momentum, nesterov, weightDecay, clipNorm } = optimizer;
  return {
    network: { cells, channels, affine },
    data: { portion: data.portion, batchSize: data.batchSize },
    optimizer: { learningRate, schedule, warmupEpochs, momentum, nesterov, weightDecay, clipNorm },
    training: { epochs: training.epochs, labelSmoothing: training.labelSmoothing },
    evaluation: {
      ...{ norm: evaluation.norm, batchSize: evaluation.batchSize, order: "shuffled" },
      ...(test === "whole" && { test }),
    },
  };
}
