/** @file Images per second between two reports of training, and when the next report is due; the only thing that follows the clock. */

const millisecondsPerReport = 250;

export class TrainingMeter {
  readonly #now: () => number;
  #reportedAt: number;
  #images = 0;
  #busy = 0;

  /** @param now milliseconds, monotonic */
  constructor(now: () => number) {
    this.#now = now;
    this.#reportedAt = now();
  }

  get isReportDue(): boolean {
    return this.#now() - this.#reportedAt >= millisecondsPerReport;
  }

  /** Runs `work` and counts its time as training time. */
  async time<T>(work: () => Promise<T>): Promise<T> {
    const began = this.#now();
    const done = await work();
    this.#busy += this.#now() - began;
    return done;
  }

  /** `images` more went forward and backward. */
  count(images: number): void {
    this.#images += images;
  }

  /** Images per second of training time since the last report, 0 where that is not known. */
  report(): number {
    const speed = this.#busy > 0 ? (this.#images * 1000) / this.#busy : 0;
    this.reset();
    return speed;
  }

  reset(): void {
    this.#reportedAt = this.#now();
    this.#images = 0;
    this.#busy = 0;
  }
}
