/** @file What steps say of themselves: they write records to a ring on the device, which is read rarely and summed here. */
import type { TrainingReport } from "../engine.ts";

/** Floats of `results` for each path: mean loss, share correct, and with the first path of a step the gradient norm. */
export const RECORD = 4;
/** Paths between two readings. */
const RING = 4096;
/** Floats of `results` that records take; they come first. */
export const RECORDS_SIZE = RECORD * RING;

const nothing: TrainingReport = { steps: 0, loss: 0, accuracy: 0, gradientNorm: 0 };

export class TrainingRecords {
  /** Reads that many floats from the beginning of the ring, after all work submitted so far. */
  readonly #read: (count: number) => Promise<Float32Array>;
  /** Steps whose records nobody has read: where the first record is, and the number of paths. */
  #unread: { record: number; paths: number }[] = [];
  #next = 0;
  #sums = nothing;

  constructor(read: (count: number) => Promise<Float32Array>) {
    this.#read = read;
  }

  /** Where in `results` the next step's records go. */
  async place(paths: number): Promise<number> {
    if (this.#unread.length > 0 && this.#next + paths > RING) await this.fold();
    const record = RECORD * this.#next;
    this.#next += paths;
    return record;
  }

  /** The step whose records are at `record` has been submitted. */
  written(record: number, paths: number): void {
    this.#unread.push({ record, paths });
  }

  /** Reads the records of all steps so far into the sums; the ring is free again. */
  async fold(): Promise<void> {
    const unread = this.#unread;
    this.#unread = [];
    this.#next = 0;
    const last = unread.at(-1);
    if (!last) return;
    const records = await this.#read(last.record + RECORD * last.paths);
    for (const { record, paths } of unread) {
      const norm = records[record + 2] as number;
      const share = (offset: number): number => {
        let sum = 0;
        for (let path = 0; path < paths; path++) sum += records[record + RECORD * path + offset] as number;
        return sum / paths;
      };
      this.#sums = {
        steps: this.#sums.steps + 1,
        // A step without finite norm was skipped by the update: the run has diverged.
        loss: this.#sums.loss + (Number.isFinite(norm) ? share(0) : Number.NaN),
        accuracy: this.#sums.accuracy + share(1),
        gradientNorm: this.#sums.gradientNorm + norm,
      };
    }
  }

  /** Means over the steps since the last report. */
  async report(): Promise<TrainingReport> {
    await this.fold();
    const { steps, loss, accuracy, gradientNorm } = this.#sums;
    this.#sums = nothing;
    const count = Math.max(steps, 1);
    return { steps, loss: loss / count, accuracy: accuracy / count, gradientNorm: gradientNorm / count };
  }
}
