/** @file One run of the training thread: a session, what is wanted of it, and what it reports. One unit of work at a time. */
import { checkConfig } from "../core/config.ts";
import { intentAfter, type RunIntent } from "../core/runIntent.ts";
import { failureOf } from "../engine/failures.ts";
import { openSession, resumeSession, type SessionEnvironment } from "../engine/openSession.ts";
import type { Session } from "../engine/session.ts";
import { EventBatcher } from "./eventBatcher.ts";
import type { CheckpointStart, FreshStart, Report, RunCommand } from "./protocol.ts";
import { Refusal } from "./runResources.ts";
import type { Task } from "./scheduler.ts";

/** After its end: a unit of work takes less, unless its device does not answer. */
const maxUnitMs = 1000;

export class HostedRun implements Task {
  readonly #start: FreshStart | CheckpointStart;
  readonly #environment: SessionEnvironment;
  readonly #post: (report: Report) => void;
  readonly #batcher: EventBatcher;
  #session: Session | undefined;
  #intent: RunIntent;
  /** Changes that the session has not heard of. */
  #changed: Pick<Extract<RunCommand, { type: "change" }>, "settings" | "from">[] = [];
  #isCheckpointAsked = false;
  /** Whether it was told last that it is paused; nothing is told of one that goes on from a checkpoint, or that a change has begun anew. */
  #isPauseReported: boolean | undefined;
  #hasStopped = false;
  /** Nothing to do until a command comes. */
  #isIdle = false;
  #isWorking = false;
  #state: "open" | "failed" | "ended" = "open";
  #tellEnd: () => void = () => {};
  readonly #ended = new Promise<void>((resolve) => {
    this.#tellEnd = resolve;
  });

  constructor(
    start: FreshStart | CheckpointStart,
    environment: SessionEnvironment,
    input: { readonly post: (report: Report) => void; readonly now: () => number },
  ) {
    this.#start = start;
    this.#environment = {
      ...environment,
      // What a run that was let go of still waits for takes no other device.
      replaceEngine: (...lost) =>
        this.#state === "open" && environment.replaceEngine
          ? environment.replaceEngine(...lost)
          : Promise.reject(new Error("the run has ended")),
    };
    this.#post = input.post;
    this.#intent = start.intent;
    if (start.type === "start") this.#isPauseReported = false;
    this.#batcher = new EventBatcher(start.run, input.post, input.now);
  }

  get isReady(): boolean {
    return this.#state === "open" && !this.#isIdle;
  }

  get isOver(): boolean {
    return this.#state !== "open";
  }

  /** Takes a command; never throws and never blocks. */
  receive(command: RunCommand): void {
    this.#isIdle = false;
    switch (command.type) {
      case "change":
        this.#changed.push(command);
        break;
      case "intend":
        this.#intent = command.intent;
        break;
      case "checkpoint":
        this.#isCheckpointAsked = true;
        // There is none of a run that is over.
        if (this.#state !== "open") void this.#reportCheckpoint();
        break;
      case "end":
        this.#state = "ended";
        if (!this.#isWorking) this.#dispose();
        setTimeout(this.#tellEnd, maxUnitMs);
        break;
      default:
        throw command satisfies never;
    }
  }

  /** A run that was let go of keeps nobody waiting for a device that does not answer. */
  work(): Promise<void> {
    return Promise.race([this.#unit(), this.#ended]);
  }

  async #unit(): Promise<void> {
    this.#isWorking = true;
    try {
      if (this.#session) await this.#advance(this.#session);
      else await this.#open();
    } catch (error) {
      if (this.#state === "open") this.#fail(error);
    } finally {
      this.#isWorking = false;
      if (this.#state !== "open") this.#dispose();
    }
  }

  async #open(): Promise<void> {
    const start = this.#start;
    if (start.type === "start") {
      const { warnings } = checkConfig(start.config);
      if (warnings.length > 0)
        throw new Refusal("bad-config", warnings.join(" "), "Reset the settings named and start again.");
    }
    const { session } =
      start.type === "start"
        ? await openSession(start.config, {
            ...{ ...this.#environment, judge: start.evaluationSet },
            ...(start.planned && { planned: start.planned }),
          })
        : await resumeSession(start.checkpoint, this.#environment);
    this.#session = session;
    if (this.#state !== "open" || start.type !== "start") return;
    this.#passChanges(session);
    this.#batcher.put(...(await session.advance()).events);
  }

  async #advance(session: Session): Promise<void> {
    const batcher = this.#batcher;
    // First of all: what is received while this unit waits for anything gives it work again.
    this.#isIdle = true;
    this.#passChanges(session);
    if (this.#isCheckpointAsked) {
      batcher.put(...(await session.readSteps()));
      await this.#reportCheckpoint();
    }
    const isPaused = this.#intent === "pause";
    if (isPaused !== this.#isPauseReported)
      batcher.put({ type: isPaused ? "paused" : "resumed", step: session.step });
    this.#isPauseReported = isPaused;
    // What is wanted may change while the unit of work goes on: what was wanted then is not reached.
    const intent = this.#intent;
    // A pause owes a verdict on the present weights, and whatever is changed in it or just before it acts at once.
    const { kind, events } = await (isPaused ? session.applyPendingChanges() : session.advance());
    if (this.#state !== "open") return;
    batcher.put(...events);
    if (this.#hasStopped && events.some(({ type }) => type === "changed")) this.#isPauseReported = undefined;
    this.#hasStopped = session.hasStopped;
    const isIdle = kind === "idle" && events.length === 0;
    const reached = intent !== "train" && isIdle ? "pause" : intentAfter(intent, kind);
    if (this.#intent === intent) this.#intent = reached;
    if (!isIdle || reached !== intent) this.#isIdle = false;
    batcher.send(isIdle || intent !== "train" ? "now" : "in time");
    batcher.sendMemory(session.engine);
  }

  #passChanges(session: Session): void {
    for (const { settings, from } of this.#changed)
      if (from) session.changeBy(from, settings);
      else session.change(settings);
    this.#changed = [];
  }

  async #reportCheckpoint(): Promise<void> {
    this.#isCheckpointAsked = false;
    const { run } = this.#start;
    try {
      if (!this.#session || this.#state !== "open") throw new Error("the run has ended");
      const checkpoint = await this.#session.checkpoint();
      this.#batcher.send("now");
      this.#post({ type: "checkpoint", run, checkpoint });
    } catch (error) {
      this.#post({ type: "noCheckpoint", run, failure: failureOf(error) });
    }
  }

  #fail(error: unknown): void {
    const failure = error instanceof Refusal ? error.failure : failureOf(error);
    this.#state = "failed";
    this.#batcher.put({ type: "failed", step: this.#session?.step ?? 0, failure });
    this.#batcher.send("now");
    if (this.#isCheckpointAsked) void this.#reportCheckpoint();
  }

  #dispose(): void {
    this.#session?.engine.dispose();
    this.#session = undefined;
  }
}
