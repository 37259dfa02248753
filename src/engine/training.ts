/** @file The super-net in training: under which settings, how far, and the next step on an engine. Knows no scores and no failures. */
import type { BatchPosition } from "../core/checkpoint.ts";
import { continued, type EpochClock, epochsAt, lastStepOf } from "../core/epochClock.ts";
import { recipeOf } from "../core/heuristics/index.ts";
import type { Network } from "../core/network/network.ts";
import type { Recipe } from "../core/recipe.ts";
import type { RunConfig, TrainingPoint } from "../core/run.ts";
import { stepsPerEpochOf } from "../core/schedule.ts";
import type { Settings } from "../core/settings.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";
import { BatchSource } from "./batches.ts";
import type { WatchedEngine } from "./deviceLoss.ts";
import type { ImageSet } from "./engine.ts";
import { handedOn, networkAt } from "./fewShot.ts";
import type { Landmark } from "./paths.ts";
import { TrainingMeter } from "./trainingMeter.ts";
import { trainingStep } from "./trainingStep.ts";

export interface TrainingInput {
  readonly space: SearchSpace;
  readonly images: ImageSet;
  readonly config: RunConfig;
  readonly landmarks: readonly Landmark[];
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** Where training stands. */
export interface TrainingPosition {
  /** Steps done. */
  readonly step: number;
  readonly epochClock: EpochClock;
}

interface StepDone {
  /** Images times paths that went forward and back. */
  readonly images: number;
  readonly endsEpoch: boolean;
  /** Few-shot: from here on every choice has a super-net of its own. */
  readonly splits: boolean;
}

export class Training {
  readonly #input: TrainingInput;
  readonly #batches: BatchSource;
  readonly #meter: TrainingMeter;
  #config: RunConfig;
  #recipe: Recipe;
  #position: TrainingPosition;
  /** Learning rate of the last step, where nobody has read what it says of itself. */
  #unread: number | undefined;
  #build: (architecture: Architecture) => Network;

  /** @param from where training goes on; absent: at its beginning */
  constructor(input: TrainingInput, from?: TrainingPosition & { readonly batches: BatchPosition }) {
    const { space, images, config } = input;
    this.#input = input;
    this.#config = config;
    this.#recipe = recipeOf(space, config.settings);
    const stepsPerEpoch = stepsPerEpochOf(this.#recipe, images.train.count);
    const { step, epochClock } = from ?? { step: 0, epochClock: { step: 0, epochs: 0, stepsPerEpoch } };
    this.#position = { step, epochClock };
    this.#batches = new BatchSource(images.train.count, config.seed);
    if (from) this.#batches.seek(from.batches);
    this.#build = this.#builder();
    this.#meter = new TrainingMeter(input.now);
  }

  get config(): RunConfig {
    return this.#config;
  }

  get recipe(): Recipe {
    return this.#recipe;
  }

  get position(): TrainingPosition {
    return this.#position;
  }

  get batches(): BatchPosition {
    return this.#batches.position;
  }

  get totalSteps(): number {
    return lastStepOf(this.#position.epochClock, this.#recipe.training.epochs);
  }

  get stepsLeft(): number {
    return this.totalSteps - this.#position.step;
  }

  /** Builds networks as the next step trains them; another function after that has changed. */
  get build(): (architecture: Architecture) => Network {
    return this.#build;
  }

  /** Takes settings, all of `RunConfig.settings`, from the next step on. */
  configure(settings: Settings): void {
    this.#config = { ...this.#config, settings };
    this.#recipe = recipeOf(this.#input.space, settings);
    this.#goOnFrom(this.#position);
  }

  /** Goes back to where training stood; the weights of then are the caller's to bring. */
  goBack(position: TrainingPosition, batches: BatchPosition): void {
    this.#batches.seek(batches);
    this.#unread = undefined;
    this.#goOnFrom(position);
    this.resetMeter();
  }

  /** Speed is measured from now on. */
  resetMeter(): void {
    this.#meter.reset();
  }

  async trainStep(engine: WatchedEngine): Promise<StepDone> {
    const { space, landmarks, images } = this.#input;
    const { data } = this.#recipe;
    const { epochClock } = this.#position;
    const step = this.#position.step + 1;
    const isSplit = (after: number) => networkAt(this.#recipe, epochClock, after).split;
    const epochs = (after: number): number => Math.floor(epochsAt(epochClock, after));
    const work = trainingStep({
      space,
      landmarks,
      recipe: this.#recipe,
      epochClock,
      seed: this.#config.seed,
      step,
      images: this.#batches.next(data.batchSize, data.portion),
      trainCount: images.train.count,
      build: this.#build,
    });
    await this.#meter.time(() => engine.call((live) => live.trainStep(work)));
    this.#position = { step, epochClock };
    this.#unread = work.optimizer.learningRate;
    const count = work.paths.length * data.batchSize;
    // Landmarks that are ranked beside them cost time, and are no images that train: by these a run is measured (`trainedImages.ts`).
    this.#meter.count(count - 2 * (work.ranking?.length ?? 0) * data.batchSize);
    return {
      images: count,
      endsEpoch: epochs(step) > epochs(step - 1),
      splits: isSplit(step) && !isSplit(step - 1),
    };
  }

  /** Few-shot: every super-net goes on from the weights of the one net. */
  async split(engine: WatchedEngine): Promise<void> {
    const { decisions, traits } = this.#input.space;
    const choices = decisions[traits.splitDecision ?? -1]?.choices.length ?? 0;
    engine.engine.restore(handedOn(await engine.call((live) => live.snapshot()), choices));
    this.#build = this.#builder();
  }

  /** Whether steps were trained that have not been read: of what they left nobody knows yet whether it is numbers. */
  get isUnread(): boolean {
    return this.#unread !== undefined;
  }

  /** Whether it is time to read what the steps say of themselves. */
  get isReportDue(): boolean {
    const { step } = this.#position;
    return step === 1 || step === this.totalSteps || this.#meter.isReportDue;
  }

  /** Means since the last reading; `undefined` where they are no numbers any more. */
  async report(engine: WatchedEngine): Promise<TrainingPoint | undefined> {
    // On a GPU the work is done when it can be read, not when it was sent.
    const { loss, accuracy, gradientNorm } = await this.#meter.time(() =>
      engine.call((live) => live.readTraining()),
    );
    const learningRate = this.#unread ?? 0;
    this.#unread = undefined;
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return undefined;
    const imagesPerSecond = this.#meter.report();
    return { step: this.#position.step, loss, accuracy, learningRate, gradientNorm, imagesPerSecond };
  }

  /** The length of an epoch, the networks, or both may be others than they were there. */
  #goOnFrom({ step, epochClock }: TrainingPosition): void {
    const steps = stepsPerEpochOf(this.#recipe, this.#input.images.train.count);
    this.#position = { step, epochClock: continued(epochClock, step, steps) };
    this.#build = this.#builder();
  }

  #builder(): (architecture: Architecture) => Network {
    const { space, images } = this.#input;
    const network = networkAt(this.#recipe, this.#position.epochClock, this.#position.step);
    const input = { height: images.height, width: images.width, channels: images.channels };
    return (architecture) => space.build(architecture, network, input, images.classes.length);
  }
}
