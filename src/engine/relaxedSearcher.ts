/**
 * @file A search that changes the weights, on an engine of its own. Each step, as in DARTS: 1. the gradient of the loss on held-out
 * images with respect to the weights of the mixtures moves the architecture parameters; 2. the weights take a training step under the
 * new ones. The training images are split in two halves for that; validation images are for scoring alone.
 */
import type { Checkpoint, Snapshot } from "../core/checkpoint.ts";
import { isMixing, mixingParameters } from "../core/network/mixture.ts";
import type { Network } from "../core/network/network.ts";
import { createRandom } from "../core/random.ts";
import { nothingScored, type ResolvedRun, resolveRun } from "../core/resolveRun.ts";
import { valuesFor } from "../core/search/algorithm.ts";
import {
  type ArchitectureSearch,
  type DifferentiableAlgorithm,
  type Mixing,
  notRelaxed,
  type PerChoice,
} from "../core/search/differentiable.ts";
import type { SearchEvent } from "../core/search/searchEvent.ts";
import type { Settings } from "../core/settings.ts";
import type { Relaxation } from "../core/spaces/space.ts";
import { BatchSource } from "./batches.ts";
import type { Engine, ImageSet, NetworkScore, TrainStep } from "./engine.ts";
import { evaluationOf } from "./evaluation.ts";
import type { SessionEnvironment } from "./openSession.ts";
import { stepOver } from "./trainingStep.ts";

export interface RelaxedTask {
  readonly algorithm: DifferentiableAlgorithm;
  readonly seed: number;
  readonly settings?: Settings;
}

interface RelaxedInput extends ResolvedRun {
  readonly images: ImageSet;
  readonly engine: Engine;
}

/**
 * Opens a search that trains a super-net of its own from its beginning, under the settings of a run.
 * @param number of the search in its events
 * @throws RangeError where space or data set are unknown, or the space has no relaxation
 */
export async function openRelaxedSearcher(
  config: Checkpoint["config"],
  { loadImages, createEngine }: SessionEnvironment,
  task: RelaxedTask,
  number = 0,
): Promise<RelaxedSearcher> {
  const resolved = resolveRun(config, nothingScored);
  const reason = notRelaxed(resolved.space);
  if (reason !== undefined) throw new RangeError(`${task.algorithm.id}: ${reason}`);
  const images = await loadImages(resolved.dataset);
  return new RelaxedSearcher(
    { ...resolved, images, engine: await createEngine(images, task.seed) },
    task,
    number,
  );
}

export class RelaxedSearcher {
  readonly engine: Engine;
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
  #isEnded = false;

  constructor(input: RelaxedInput, { algorithm, seed, settings = {} }: RelaxedTask, number: number) {
    const values = valuesFor(algorithm, settings);
    this.#input = input;
    this.engine = input.engine;
    this.#relaxation = input.space.relaxation as Relaxation;
    this.#seed = seed;
    this.#number = number;
    this.#steps = values.steps as number;
    const random = createRandom(seed).fork(`search ${algorithm.id}`);
    this.#search = algorithm.begin(this.#relaxation.mixtures, random, this.#steps, values);
    this.#half = Math.floor(input.images.train.count / 2);
    this.#trained = new BatchSource(this.#half, seed);
    this.#heldOut = new BatchSource(this.#half, seed + 1);
  }

  /** One step; at the end the architecture is scored as the run scores. No events once that is done. */
  async advance(): Promise<readonly SearchEvent[]> {
    if (this.#isEnded) return [];
    const { space } = this.#input;
    const { batchSize } = this.#input.recipe.data;
    this.#step++;
    const mixing = this.#search.mixing();
    const images = this.#heldOut.next(batchSize, 1).map((index) => index + this.#half);
    this.#search.descend(mixing, await this.architectureGradient(mixing, images));
    const next = this.#search.mixing();
    const network = await this.#mix(next);
    await this.engine.trainStep(this.#stepOver(network, this.#trained.next(batchSize, 1)));
    const { probabilities } = this.#search;
    const architecture = space.print(this.#relaxation.derive(probabilities));
    const mixed: SearchEvent = {
      type: "mixed",
      search: this.#number,
      step: this.#step,
      probabilities,
      architecture,
    };
    return this.#step < this.#steps ? [mixed] : [mixed, await this.#end()];
  }

  dispose(): void {
    this.engine.dispose();
  }

  /** Of the mean loss on training images with respect to the weights of a mixing, per entry of `kept`. */
  async architectureGradient(mixing: Mixing, images: Int32Array): Promise<PerChoice> {
    const network = await this.#mix(mixing);
    const { gradients } = await this.engine.inspect(this.#stepOver(network, images));
    const sums = mixing.kept.map((choices) => choices.map(() => 0));
    for (const { parameter, mixture, choice } of mixingParameters(network)) {
      const at = mixing.kept[mixture]!.indexOf(choice);
      for (const entry of gradients[parameter.name] ?? []) sums[mixture]![at]! += entry;
    }
    return sums;
  }

  /** Gives the mixtures their weights; what the optimizer remembers of the old ones is dropped. */
  async #mix({ kept, weights }: Mixing): Promise<Network> {
    const { recipe, images } = this.#input;
    const { height, width, channels, classes } = images;
    const network = this.#relaxation.build(kept, recipe.network, { height, width, channels }, classes.length);
    const set = mixingParameters(network).map(({ parameter, mixture, choice }) => {
      const weight = weights[mixture]![kept[mixture]!.indexOf(choice)]!;
      return [parameter.name, new Float32Array(parameter.shape[2] as number).fill(weight)] as const;
    });
    const snapshot = await this.engine.snapshot();
    const without = (arrays: Snapshot["weights"]): Snapshot["weights"] =>
      Object.fromEntries(Object.entries(arrays).filter(([name]) => !isMixing(name)));
    this.engine.restore({
      weights: { ...without(snapshot.weights), ...Object.fromEntries(set) },
      momenta: without(snapshot.momenta),
      averages: without(snapshot.averages),
    });
    return network;
  }

  #stepOver(network: Network, images: Int32Array): TrainStep {
    const { recipe } = this.#input;
    const stepsPerEpoch = Math.max(1, Math.floor(this.#half / recipe.data.batchSize));
    // The schedule falls over the steps of the search.
    const training = { ...recipe.training, epochs: this.#steps / stepsPerEpoch };
    return stepOver([{ network, weight: 1 }], {
      recipe: { ...recipe, training },
      epochClock: { step: 0, epochs: 0, stepsPerEpoch },
      seed: this.#seed,
      step: this.#step,
      images,
    });
  }

  async #end(): Promise<SearchEvent> {
    this.#isEnded = true;
    const { space, recipe, images } = this.#input;
    const { height, width, channels, classes } = images;
    const architecture = space.representative(this.#relaxation.derive(this.#search.probabilities));
    const network = space.build(architecture, recipe.network, { height, width, channels }, classes.length);
    const evaluation = { ...evaluationOf(recipe, images), weights: "raw" as const };
    const [score] = await this.engine.score([network], evaluation);
    const { accuracy } = score as NetworkScore;
    const found = { architecture: space.print(architecture), accuracy, index: 0 };
    return { type: "searched", search: this.#number, evaluations: 1, found };
  }
}
