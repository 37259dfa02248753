/**
 * @file The training loop. One call of `advance` does one unit of work and says what happened; to pause is not to call it.
 *
 * In order of priority: 1. apply changed settings; 2. what is due of a scoring round; 3. one training step; 4. at the end a round over
 * the whole pool, then nothing until a setting changes. What happens after which step depends on step counts alone, so the same link
 * trains the same paths on the same images and scores at the same steps everywhere; only reports follow the clock.
 */
import type { Checkpoint, phases } from "../core/checkpoint.ts";
import { changedSettings, stepsPerEpochOf } from "../core/config.ts";
import { type Course, continued, epochsAt, lastStepOf } from "../core/course.ts";
import { recipeOf } from "../core/heuristics/index.ts";
import type { Network } from "../core/network/network.ts";
import type { NetworkRecipe, Recipe } from "../core/recipe.ts";
import type { RunConfig, RunEvent, TrainingPoint } from "../core/run.ts";
import type { Settings } from "../core/settings.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";
import { BatchSource } from "./batches.ts";
import { Checkpoints, type Standing } from "./checkpoints.ts";
import { DeviceLost, WatchedEngine } from "./deviceLoss.ts";
import type { Engine, ImageSet } from "./engine.ts";
import { deviceGone, diverged } from "./failures.ts";
import { handedOn, networkAt } from "./fewShot.ts";
import type { Landmark } from "./paths.ts";
import { ScoringRounds } from "./scoringRounds.ts";
import { isSaneLoss, isSound } from "./soundness.ts";
import { TrainingMeter } from "./trainingMeter.ts";
import { trainingStep } from "./trainingStep.ts";

export interface SessionInput {
  readonly space: SearchSpace;
  readonly images: ImageSet;
  readonly engine: Engine;
  readonly config: RunConfig;
  /** Decides what weights start from; `config.seed` decides all else that is drawn. */
  readonly weightSeed: number;
  /** Where the run goes on, its events included: it does not begin with "started" again. Absent: a new run. */
  readonly from?: Checkpoint;
  readonly pool: readonly Architecture[];
  readonly landmarks: readonly Landmark[];
  /** A new engine after the old one was lost; rejects when there is none. */
  readonly replaceEngine: (reason: string) => Promise<Engine>;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** What one call of `advance` did; "round" is the score that a round began with. "idle" without events: there is nothing to do until a setting changes. */
export interface Advance {
  readonly did: "step" | "epoch" | "round" | "score" | "idle";
  readonly events: readonly RunEvent[];
}

export class Session {
  readonly #input: SessionInput;
  readonly #batches: BatchSource;
  readonly #rounds: ScoringRounds;
  readonly #checkpoints: Checkpoints;
  readonly #meter: TrainingMeter;
  #engine: WatchedEngine;
  #config: RunConfig;
  /** The settings from the next unit of work on, where they were changed. */
  #changed: Settings | undefined;
  #recipe: Recipe;
  #course: Course;
  #step = 0;
  #build: (architecture: Architecture) => Network;
  /** Step of the weights that were looked through for what is no number. */
  #soundAt = -1;
  #state: (typeof phases)[number] | "lost" = "new";

  constructor(input: SessionInput) {
    const { images, from } = input;
    this.#input = input;
    this.#engine = new WatchedEngine(input.engine);
    this.#config = input.config;
    this.#recipe = recipeOf(input.space, this.#config.settings);
    this.#step = from?.step ?? 0;
    this.#course = from?.course ?? {
      step: 0,
      epochs: 0,
      stepsPerEpoch: stepsPerEpochOf(this.#recipe, images.train.count),
    };
    this.#batches = new BatchSource(images.train.count, this.#config.seed);
    this.#build = this.#builder();
    this.#rounds = new ScoringRounds(input.pool, images);
    this.#meter = new TrainingMeter(input.now);
    if (from) {
      input.engine.restore(from.snapshot, from.frozen);
      this.#batches.seek(from.batches);
      this.#rounds.resume(from.scoring, from.step, this.#build);
      this.#state = from.phase;
    }
    this.#checkpoints = new Checkpoints(this.#batches, this.#course, from, input.now);
  }

  /** Builds networks under the present recipe; another function after that has changed. */
  #builder(): (architecture: Architecture) => Network {
    const { space, images } = this.#input;
    const network = this.#network;
    const input = { height: images.height, width: images.width, channels: images.channels };
    return (architecture) => space.build(architecture, network, input, images.classes.length);
  }

  get step(): number {
    return this.#step;
  }

  get engine(): Engine {
    return this.#engine.engine;
  }

  /** Whether settings were changed that did not act yet. */
  get isChanged(): boolean {
    return this.#changed !== undefined;
  }

  /** Takes new settings, all of `RunConfig.settings`, before the next unit of work. After the first one only live and rescore settings may change. */
  change(settings: Settings): void {
    this.#changed = settings;
  }

  /** All that the run needs to go on elsewhere; between two units of work. Settings that did not act yet are not in it. Rejects where the device is gone. */
  async checkpoint(): Promise<Checkpoint> {
    const { space, pool, landmarks, weightSeed } = this.#input;
    const scoring = this.#rounds.state;
    const snapshot = await this.#engine.call((live) => live.snapshot());
    const hasRound = scoring.filling !== undefined || scoring.complete !== undefined;
    const frozen = hasRound ? await this.#engine.call((live) => live.snapshotFrozen()) : undefined;
    return {
      config: this.#config,
      weightSeed,
      scored: pool.map((architecture) => space.print(architecture)),
      landmarks: landmarks.map(({ architecture, accuracy }) => ({
        architecture: space.print(architecture),
        accuracy,
      })),
      phase: this.#state === "lost" ? "training" : this.#state,
      ...this.#standing,
      batches: this.#batches.position,
      scoring,
      snapshot,
      ...(frozen && { frozen }),
    };
  }

  /** One unit of work. Failures of the world come back as a `failed` or `recovered` event; bugs throw. */
  advance(): Promise<Advance> {
    if (this.#state === "training") this.#rounds.relax();
    return this.#work("all");
  }

  /**
   * One unit of what a paused run still owes: changed settings act, the weights last scored are scored by them, and a round over the
   * whole pool on the present weights is completed. Never trains.
   */
  settle(): Promise<Advance> {
    if (this.#state === "training" && !this.isChanged) this.#rounds.complete(this.#step);
    return this.#work("all but training");
  }

  async #work(allowed: "all" | "all but training"): Promise<Advance> {
    if (this.#state === "new") return this.#start();
    if (this.#state === "lost") return idle();
    const changes = this.#applyChanges();
    if (changes.length > 0) return idle(...changes);
    if (this.#state === "diverged" || this.#state === "finished") return idle();
    try {
      if (allowed === "all" && this.#state === "training") this.#rounds.askInTurn(this.#recipe);
      if (this.#rounds.isDue) return await this.#score();
      if (allowed === "all but training" && this.#state === "training") return idle();
      if (this.#step < this.#totalSteps) return await this.#train();
      if (this.#state === "training") return await this.#beginFinalRound();
      this.#state = "finished";
      return idle({ type: "finished", step: this.#step });
    } catch (error) {
      if (error instanceof DeviceLost) return this.#recover(error.message);
      throw error;
    }
  }

  /** What networks are built by after the steps done. */
  get #network(): NetworkRecipe {
    return networkAt(this.#recipe, this.#course, this.#step);
  }

  get #totalSteps(): number {
    return lastStepOf(this.#course, this.#recipe.training.epochs);
  }

  get #standing(): Standing {
    return { step: this.#step, course: this.#course };
  }

  #start(): Advance {
    // What was changed until now is what the run starts with.
    this.#applyChanges();
    this.#state = "training";
    this.#meter.reset();
    const { space, pool } = this.#input;
    return idle({
      type: "started",
      config: this.#config,
      pool: pool.map((architecture) => space.print(architecture)),
      backend: this.engine.backend,
      totalSteps: this.#totalSteps,
      stepsPerEpoch: this.#course.stepsPerEpoch,
    });
  }

  #applyChanges(): RunEvent[] {
    const settings = this.#changed;
    if (!settings) return [];
    const { space } = this.#input;
    const changed = changedSettings(space, this.#config.settings, settings);
    this.#config = { ...this.#config, settings };
    this.#changed = undefined;
    this.#recipe = recipeOf(space, settings);
    this.#keepCourse();
    this.#build = this.#builder();

    const events: RunEvent[] = [];
    for (const { acts, ...change } of changed) {
      // Whoever wants other networks begins another run.
      if (acts === "rebuild") continue;
      const totalSteps = this.#totalSteps;
      events.push({ type: "changed", ...change, acts, settings, totalSteps, ...this.#standing });
    }
    const rescores = changed.some(({ acts }) => acts === "rescore");
    if (rescores) this.#rounds.rescore();
    const acted = changed.some(({ acts }) => acts === "live" || acts === "rescore");
    if (acted && this.#step < this.#totalSteps) this.#state = "training";
    else if (rescores && this.#state === "finished") this.#state = "final round";
    return events;
  }

  async #train(): Promise<Advance> {
    const { data } = this.#recipe;
    const step = this.#step + 1;
    const wasSplit = this.#network.split;
    const { space, landmarks } = this.#input;
    const work = trainingStep({
      space,
      landmarks,
      recipe: this.#recipe,
      course: this.#course,
      seed: this.#config.seed,
      step,
      images: this.#batches.next(data.batchSize, data.portion),
      trainCount: this.#input.images.train.count,
      build: this.#build,
    });
    await this.#meter.time(() => this.#engine.call((live) => live.trainStep(work)));
    this.#step = step;
    const images = work.paths.length * data.batchSize;
    this.#meter.count(images);
    this.#rounds.afterStep(step, images, this.#totalSteps - step, this.#recipe);

    const events: RunEvent[] = this.#network.split && !wasSplit ? await this.#split() : [];
    if (step === 1 || step === this.#totalSteps || this.#meter.isReportDue) {
      const point = await this.#readTraining(work.optimizer.learningRate);
      if (!point) return this.#diverge("the loss is no longer a number");
      events.push({ type: "trained", point });
      const { classes } = this.#input.images;
      if (isSaneLoss(point.loss, classes.length) && this.#checkpoints.isDue(step))
        await this.#keepCheckpoint();
    }
    const epochs = (after: number): number => Math.floor(epochsAt(this.#course, after));
    return { did: epochs(step) > epochs(step - 1) ? "epoch" : "step", events };
  }

  /** Few-shot: every super-net goes on from the weights of the one net; a round on those ends. */
  async #split(): Promise<RunEvent[]> {
    const { decisions, traits } = this.#input.space;
    const choices = decisions[traits.splitDecision ?? -1]?.choices.length ?? 0;
    this.engine.restore(handedOn(await this.#engine.call((live) => live.snapshot()), choices));
    this.#build = this.#builder();
    return this.#rounds.abandon();
  }

  /** Means since the last reading; `undefined` where they are no numbers any more. */
  async #readTraining(learningRate: number): Promise<TrainingPoint | undefined> {
    // On a GPU the work is done when it can be read, not when it was sent.
    const { loss, accuracy, gradientNorm } = await this.#meter.time(() =>
      this.#engine.call((live) => live.readTraining()),
    );
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return undefined;
    const imagesPerSecond = this.#meter.report();
    return { step: this.#step, loss, accuracy, learningRate, gradientNorm, imagesPerSecond };
  }

  async #score(): Promise<Advance> {
    const context = { recipe: this.#recipe, build: this.#build };
    const { events, broken } = await this.#rounds.work(this.#engine, context);
    // Statistics of other paths can blow an architecture up beyond all numbers while the weights are sound: then it has no score.
    if (broken && this.#soundAt !== this.#step) {
      if (!isSound(await this.#engine.call((live) => live.snapshot())))
        return this.#diverge("weights are no longer numbers");
      this.#soundAt = this.#step;
    }
    return { did: events.some(({ type }) => type === "roundBegan") ? "round" : "score", events };
  }

  #keepCheckpoint(): Promise<void> {
    return this.#checkpoints.keep(this.#engine, this.#standing, this.#rounds.schedule);
  }

  /** The last word is spoken about the weights that training ended with. */
  async #beginFinalRound(): Promise<Advance> {
    await this.#keepCheckpoint();
    this.#state = "final round";
    this.#rounds.complete(this.#step);
    return this.#work("all");
  }

  /** Back to the last sound weights, where a changed setting lets training go on. */
  async #diverge(what: string): Promise<Advance> {
    // Steps that nobody has read yet are of the weights given up; their losses must not count for those gone back to.
    await this.#engine.call((live) => live.readTraining());
    const step = this.#step;
    this.#state = "diverged";
    const ended = this.#goBack();
    return idle(...ended, { type: "failed", step, failure: diverged(step, what, this.#step) });
  }

  /** Goes on from the last checkpoint on a new engine, or fails by name. */
  async #recover(reason: string): Promise<Advance> {
    const lost = this.engine;
    try {
      this.#engine = new WatchedEngine(await this.#input.replaceEngine(reason));
    } catch (error) {
      this.#state = "lost";
      const failure = deviceGone(reason, error instanceof Error ? error.message : String(error));
      return idle({ type: "failed", step: this.#step, failure });
    }
    lost.dispose();
    const ended = this.#goBack();
    const { backend } = this.engine;
    const totalSteps = this.#totalSteps;
    return idle(...ended, { type: "recovered", backend, reason, totalSteps, ...this.#standing });
  }

  /** Brings everything back to the last checkpoint; a round on weights that are gone ends. */
  #goBack(): RunEvent[] {
    const { step, course, schedule } = this.#checkpoints.restore(this.engine);
    const ended = this.#rounds.abandon();
    this.#rounds.restore(schedule, step);
    this.#step = step;
    this.#course = course;
    this.#keepCourse();
    // The super-net may not have been split then.
    this.#build = this.#builder();
    this.#meter.reset();
    if (this.#state === "final round") this.#state = "training";
    return ended;
  }

  /** Settings may have changed the length of an epoch. */
  #keepCourse(): void {
    const steps = stepsPerEpochOf(this.#recipe, this.#input.images.train.count);
    this.#course = continued(this.#course, this.#step, steps);
  }
}

const idle = (...events: RunEvent[]): Advance => ({ did: "idle", events });
