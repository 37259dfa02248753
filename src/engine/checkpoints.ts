/** @file The last state of training known to be sound, to go on from after a failure; the untrained super-net before the first. */
import type { BatchPosition, Checkpoint, ScoringSchedule } from "../core/checkpoint.ts";
import type { Course } from "../core/course.ts";
import type { BatchSource } from "./batches.ts";
import type { WatchedEngine } from "./deviceLoss.ts";
import type { Engine, Snapshot } from "./engine.ts";

/** Whichever comes first; on a slow device hundreds of steps are minutes. */
const stepsBetween = 200;
const millisecondsBetween = 10_000;

/** Where training stands. */
export interface Standing {
  readonly step: number;
  readonly course: Course;
}

interface Kept extends Standing {
  readonly schedule: ScoringSchedule;
  readonly snapshot: Snapshot;
  readonly position: BatchPosition;
  readonly at: number;
}

export class Checkpoints {
  readonly #batches: BatchSource;
  readonly #now: () => number;
  #last: Kept;

  /**
   * @param from what the run goes on from; absent: the untrained super-net
   * @param now milliseconds, monotonic
   */
  constructor(batches: BatchSource, course: Course, from: Checkpoint | undefined, now: () => number) {
    this.#batches = batches;
    this.#now = now;
    if (from) {
      const { step, snapshot, scoring } = from;
      this.#last = { step, course, snapshot, schedule: scoring, position: batches.position, at: now() };
      return;
    }
    // Weights that a snapshot does not hold get their initial values, which the seed decides, when they are first asked for.
    const snapshot = { weights: {}, momenta: {}, averages: {} };
    const schedule = { begun: 0, credit: 0 };
    this.#last = { step: 0, course, snapshot, schedule, position: batches.position, at: now() };
  }

  get last(): Standing {
    return this.#last;
  }

  isDue(step: number): boolean {
    const { step: before, at } = this.#last;
    return step - before >= stepsBetween || this.#now() - at >= millisecondsBetween;
  }

  async keep(engine: WatchedEngine, { step, course }: Standing, schedule: ScoringSchedule): Promise<void> {
    const snapshot = await engine.call((live) => live.snapshot());
    this.#last = { step, course, snapshot, schedule, position: this.#batches.position, at: this.#now() };
  }

  /** Brings weights and images back to the last one. */
  restore(engine: Engine): Standing & { readonly schedule: ScoringSchedule } {
    engine.restore(this.#last.snapshot);
    this.#batches.seek(this.#last.position);
    return this.#last;
  }
}
