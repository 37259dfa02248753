/** @file Searches of the training thread: on the weights of a checkpoint, one evaluation at a time, in turns with the runs. */
import type { RunIntent } from "../core/runIntent.ts";
import { failureOf } from "../engine/failures.ts";
import type { SessionEnvironment } from "../engine/openSession.ts";
import type { Searcher } from "../engine/searcher.ts";
import { withTimeLimit } from "../engine/timeLimit.ts";
import type { Report, RunCommand, SearchStart } from "./protocol.ts";
import { Refusal } from "./runResources.ts";
import type { Task } from "./scheduler.ts";

/** How long a part of the site may take to come. */
const partSeconds = 10;

export class HostedSearch implements Task {
  readonly #start: SearchStart;
  readonly #environment: SessionEnvironment;
  readonly #post: (report: Report) => void;
  #searcher: Searcher | undefined;
  #intent: RunIntent;
  #isOver = false;
  #isWorking = false;

  constructor(start: SearchStart, environment: SessionEnvironment, post: (report: Report) => void) {
    this.#start = start;
    this.#environment = environment;
    this.#post = post;
    this.#intent = start.intent;
  }

  get isReady(): boolean {
    return !this.#isOver && this.#intent !== "pause";
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes a command; never throws and never blocks. What only a run can do says nothing to a search. */
  receive(command: RunCommand): void {
    if (command.type === "intend") this.#intent = command.intent;
    if (command.type !== "end") return;
    this.#isOver = true;
    if (!this.#isWorking) this.#dispose();
  }

  async work(): Promise<void> {
    this.#isWorking = true;
    const { run } = this.#start;
    try {
      this.#searcher ??= await this.#open();
      const events = await this.#searcher.advance();
      // One at a time: to the end of a step is to the end of an evaluation.
      if (this.#intent !== "train") this.#intent = "pause";
      if (events.length === 0) this.#isOver = true;
      else if (!this.#isOver) this.#post({ type: "searched", run, events });
    } catch (error) {
      const failure = error instanceof Refusal ? error.failure : failureOf(error);
      if (!this.#isOver) this.#post({ type: "searched", run, events: [{ type: "failed", failure }] });
      this.#isOver = true;
    } finally {
      this.#isWorking = false;
      if (this.#isOver) this.#dispose();
    }
  }

  /** The algorithms come only when somebody searches: training does without their code. */
  async #open(): Promise<Searcher> {
    const parts = Promise.all([import("../engine/searcher.ts"), import("../core/search/index.ts")]);
    // The runs wait for their turn meanwhile.
    const what = "the site, asked for the part that searches,";
    const [{ openSearcher }, { searchAlgorithms }] = await withTimeLimit(parts, partSeconds, what);
    const tasks = this.#start.searches.flatMap(({ algorithm: id, ...task }) => {
      const algorithm = searchAlgorithms.find((known) => known.id === id);
      return algorithm ? [{ ...task, algorithm }] : [];
    });
    return openSearcher(this.#start.checkpoint, this.#environment, tasks);
  }

  #dispose(): void {
    this.#searcher?.dispose();
    this.#searcher = undefined;
  }
}
