/**
 * @file The training loop. One call of `advance` does one unit of work and says what happened; to pause is not to call it.
 *
 * In order of priority: 1. apply changed settings; 2. scores that are due; 3. one training step; 4. at the end a last sweep
 * over the whole pool, then nothing until a setting changes. What happens after which step depends on step counts alone, so the
 * same link trains the same paths on the same images and scores at the same steps everywhere; only reports follow the clock.
 */
import { learningRateAt, totalStepsOf } from "../core/config.ts";
import { defaultsFor, recipeOf, settingSpec } from "../core/heuristics/index.ts";
import type { Network } from "../core/network/network.ts";
import { hashText } from "../core/random.ts";
import type { Recipe } from "../core/recipe.ts";
import type { Failure, RunConfig, RunEvent, Score } from "../core/run.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";
import { type BatchPosition, BatchSource } from "./batches.ts";
import type { Engine, Evaluation, ImageSet, Snapshot } from "./engine.ts";
import { type Landmark, pathsOfStep } from "./paths.ts";

/** A first handful of scores comes early, so that a newcomer sees a correlation within seconds. */
const firstScores = { afterStep: 40, count: 12 };
const stepsPerSnapshot = 200;
const millisecondsPerReport = 250;
const calibrationBatches = 4;

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

/** What one call of `advance` did. */
export interface Advance {
  readonly did: "step" | "epoch" | "score" | "idle";
  readonly events: readonly RunEvent[];
}

interface Checkpoint {
  readonly step: number;
  readonly snapshot: Snapshot;
  readonly position: BatchPosition;
}

export class Session {
  readonly #input: SessionInput;
  readonly #batches: BatchSource;
  readonly #networks = new Map<number, Network>();
  #engine: Engine;
  #config: RunConfig;
  #recipe: Recipe;
  #step = 0;
  #state: "new" | "running" | "finished" | "failed" = "new";
  /** Next architecture of the pool to score, and scores still due at once. */
  #cursor = 0;
  #due = 0;
  #finalSweep = false;
  #checkpoint: Checkpoint | undefined;
  #report = { at: 0, images: 0, busy: 0 };

  constructor(input: SessionInput) {
    this.#input = input;
    this.#engine = input.engine;
    this.#config = input.config();
    this.#recipe = recipeOf(input.space, this.#config.settings);
    this.#batches = new BatchSource(input.images.train.count, this.#config.seed);
  }

  get step(): number {
    return this.#step;
  }

  get engine(): Engine {
    return this.#engine;
  }

  /** One unit of work. Failures of the world come back as a `failed` or `recovered` event; bugs throw. */
  async advance(): Promise<Advance> {
    if (this.#state === "new") return this.#start();
    if (this.#state === "failed") return { did: "idle", events: [] };
    const changes = this.#applyChanges();
    if (changes.length > 0) return { did: "idle", events: changes };
    const work =
      this.#due > 0 ? this.#score() : this.#step < this.#totalSteps ? this.#train() : this.#finish();
    const lost = this.#engine.lost.then((reason) => ({ reason }));
    try {
      const done = await Promise.race([work, lost]);
      return "reason" in done ? await this.#recover(done.reason) : done;
    } catch (error) {
      // A lost device makes calls fail in many ways; give its promise a turn to say so first.
      const reason = await Promise.race([lost, new Promise<undefined>((resolve) => setTimeout(resolve, 50))]);
      if (reason) return this.#recover(reason.reason);
      throw error;
    }
  }

  get #totalSteps(): number {
    return totalStepsOf(this.#recipe, this.#input.images.train.count);
  }

  get #stepsPerEpoch(): number {
    return this.#totalSteps / this.#recipe.training.epochs;
  }

  #start(): Advance {
    this.#state = "running";
    this.#report.at = this.#input.now();
    const { space, pool } = this.#input;
    const started: RunEvent = {
      type: "started",
      config: this.#config,
      pool: pool.map((architecture) => space.print(architecture)),
      backend: this.#engine.backend,
      totalSteps: this.#totalSteps,
      stepsPerEpoch: this.#stepsPerEpoch,
    };
    return { did: "idle", events: [started] };
  }

  #applyChanges(): RunEvent[] {
    const next = this.#input.config();
    if (next === this.#config) return [];
    const { space } = this.#input;
    const before = { ...defaultsFor(space), ...this.#config.settings };
    const after = { ...defaultsFor(space), ...next.settings };
    this.#config = next;
    this.#recipe = recipeOf(space, next.settings);
    this.#networks.clear();
    const events: RunEvent[] = [];
    for (const key of Object.keys(after)) {
      const [from, to] = [before[key], after[key]];
      const acts = settingSpec(key)?.acts;
      if (from === to || from === undefined || to === undefined || acts === undefined || acts === "rebuild")
        continue;
      const { settings } = next;
      events.push({
        type: "changed",
        step: this.#step,
        key,
        from,
        to,
        acts,
        settings,
        totalSteps: this.#totalSteps,
      });
      // The same weights, scored anew at once: the old scores were made under other rules.
      if (acts === "rescore" && this.#step > 0) this.#due = this.#input.pool.length;
    }
    if (this.#state === "finished" && (this.#due > 0 || this.#step < this.#totalSteps)) {
      this.#state = "running";
      this.#finalSweep = this.#step >= this.#totalSteps;
    }
    return events;
  }

  async #train(): Promise<Advance> {
    const { data, training, optimizer, network, evaluation } = this.#recipe;
    const { space, landmarks, now } = this.#input;
    const began = now();
    const { seed } = this.#config;
    const step = this.#step + 1;
    const { paths, ranking } = pathsOfStep(
      space,
      network,
      training,
      landmarks,
      (a) => this.#build(a),
      seed,
      step,
    );
    const learningRate = learningRateAt(this.#recipe, this.#step, this.#stepsPerEpoch, this.#totalSteps);
    await this.#engine.trainStep({
      paths,
      ranking,
      images: this.#batches.next(data.batchSize, data.portion),
      labelSmoothing: training.labelSmoothing,
      seed: hashText(`dropout ${step}`, seed),
      optimizer: { ...optimizer, learningRate },
    });
    this.#step = step;
    const ended = now();
    this.#report.images += paths.length * data.batchSize;
    this.#report.busy += ended - began;
    this.#due +=
      scoresAfter(step, evaluation.stepsPerScore) - scoresAfter(step - 1, evaluation.stepsPerScore);

    const events: RunEvent[] = [];
    const last = step === this.#totalSteps;
    if (step === 1 || last || ended - this.#report.at >= millisecondsPerReport) {
      const failure = await this.#readTraining(learningRate, events);
      if (failure) return this.#fail(failure, events);
      if (step - (this.#checkpoint?.step ?? 0) >= stepsPerSnapshot) await this.#keep();
    }
    const epochEnds = Math.floor(step / this.#stepsPerEpoch) > Math.floor((step - 1) / this.#stepsPerEpoch);
    return { did: epochEnds ? "epoch" : "step", events };
  }

  async #readTraining(learningRate: number, events: RunEvent[]): Promise<Failure | undefined> {
    const began = this.#input.now();
    const { loss, accuracy, gradientNorm } = await this.#engine.readTraining();
    // On a GPU the work is done when it can be read, not when it was sent.
    const ended = this.#input.now();
    const seconds = (this.#report.busy + ended - began) / 1000;
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm))
      return diverged(this.#step, this.#checkpoint?.step);
    const imagesPerSecond = seconds > 0 ? this.#report.images / seconds : 0;
    events.push({
      type: "trained",
      point: { step: this.#step, loss, accuracy, learningRate, gradientNorm, imagesPerSecond },
    });
    this.#report = { at: ended, images: 0, busy: 0 };
    return undefined;
  }

  async #keep(): Promise<void> {
    const snapshot = await this.#engine.snapshot();
    this.#checkpoint = { step: this.#step, snapshot, position: this.#batches.position };
  }

  async #score(): Promise<Advance> {
    const { pool, images } = this.#input;
    if (pool.length === 0) {
      this.#due = 0;
      return { did: "idle", events: [] };
    }
    const { norm, batchSize, weights, images: count } = this.#recipe.evaluation;
    // An average that is no longer kept has stood still since.
    const averaged = weights === "ema" && this.#recipe.optimizer.emaDecay > 0;
    const evaluation: Evaluation = {
      part: "validation",
      count: Math.min(count, images.validation.count),
      batchSize,
      norm,
      calibrationBatches,
      weights: averaged ? "ema" : "raw",
    };
    const index = this.#cursor % pool.length;
    const [accuracy] = await this.#engine.score([this.#poolNetwork(index)], evaluation);
    this.#cursor = index + 1;
    this.#due -= 1;
    const score: Score = { architecture: index, accuracy: accuracy as number, step: this.#step };
    return { did: "score", events: [{ type: "evaluated", scores: [score] }] };
  }

  async #finish(): Promise<Advance> {
    if (!this.#finalSweep) {
      // The last word is spoken about one and the same state of the weights.
      this.#finalSweep = true;
      this.#due = this.#input.pool.length;
      this.#cursor = 0;
      await this.#keep();
      return { did: "idle", events: [] };
    }
    if (this.#state === "finished") return { did: "idle", events: [] };
    this.#state = "finished";
    return { did: "idle", events: [{ type: "finished", step: this.#step }] };
  }

  #build(architecture: Architecture): Network {
    const { space, images } = this.#input;
    const input = { height: images.height, width: images.width, channels: images.channels };
    return space.build(architecture, this.#recipe.network, input, images.classes.length);
  }

  #poolNetwork(index: number): Network {
    const known = this.#networks.get(index);
    if (known) return known;
    const made = this.#build(this.#input.pool[index] as Architecture);
    this.#networks.set(index, made);
    return made;
  }

  #fail(failure: Failure, events: RunEvent[] = []): Advance {
    this.#state = "failed";
    if (failure.kind === "diverged" && this.#checkpoint) this.#engine.restore(this.#checkpoint.snapshot);
    return { did: "idle", events: [...events, { type: "failed", step: this.#step, failure }] };
  }

  /** Goes on from the last checkpoint on a new engine, or fails by name. */
  async #recover(reason: string): Promise<Advance> {
    try {
      this.#engine = await this.#input.replaceEngine(reason);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return this.#fail({
        kind: "device-lost",
        message: `The device was lost (${reason}) and no other could take over: ${message}`,
        advice:
          "Scores and curves are kept and can be exported. Reload the page, or choose another backend, to train on.",
      });
    }
    if (this.#checkpoint) {
      this.#engine.restore(this.#checkpoint.snapshot);
      this.#batches.seek(this.#checkpoint.position);
    } else this.#batches.seek({ epoch: 0, used: 0 });
    this.#step = this.#checkpoint?.step ?? 0;
    this.#report = { at: this.#input.now(), images: 0, busy: 0 };
    return {
      did: "idle",
      events: [{ type: "recovered", step: this.#step, backend: this.#engine.backend, reason }],
    };
  }
}

/** Scores due in all after `step` steps: a first handful early, then one every `stepsPerScore` steps. */
function scoresAfter(step: number, stepsPerScore: number): number {
  if (step < firstScores.afterStep) return 0;
  return firstScores.count + Math.floor((step - firstScores.afterStep) / stepsPerScore);
}

function diverged(step: number, kept: number | undefined): Failure {
  const weights =
    kept === undefined ? "The weights could not be kept." : `The weights of step ${kept} are kept.`;
  return {
    kind: "diverged",
    message: `Training diverged before step ${step}: the loss is no longer a number. ${weights}`,
    advice: "Lower the learning rate, or switch gradient clipping on (norm 5 is usual), then restart.",
  };
}
