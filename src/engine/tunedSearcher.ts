/**
 * @file A search on a super-net that is trained on before, by uniform single paths at a small constant rate, as DetNAS fine-tunes between
 * pre-training and evolution. Weights, optimizer and engine are the search's own; the checkpoint stays as it is.
 */
import type { Checkpoint } from "../core/checkpoint.ts";
import { patched } from "../core/recipe.ts";
import { nothingScored, resolveRun } from "../core/resolveRun.ts";
import { type FineTuning, valuesFor } from "../core/search/algorithm.ts";
import { nothingSpent, type SearchEvent } from "../core/search/searchEvent.ts";
import type { Architecture } from "../core/spaces/space.ts";
import { BatchSource } from "./batches.ts";
import { DeviceLost, WatchedEngine } from "./deviceLoss.ts";
import type { Engine, TrainStep } from "./engine.ts";
import { searchLost } from "./failures.ts";
import { networkAt } from "./fewShot.ts";
import { checkLengths, onEngine } from "./onEngine.ts";
import type { KeptScores, SessionEnvironment } from "./openSession.ts";
import { hasDiverged, stepsPerReport } from "./searchDivergence.ts";
import { openSearcher, type Searcher, type SearchTask } from "./searcher.ts";
import { trainingStep } from "./trainingStep.ts";

/** Of a task; `undefined` where its search takes the super-net as it is. */
export const tuningOf = ({ algorithm, settings = {} }: SearchTask): FineTuning | undefined =>
  algorithm.tuning?.(valuesFor(algorithm, settings));

/** @throws RangeError as `openSearcher` */
export async function openTunedSearcher(
  checkpoint: Checkpoint,
  environment: SessionEnvironment,
  task: SearchTask,
  tuning: FineTuning,
): Promise<TunedSearcher> {
  const { loadImages, createEngine } = environment;
  const { dataset, space, recipe } = resolveRun(checkpoint.config, nothingScored);
  const images = await loadImages(dataset);
  checkLengths(checkpoint, { space, recipe }, images);
  const network = networkAt(recipe, checkpoint.epochClock, checkpoint.step);
  const { height, width, channels, classes } = images;
  const build = (architecture: Architecture) =>
    space.build(architecture, network, { height, width, channels }, classes.length);
  const tuned = patched(recipe, {
    training: { sampler: "random-a", pathsPerStep: 1, sandwich: false, shrinkSteps: 0, landmarkWeight: 0 },
    optimizer: {
      learningRate: tuning.learningRate,
      ...{ schedule: "constant", warmupEpochs: 0, emaDecay: 0 },
      ...{ complexityRate: false, momentumGroups: false },
    },
  });
  const { batchSize, portion } = tuned.data;
  const batches = new BatchSource(images.train.count, task.seed);
  const stepsPerEpoch = Math.max(1, Math.floor(images.train.count / batchSize));
  const step = (number: number): TrainStep =>
    trainingStep({
      ...{ space, recipe: tuned, landmarks: [], build, seed: task.seed, step: number },
      epochClock: { step: 0, epochs: 0, stepsPerEpoch },
      images: batches.next(batchSize, portion),
      trainCount: images.train.count,
    });
  return onEngine(createEngine(images, checkpoint.weightSeed), (engine) => {
    engine.restore({ ...checkpoint.snapshot, momenta: {}, averages: {} });
    return new TunedSearcher({ checkpoint, environment, task, tuning, engine, step, batchSize });
  });
}

interface TunedInput {
  readonly checkpoint: Checkpoint;
  readonly environment: SessionEnvironment;
  readonly task: SearchTask;
  readonly tuning: FineTuning;
  readonly engine: Engine;
  /** Of the fine-tuning, from 1, in order. */
  readonly step: (number: number) => TrainStep;
  readonly batchSize: number;
}

class TunedSearcher {
  readonly #input: TunedInput;
  readonly #tuned: WatchedEngine;
  #done = 0;
  #searcher: Searcher | undefined;
  #isEnded = false;

  constructor(input: TunedInput) {
    this.#input = input;
    this.#tuned = new WatchedEngine(input.engine);
  }

  get engine(): Engine {
    return this.#searcher?.engine ?? this.#input.engine;
  }

  /** One training step, or one evaluation once these are done; no events at the end, or after it diverged or lost its device. */
  async advance(): Promise<readonly SearchEvent[]> {
    if (this.#isEnded) return [];
    if (this.#searcher) return this.#searcher.advance();
    try {
      return await this.#tune();
    } catch (error) {
      if (!(error instanceof DeviceLost)) throw error;
      this.#isEnded = true;
      return [{ type: "failed", failure: searchLost(error.message) }];
    }
  }

  async #tune(): Promise<readonly SearchEvent[]> {
    const { environment, tuning, step, batchSize } = this.#input;
    const { now = () => performance.now() } = environment;
    if (this.#done === tuning.steps) {
      this.#searcher = await this.#open();
      return this.#searcher.advance();
    }
    const began = now();
    this.#done++;
    const next = step(this.#done);
    await this.#tuned.call((live) => live.trainStep(next));
    const isReportDue = this.#done % stepsPerReport === 0 || this.#done === tuning.steps;
    const diverged = isReportDue && (await this.#tuned.call(hasDiverged));
    const compute = { trained: batchSize, scored: 0, seconds: (now() - began) / 1000 };
    const tuned = { type: "tuned", search: 0, step: this.#done, steps: tuning.steps, compute } as const;
    if (!diverged) return [tuned];
    this.#isEnded = true;
    return [tuned, { type: "diverged", search: 0, step: this.#done, compute: nothingSpent }];
  }

  dispose(): void {
    this.engine.dispose();
  }

  /** Scores the weights themselves: averages of those before would be of other weights. */
  async #open(): Promise<Searcher> {
    const { checkpoint, environment, task, tuning, engine } = this.#input;
    const snapshot = await this.#tuned.call((live) => live.snapshot());
    const { keptScores } = environment;
    const own = keptScores && { ...environment, keptScores: ofTuned(keptScores, tuning, task.seed) };
    const searcher = await openSearcher({ ...checkpoint, snapshot }, own ?? environment, [task], "raw");
    engine.dispose();
    return searcher;
  }
}

/** Kept beside those of the checkpoint's own weights and of other fine-tunings, never in their place. */
function ofTuned(kept: KeptScores, { steps, learningRate }: FineTuning, seed: number): KeptScores {
  const tuned = (key: string): string => `tuned ${steps} ${learningRate} ${seed} ${key}`;
  return { get: (key) => kept.get(tuned(key)), add: (key, score) => kept.add(tuned(key), score) };
}
