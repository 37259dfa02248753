/** @file From a budget in seconds to epochs, by the rate that was measured, and how sure a ranking over so many architectures can be. Pure. */
import { recipeOf } from "../core/heuristics/index.ts";
import type { RunConfig } from "../core/run.ts";
import type { Run } from "../core/runState.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import { plannedImages } from "../core/trainedImages.ts";

interface Budget {
  /** What fits into it; at least one. */
  readonly epochs: number;
  /** Seconds that this takes, scoring included. */
  readonly seconds: number;
}

/** @param rate training images per second, without scoring */
export function epochsWithin(config: RunConfig, seconds: number, rate: number): Budget {
  const each = secondsOf({ ...config, settings: { ...config.settings, epochs: 1 } }, rate);
  const epochs = Math.max(1, Math.min(maxEpochs, Math.floor(seconds / each)));
  return { epochs, seconds: epochs * each };
}

const maxEpochs = 200;

/**
 * Training images per second without scoring, as the run's pace says (steps per second, scoring included), from which the time left is
 * told, too; until there is one, as its last step says.
 */
export function measuredRate(run: Run | undefined, pace: number | undefined): number {
  if (!run) return 0;
  if (!pace || run.totalSteps === 0) return run.points.last?.imagesPerSecond ?? 0;
  return (secondsOf(run.config, 1) * pace) / run.totalSteps;
}

/** Seconds that a run takes, scoring included. */
export function secondsOf(config: RunConfig, rate: number): number {
  const space = spaceById(config.space) ?? spaces[0];
  const { scoringShare } = recipeOf(space, config.settings).evaluation;
  return plannedImages(config) / rate / (1 - scoringShare);
}

/**
 * Half of the 95 % interval of Kendall's tau over n architectures whose order is unrelated, √(2(2n + 5) / 9n(n − 1)) · 1.96 (M. Kendall,
 * "A New Measure of Rank Correlation", 1938); where a ranking is good it is narrower.
 */
export function expectedNoise(n: number): number {
  return 1.96 * Math.sqrt((2 * (2 * n + 5)) / (9 * n * (n - 1)));
}
