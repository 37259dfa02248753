/**
 * @file The training loop. One call of `advance` does one unit of work and says what happened; to pause is not to call it.
 *
 * In order of priority: 1. apply changed settings; 2. scores that are due; 3. one training step; 4. at the end a last sweep
 * over the whole pool, then nothing until a setting changes. What happens after which step depends on step counts alone, so the
 * same link trains the same paths on the same images and scores at the same steps everywhere; only reports follow the clock.
 */
import { changedSettings, stepsPerEpochOf } from "../core/config.ts";
import { type Course, continued, epochsAt, lastStepOf } from "../core/course.ts";
import { recipeOf } from "../core/heuristics/index.ts";
import type { Network } from "../core/network/network.ts";
import type { Recipe } from "../core/recipe.ts";
import type { RunConfig, RunEvent, TrainingPoint } from "../core/run.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";
import { BatchSource } from "./batches.ts";
import { Checkpoints, type Standing } from "./checkpoints.ts";
import { DeviceLost, WatchedEngine } from "./deviceLoss.ts";
import type { Engine, ImageSet } from "./engine.ts";
import { deviceGone, diverged } from "./failures.ts";
import type { Landmark } from "./paths.ts";
import { PoolScorer } from "./poolScorer.ts";
import { TrainingMeter } from "./trainingMeter.ts";
import { trainingStep } from "./trainingStep.ts";

/** In losses of guessing, ln(classes): weights with a larger mean loss than this are still numbers, but not worth going back to. */
const worstLoss = 10;

export interface SessionInput {
  readonly space: SearchSpace;
  readonly images: ImageSet;
  readonly engine: Engine;
  /** The present choice; read before every unit of work. Only live and rescore settings may change. */
  readonly config: () => RunConfig;
  readonly pool: readonly Architecture[];
  readonly landmarks: readonly Landmark[];
  /** A new engine after the old one was lost; rejects when there is none. */
  readonly replaceEngine: (reason: string) => Promise<Engine>;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** What one call of `advance` did. "idle" without events: there is nothing to do until a setting changes. */
export interface Advance {
  readonly did: "step" | "epoch" | "score" | "idle";
  readonly events: readonly RunEvent[];
}

export class Session {
  readonly #input: SessionInput;
  readonly #batches: BatchSource;
  readonly #scorer: PoolScorer;
  readonly #checkpoints: Checkpoints;
  readonly #meter: TrainingMeter;
  #engine: WatchedEngine;
  #config: RunConfig;
  #recipe: Recipe;
  #course: Course;
  #step = 0;
  #state: "new" | "training" | "last sweep" | "finished" | "diverged" | "lost" = "new";

  constructor(input: SessionInput) {
    const { images } = input;
    this.#input = input;
    this.#engine = new WatchedEngine(input.engine);
    this.#config = input.config();
    this.#recipe = recipeOf(input.space, this.#config.settings);
    this.#course = { step: 0, epochs: 0, stepsPerEpoch: stepsPerEpochOf(this.#recipe, images.train.count) };
    this.#batches = new BatchSource(images.train.count, this.#config.seed);
    this.#scorer = new PoolScorer(input.pool, images.validation.count);
    this.#checkpoints = new Checkpoints(this.#batches, this.#course, input.now);
    this.#meter = new TrainingMeter(input.now);
  }

  /** The network of an architecture under the present recipe. */
  readonly #build = (architecture: Architecture): Network => {
    const { space, images } = this.#input;
    const input = { height: images.height, width: images.width, channels: images.channels };
    return space.build(architecture, this.#recipe.network, input, images.classes.length);
  };

  get step(): number {
    return this.#step;
  }

  get engine(): Engine {
    return this.#engine.engine;
  }

  /** Whether settings were changed that did not act yet. */
  get isChanged(): boolean {
    return this.#input.config() !== this.#config;
  }

  /** One unit of work. Failures of the world come back as a `failed` or `recovered` event; bugs throw. */
  advance(): Promise<Advance> {
    return this.#work("all");
  }

  /** One unit of what a paused run still owes: changed settings act, and the same weights are scored by them. Never trains. */
  settle(): Promise<Advance> {
    return this.#work("all but training");
  }

  async #work(allowed: "all" | "all but training"): Promise<Advance> {
    if (this.#state === "new") return this.#start();
    if (this.#state === "lost") return idle();
    const changes = this.#applyChanges();
    if (changes.length > 0) return idle(...changes);
    if (this.#state === "diverged" || this.#state === "finished") return idle();
    try {
      if (this.#scorer.isDue) return await this.#score();
      if (allowed === "all but training" && this.#state === "training") return idle();
      if (this.#step < this.#totalSteps) return await this.#train();
      if (this.#state === "training") return await this.#beginLastSweep();
      this.#state = "finished";
      return idle({ type: "finished", step: this.#step });
    } catch (error) {
      if (error instanceof DeviceLost) return this.#recover(error.message);
      throw error;
    }
  }

  get #totalSteps(): number {
    return lastStepOf(this.#course, this.#recipe.training.epochs);
  }

  get #standing(): Standing {
    return { step: this.#step, course: this.#course };
  }

  #start(): Advance {
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
    const next = this.#input.config();
    if (!this.isChanged) return [];
    const { space } = this.#input;
    const { settings } = next;
    const changed = changedSettings(space, this.#config.settings, settings);
    this.#config = next;
    this.#recipe = recipeOf(space, settings);
    this.#keepCourse();
    this.#scorer.forgetNetworks();

    const events: RunEvent[] = [];
    for (const { acts, ...change } of changed) {
      // Whoever wants other networks begins another run.
      if (acts === "rebuild") continue;
      const totalSteps = this.#totalSteps;
      events.push({ type: "changed", ...change, acts, settings, totalSteps, ...this.#standing });
      if (acts === "rescore" && this.#step > 0) this.#scorer.renew();
    }
    if (events.length > 0 && this.#step < this.#totalSteps) this.#state = "training";
    else if (this.#state === "finished" && this.#scorer.isDue) this.#state = "last sweep";
    return events;
  }

  async #train(): Promise<Advance> {
    const { data, evaluation } = this.#recipe;
    const step = this.#step + 1;
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
    this.#meter.count(work.paths.length * data.batchSize);
    this.#scorer.afterStep(step, evaluation.stepsPerScore);

    const events: RunEvent[] = [];
    if (step === 1 || step === this.#totalSteps || this.#meter.isReportDue) {
      const point = await this.#readTraining(work.optimizer.learningRate);
      if (!point) return this.#diverge("the loss is no longer a number");
      events.push({ type: "trained", point });
      const isSane = point.loss < worstLoss * Math.log(this.#input.images.classes.length);
      if (isSane && this.#checkpoints.isDue(step)) await this.#checkpoints.keep(this.#engine, this.#standing);
    }
    const epochs = (after: number): number => Math.floor(epochsAt(this.#course, after));
    return { did: epochs(step) > epochs(step - 1) ? "epoch" : "step", events };
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
    const score = await this.#scorer.score(this.#engine, this.#recipe, this.#step, this.#build);
    if (Number.isFinite(score.accuracy))
      return { did: "score", events: [{ type: "evaluated", scores: [score] }] };
    // Statistics of other paths can blow an architecture up beyond all numbers while the weights are sound: then it has no score.
    return (await this.#isSound())
      ? { did: "score", events: [] }
      : this.#diverge("weights are no longer numbers");
  }

  /** Whether all weights, averages included, are numbers. */
  async #isSound(): Promise<boolean> {
    const { weights, averages } = await this.#engine.call((live) => live.snapshot());
    return [weights, averages].every((named) =>
      Object.values(named).every((values) => values.every(Number.isFinite)),
    );
  }

  /** The last word is spoken about one and the same state of the weights. */
  async #beginLastSweep(): Promise<Advance> {
    await this.#checkpoints.keep(this.#engine, this.#standing);
    this.#state = "last sweep";
    this.#scorer.sweep();
    return this.advance();
  }

  /** Back to the last sound weights, where a changed setting lets training go on. */
  async #diverge(what: string): Promise<Advance> {
    // Steps that nobody has read yet are of the weights given up; their losses must not count for those gone back to.
    await this.#engine.call((live) => live.readTraining());
    const step = this.#step;
    this.#state = "diverged";
    this.#goBack();
    return idle({ type: "failed", step, failure: diverged(step, what, this.#step) });
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
    this.#goBack();
    const { backend } = this.engine;
    const totalSteps = this.#totalSteps;
    return idle({ type: "recovered", backend, reason, totalSteps, ...this.#standing });
  }

  /** Brings everything back to the last checkpoint. */
  #goBack(): void {
    const { step, course } = this.#checkpoints.restore(this.engine);
    this.#step = step;
    this.#course = course;
    this.#keepCourse();
    this.#meter.reset();
  }

  /** Settings may have changed the length of an epoch. */
  #keepCourse(): void {
    const steps = stepsPerEpochOf(this.#recipe, this.#input.images.train.count);
    this.#course = continued(this.#course, this.#step, steps);
  }
}

const idle = (...events: RunEvent[]): Advance => ({ did: "idle", events });
