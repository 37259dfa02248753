/**
 * @file The engine of a run, and what becomes of the run when its weights are no numbers any more or the device is gone: it goes back to
 * the last weights known to be sound, on the same engine or another. A round on weights that are gone ends.
 */
import type { Checkpoint } from "../core/checkpoint.ts";
import type { RunEvent } from "../core/run.ts";
import { Checkpoints } from "./checkpoints.ts";
import { type DeviceLost, WatchedEngine } from "./deviceLoss.ts";
import type { Engine } from "./engine.ts";
import { deviceGone, diverged } from "./failures.ts";
import type { ScoringRounds } from "./scoringRounds.ts";
import { isSaneLoss, isSound } from "./soundness.ts";
import type { Training } from "./training.ts";

export interface RecoveryInput {
  readonly engine: Engine;
  /** What the run goes on from; absent: it is new. */
  readonly from?: Checkpoint;
  /** A new engine after the old one was lost; rejects when there is none. */
  readonly replaceEngine: (loss: DeviceLost) => Promise<Engine>;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

export class Recovery {
  readonly #training: Training;
  readonly #rounds: ScoringRounds;
  readonly #replaceEngine: RecoveryInput["replaceEngine"];
  readonly #checkpoints: Checkpoints;
  #engine: WatchedEngine;
  /** Step of the weights that were looked through for what is no number. */
  #soundAt = -1;

  constructor(training: Training, rounds: ScoringRounds, input: RecoveryInput) {
    this.#training = training;
    this.#rounds = rounds;
    this.#replaceEngine = input.replaceEngine;
    this.#checkpoints = new Checkpoints(training, input.from, input.now);
    this.#engine = new WatchedEngine(input.engine);
  }

  /** Another one after a recovery. */
  get engine(): WatchedEngine {
    return this.#engine;
  }

  /** The present weights are what the run goes back to from now on. */
  keep(): Promise<void> {
    return this.#checkpoints.keep(this.#engine, this.#training, this.#rounds.schedule);
  }

  /** Keeps the present weights now and then, where their mean loss (nats) is none of weights gone astray. */
  async keepInTime(loss: number, classes: number): Promise<void> {
    if (isSaneLoss(loss, classes) && this.#checkpoints.isDue(this.#training.position.step)) await this.keep();
  }

  /** Whether the present weights are numbers; looks through them once a step. */
  async hasSoundWeights(): Promise<boolean> {
    const { step } = this.#training.position;
    if (this.#soundAt === step) return true;
    if (!isSound(await this.#engine.call((live) => live.snapshot()))) return false;
    this.#soundAt = step;
    return true;
  }

  /** @param what was noticed, e.g. "the loss is no longer a number" */
  async fromDivergence(what: string): Promise<readonly RunEvent[]> {
    // Steps that nobody has read yet are of the weights given up; their losses must not count for those gone back to.
    await this.#engine.call((live) => live.readTraining());
    const { step } = this.#training.position;
    const ended = this.#goBack();
    const failure = diverged(step, what, this.#training.position.step);
    return [...ended, { type: "failed", step, failure }];
  }

  /** @returns whether another engine took over, and what to report */
  async fromLoss(
    loss: DeviceLost,
  ): Promise<{ readonly goesOn: boolean; readonly events: readonly RunEvent[] }> {
    const lost = this.#engine.engine;
    const reason = loss.message;
    try {
      this.#engine = new WatchedEngine(await this.#replaceEngine(loss));
    } catch (error) {
      const { step } = this.#training.position;
      const failure = deviceGone(reason, error instanceof Error ? error.message : String(error));
      return { goesOn: false, events: [{ type: "failed", step, failure }] };
    }
    lost.dispose();
    this.#checkpoints.tighten();
    const ended = this.#goBack();
    const { totalSteps, position } = this.#training;
    const { backend } = this.#engine.engine;
    return {
      goesOn: true,
      events: [...ended, { type: "recovered", backend, reason, totalSteps, ...position }],
    };
  }

  /** Brings everything back to the last checkpoint. */
  #goBack(): readonly RunEvent[] {
    const { snapshot, batches, schedule, step, epochClock } = this.#checkpoints.last;
    this.#engine.engine.restore(snapshot);
    this.#soundAt = -1;
    const ended = this.#rounds.abandon();
    this.#rounds.restore(schedule, step);
    this.#training.goBack({ step, epochClock }, batches);
    return ended;
  }
}
