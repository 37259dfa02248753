/** @file Work of the training thread beside its runs, one unit at a time, in turns with them: a search, trainings alone. */
import type { Failure } from "../core/run.ts";
import type { RunIntent } from "../core/runIntent.ts";
import { failureOf } from "../engine/failures.ts";
import { withTimeLimit } from "../engine/timeLimit.ts";
import type { RunCommand } from "./protocol.ts";
import { Refusal } from "./runResources.ts";
import type { Task } from "./scheduler.ts";

/** How long a part of the site may take to come. */
const partSeconds = 10;

interface Turns<Event> {
  /** One unit of work and what came of it; none once all is done. */
  advance(): Promise<readonly Event[]>;
  dispose(): void;
}

interface TurnsInput<Event> {
  readonly intent: RunIntent;
  /** See `Task`. */
  readonly share?: number;
  /** Once, in the first turn. */
  readonly open: () => Promise<Turns<Event>>;
  readonly tell: (events: readonly Event[]) => void;
  /** Nothing comes after it. */
  readonly fail: (failure: Failure) => void;
}

export class HostedTurns<Event> implements Task {
  readonly #input: TurnsInput<Event>;
  #turns: Turns<Event> | undefined;
  #intent: RunIntent;
  #isOver = false;
  #isWorking = false;

  constructor(input: TurnsInput<Event>) {
    this.#input = input;
    this.#intent = input.intent;
  }

  get share(): number | undefined {
    return this.#input.share;
  }

  get isReady(): boolean {
    return !this.#isOver && this.#intent !== "pause";
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes a command; never throws and never blocks. What only a run can do says nothing here. */
  receive(command: RunCommand): void {
    if (command.type === "intend") this.#intent = command.intent;
    if (command.type !== "end") return;
    this.#isOver = true;
    if (!this.#isWorking) this.#dispose();
  }

  async work(): Promise<void> {
    this.#isWorking = true;
    const { open, tell, fail } = this.#input;
    try {
      this.#turns ??= await open();
      // One at a time: to the end of a step is to the end of a unit. What is asked for while it goes on is another one.
      if (this.#intent !== "train") this.#intent = "pause";
      const events = await this.#turns.advance();
      if (events.length === 0) this.#isOver = true;
      else if (!this.#isOver) tell(events);
    } catch (error) {
      if (!this.#isOver) fail(error instanceof Refusal ? error.failure : failureOf(error));
      this.#isOver = true;
    } finally {
      this.#isWorking = false;
      if (this.#isOver) this.#dispose();
    }
  }

  #dispose(): void {
    this.#turns?.dispose();
    this.#turns = undefined;
  }
}

/** A part of the site's code that comes only now; the runs wait for their turn meanwhile. @param what it does, e.g. "searches" */
export const part = <T>(code: Promise<T>, what: string): Promise<T> =>
  withTimeLimit(code, partSeconds, `the site, asked for the part that ${what},`);
