/**
 * @file A search that changes the weights, on an engine of its own. Each step, as in DARTS: 1. the gradient of the loss on held-out
 * images with respect to the weights of the mixtures moves the architecture parameters; 2. the weights take a training step under the
 * new ones. The training images are split in two halves for that, of which the run's portion is used; validation images are for scoring
 * alone.
 */
import type { Checkpoint, Snapshot } from "../core/checkpoint.ts";
import { isMixing } from "../core/network/mixture.ts";
import type { Network } from "../core/network/network.ts";
import { createRandom } from "../core/random.ts";
import { nothingScored, type ResolvedRun, resolveRun } from "../core/resolveRun.ts";
import { stepsPerEpochOf } from "../core/schedule.ts";
import { valuesFor } from "../core/search/algorithm.ts";
import { decidedOf } from "../core/search/decided.ts";
import {
  type ArchitectureSearch,
  type DifferentiableAlgorithm,
  type Mixing,
  type MixingGradients,
  notRelaxed,
  type StepPlan,
  skipShare,
} from "../core/search/differentiable.ts";
import type { SearchEvent } from "../core/search/searchEvent.ts";
import type { Settings } from "../core/settings.ts";
import type { Relaxation } from "../core/spaces/relaxation.ts";
import { relaxationOf } from "../core/spaces/relaxations.ts";
import type { Architecture } from "../core/spaces/space.ts";
import { BatchSource } from "./batches.ts";
import { DeviceLost, WatchedEngine } from "./deviceLoss.ts";
import type { Engine, ImageSet, NetworkScore, TrainStep } from "./engine.ts";
import { costOf, evaluationOf } from "./evaluation.ts";
import { searchLost } from "./failures.ts";
import { mixingArrays, mixingGradients } from "./mixingArrays.ts";
import { onEngine } from "./onEngine.ts";
import type { SessionEnvironment } from "./openSession.ts";
import { hasDiverged, stepsPerReport } from "./searchDivergence.ts";
import { stepOver } from "./trainingStep.ts";

export interface RelaxedTask {
  readonly algorithm: DifferentiableAlgorithm;
  readonly seed: number;
  readonly settings?: Settings;
}

interface RelaxedInput extends ResolvedRun {
  readonly images: ImageSet;
  readonly engine: Engine;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/**
 * Opens a search that trains a super-net of its own from its beginning, under the settings of a run.
 * @param number of the search in its events
 * @throws RangeError where space or data set are unknown, or the space has no relaxation
 */
export async function openRelaxedSearcher(
  config: Checkpoint["config"],
  { loadImages, createEngine, now = () => performance.now() }: SessionEnvironment,
  task: RelaxedTask,
  number = 0,
): Promise<RelaxedSearcher> {
  const resolved = resolveRun(config, nothingScored);
  const reason = notRelaxed(resolved.space);
  if (reason !== undefined) throw new RangeError(`${task.algorithm.id}: ${reason}`);
  const images = await loadImages(resolved.dataset);
  return onEngine(
    createEngine(images, task.seed),
    (engine) => new RelaxedSearcher({ ...resolved, images, now, engine }, task, number),
  );
}

const areNumbers = ({ weights, passing, loss }: MixingGradients): boolean =>
  [loss, ...weights.flat(), ...passing].every(Number.isFinite);

export class RelaxedSearcher {
  readonly #engine: WatchedEngine;
  readonly #input: RelaxedInput;
  readonly #relaxation: Relaxation;
  readonly #search: ArchitectureSearch;
  readonly #seed: number;
  readonly #number: number;
  readonly #steps: number;
  readonly #half: number;
  readonly #trained: BatchSource;
  readonly #heldOut: BatchSource;
  #step = 0;
  #plan: StepPlan;
  #isEnded = false;

  constructor(input: RelaxedInput, { algorithm, seed, settings = {} }: RelaxedTask, number: number) {
    const values = valuesFor(algorithm, settings);
    this.#input = input;
    this.#engine = new WatchedEngine(input.engine);
    this.#relaxation = relaxationOf(input.space.id) as Relaxation;
    this.#seed = seed;
    this.#number = number;
    this.#steps = values.steps as number;
    this.#plan = { stage: { first: 0, steps: this.#steps }, depth: 1, variant: {}, learns: true };
    const random = createRandom(seed).fork(`search ${algorithm.id}`);
    const relaxed = { ...this.#relaxation, batchSize: input.recipe.data.batchSize };
    this.#search = algorithm.begin(relaxed, random, this.#steps, values);
    this.#half = Math.floor(input.images.train.count / 2);
    this.#trained = new BatchSource(this.#half, seed);
    this.#heldOut = new BatchSource(this.#half, seed + 1);
  }

  get engine(): Engine {
    return this.#engine.engine;
  }

  /** One step; at the end the architecture is scored as the run scores. No events once that is done, or after it diverged or lost its device. */
  async advance(): Promise<readonly SearchEvent[]> {
    if (this.#isEnded) return [];
    try {
      return await this.#advance();
    } catch (error) {
      if (!(error instanceof DeviceLost)) throw error;
      this.#isEnded = true;
      return [{ type: "failed", failure: searchLost(error.message) }];
    }
  }

  async #advance(): Promise<readonly SearchEvent[]> {
    const { space, now, recipe } = this.#input;
    const { batchSize, portion } = recipe.data;
    const began = now();
    this.#plan = this.#search.plan?.(this.#step) ?? this.#plan;
    const { stage, learns } = this.#plan;
    if (this.#step > 0 && this.#step === stage.first)
      this.engine.restore({ weights: {}, momenta: {}, averages: {} });
    this.#step++;
    if (learns) {
      const mixing = this.#search.mixing();
      const images = this.#heldOut.next(batchSize, portion).map((index) => index + this.#half);
      const gradients = await this.architectureGradient(mixing, images);
      if (!areNumbers(gradients)) return [this.#diverged(now() - began)];
      this.#search.descend(mixing, gradients);
    }
    const network = await this.#mix(this.#search.mixing());
    const step = this.#stepOver(network, this.#trained.next(batchSize, portion));
    await this.#engine.call((live) => live.trainStep(step));
    const derived = this.#derived;
    const { probabilities } = this.#search;
    const decided = decidedOf(probabilities, this.#relaxation.derivable);
    const mixed: SearchEvent = {
      type: "mixed",
      search: this.#number,
      step: this.#step,
      probabilities,
      ...(decided && { decided }),
      architecture: space.print(space.representative(derived)),
      skips: skipShare(this.#relaxation, derived),
      compute: {
        trained: learns ? 2 * batchSize : batchSize,
        scored: 0,
        seconds: (now() - began) / 1000,
      },
    };
    const isLast = this.#step === this.#steps;
    if (!isLast && this.#step % stepsPerReport > 0) return [mixed];
    if (await this.#engine.call(hasDiverged)) return [mixed, this.#diverged(0)];
    return isLast ? [mixed, await this.#end()] : [mixed];
  }

  #diverged(milliseconds: number): SearchEvent {
    this.#isEnded = true;
    const compute = { trained: 0, scored: 0, seconds: milliseconds / 1000 };
    return { type: "diverged", search: this.#number, step: this.#step, compute };
  }

  dispose(): void {
    this.engine.dispose();
  }

  /** The mean loss on training images, and its gradients with respect to the numbers of a mixing. */
  async architectureGradient(mixing: Mixing, images: Int32Array): Promise<MixingGradients> {
    const network = await this.#mix(mixing);
    const step = this.#stepOver(network, images);
    return mixingGradients(network, mixing, await this.#engine.call((live) => live.inspect(step)));
  }

  get #derived(): Architecture {
    return this.#relaxation.derive(this.#search.strengths ?? this.#search.probabilities);
  }

  /** Gives the mixtures their weights; what the optimizer remembers of the old ones is dropped. */
  async #mix(mixing: Mixing): Promise<Network> {
    const { recipe, images } = this.#input;
    const { height, width, channels, classes } = images;
    const { depth, variant } = this.#plan;
    const network = this.#relaxation.build(
      mixing.kept,
      { ...recipe.network, cells: depth * recipe.network.cells },
      { height, width, channels },
      classes.length,
      variant,
    );
    const snapshot = await this.#engine.call((live) => live.snapshot());
    const without = (arrays: Snapshot["weights"]): Snapshot["weights"] =>
      Object.fromEntries(Object.entries(arrays).filter(([name]) => !isMixing(name)));
    this.engine.restore({
      weights: { ...without(snapshot.weights), ...mixingArrays(network, mixing) },
      momenta: without(snapshot.momenta),
      averages: without(snapshot.averages),
    });
    return network;
  }

  #stepOver(network: Network, images: Int32Array): TrainStep {
    const { recipe } = this.#input;
    const { first, steps } = this.#plan.stage;
    const stepsPerEpoch = stepsPerEpochOf(recipe, this.#half);
    // The schedule falls over the steps of a stage, and a warm-up takes the share of them that it takes of a run.
    const epochs = steps / stepsPerEpoch;
    const training = { ...recipe.training, epochs };
    const warmupEpochs = (recipe.optimizer.warmupEpochs / recipe.training.epochs) * epochs;
    const optimizer = { ...recipe.optimizer, warmupEpochs };
    return stepOver([{ network, weight: 1 }], {
      recipe: { ...recipe, training, optimizer },
      epochClock: { step: 0, epochs: 0, stepsPerEpoch },
      seed: this.#seed,
      step: this.#step - first,
      images,
    });
  }

  /**
   * Scores what was found on the weights that were trained, where each place has its one operation at full weight, or behind its gate.
   * A place without an operation adds nothing: channels that pass a mixture by belong to its operations.
   */
  async #end(): Promise<SearchEvent> {
    this.#isEnded = true;
    const { space, recipe, images, now } = this.#input;
    const began = now();
    const derived = this.#derived;
    const { keptOf, mixtures } = this.#relaxation;
    const kept = keptOf(derived).map((choices, m) =>
      choices.filter((choice) => mixtures[m]!.choices[choice] !== "none"),
    );
    const weights = kept.map((choices, m) => choices.map(() => this.#search.gates?.[m] ?? 1));
    const network = await this.#mix({ kept, weights });
    const evaluation = { ...evaluationOf(recipe, images), weights: "raw" as const };
    const [score] = await this.#engine.call((live) => live.score([network], evaluation));
    const { accuracy } = score as NetworkScore;
    const found = { architecture: space.print(space.representative(derived)), accuracy, index: 0 };
    const compute = { trained: 0, scored: costOf(evaluation), seconds: (now() - began) / 1000 };
    return { type: "searched", search: this.#number, evaluations: 1, found, compute };
  }
}
