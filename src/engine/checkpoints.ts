/** @file The last state of training known to be sound, to go on from after a failure; the untrained super-net before the first. */
import type { BatchPosition, Checkpoint, ScoringSchedule } from "../core/checkpoint.ts";
import type { WatchedEngine } from "./deviceLoss.ts";
import type { Snapshot } from "./engine.ts";
import type { Training, TrainingPosition } from "./training.ts";

/** Whichever comes first; on a slow device hundreds of steps are minutes. */
const maxStepsBetween = 200;
const minStepsBetween = 10;
const millisecondsBetween = 10_000;

interface Kept extends TrainingPosition {
  readonly schedule: ScoringSchedule;
  readonly snapshot: Snapshot;
  readonly batches: BatchPosition;
}

/** Weights that a snapshot does not hold get their initial values, which the seed decides, when they are first asked for. */
const untrained: Snapshot = { weights: {}, momenta: {}, averages: {} };

export class Checkpoints {
  readonly #now: () => number;
  #last: Kept;
  #keptAt: number;
  #stepsBetween = maxStepsBetween;

  /**
   * @param from what the run goes on from; absent: the untrained super-net
   * @param now milliseconds, monotonic
   */
  constructor({ position, batches }: Training, from: Checkpoint | undefined, now: () => number) {
    const schedule = from?.scoring ?? { begun: 0, credit: 0 };
    this.#last = { ...position, schedule, snapshot: from?.snapshot ?? untrained, batches };
    this.#now = now;
    this.#keptAt = now();
  }

  get last(): Kept {
    return this.#last;
  }

  isDue(step: number): boolean {
    return step - this.#last.step >= this.#stepsBetween || this.#now() - this.#keptAt >= millisecondsBetween;
  }

  /** From now on closer together, so that a device that is lost again and again still gets on. */
  tighten(): void {
    this.#stepsBetween = Math.max(minStepsBetween, Math.floor(this.#stepsBetween / 4));
  }

  async keep(engine: WatchedEngine, training: Training, schedule: ScoringSchedule): Promise<void> {
    const { position } = training;
    const snapshot = await engine.call((live) => live.snapshot());
    this.#last = { ...position, schedule, snapshot, batches: training.batches };
    this.#keptAt = this.#now();
  }
}
