/** @file What a run reports, in bundles: events about ten times a second, the engine's memory once a second. */
import type { RunEvent, RunId } from "../core/run.ts";
import type { Engine } from "../engine/engine.ts";
import type { Report } from "./protocol.ts";

const bundleMilliseconds = 100;
const memoryMilliseconds = 1000;

export class EventBatcher {
  readonly #post: (report: Report) => void;
  readonly #now: () => number;
  readonly #run: RunId;
  #waiting: RunEvent[] = [];
  #sentAt = Number.NEGATIVE_INFINITY;
  #memoryAt = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds, monotonic */
  constructor(run: RunId, post: (report: Report) => void, now: () => number) {
    this.#run = run;
    this.#post = post;
    this.#now = now;
  }

  put(...events: readonly RunEvent[]): void {
    this.#waiting.push(...events);
  }

  /** Sends what waits, if its time has come or `now` says so. */
  send(when: "now" | "in time"): void {
    const at = this.#now();
    if (this.#waiting.length === 0 || (when === "in time" && at - this.#sentAt < bundleMilliseconds)) return;
    this.#post({ type: "events", run: this.#run, events: this.#waiting });
    this.#waiting = [];
    this.#sentAt = at;
  }

  sendMemory(engine: Engine): void {
    const at = this.#now();
    if (at - this.#memoryAt < memoryMilliseconds) return;
    this.#post({ type: "memory", run: this.#run, ...engine.memory() });
    this.#memoryAt = at;
  }
}
