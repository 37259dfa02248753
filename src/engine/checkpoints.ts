/** @file The last state of training known to be sound, to go on from after a failure. */
import type { BatchPosition, BatchSource } from "./batches.ts";
import type { WatchedEngine } from "./deviceLoss.ts";
import type { Engine, Snapshot } from "./engine.ts";

const stepsBetween = 200;

interface Checkpoint {
  readonly step: number;
  readonly snapshot: Snapshot;
  readonly position: BatchPosition;
}

export class Checkpoints {
  readonly #batches: BatchSource;
  #last: Checkpoint | undefined;

  constructor(batches: BatchSource) {
    this.#batches = batches;
  }

  /** The step of the last one; absent while there is none. */
  get step(): number | undefined {
    return this.#last?.step;
  }

  isDue(step: number): boolean {
    return step - (this.#last?.step ?? 0) >= stepsBetween;
  }

  async keep(engine: WatchedEngine, step: number): Promise<void> {
    const snapshot = await engine.call((live) => live.snapshot());
    this.#last = { step, snapshot, position: this.#batches.position };
  }

  /** Brings weights and images back to the last one, on a fresh engine to the start where there is none. Returns its step. */
  restore(engine: Engine): number {
    if (this.#last) engine.restore(this.#last.snapshot);
    this.#batches.seek(this.#last?.position ?? { epoch: 0, used: 0 });
    return this.#last?.step ?? 0;
  }
}
