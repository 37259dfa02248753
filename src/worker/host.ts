/**
 * @file The training thread's side of the protocol: owns the engine and the session, hears commands between two units of work,
 * and reports in small bundles. Runs the same in a Web Worker and in Node over a MessageChannel.
 */
import { checkConfig } from "../core/config.ts";
import type { Failure } from "../core/run.ts";
import type { Settings } from "../core/settings.ts";
import type { ImageSet } from "../engine/engine.ts";
import { failureOf } from "../engine/failures.ts";
import type { LoadedImages } from "../engine/images.ts";
import { openSession } from "../engine/openSession.ts";
import type { Backend } from "../engine/probe.ts";
import type { Session } from "../engine/session.ts";
import { BackendChoice, type Trainer } from "./backendChoice.ts";
import { Outbox } from "./outbox.ts";
import type { Command, DatasetSource, Report } from "./protocol.ts";

type Start = Extract<Command, { type: "start" }>;
/** Where a run that is paused otherwise goes on to. */
type Goal = Extract<Command, { type: "advance" }>["by"];

export interface HostInput {
  readonly post: (report: Report) => void;
  readonly backends: readonly Backend[];
  readonly loadImages: (source: DatasetSource) => Promise<LoadedImages>;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Resolves in a later task, so that waiting messages are heard first. */
  readonly breathe: () => Promise<void>;
}

/** Ends a run before it has begun. */
class Refusal extends Error {
  readonly failure: Failure;

  constructor(kind: Failure["kind"], message: string, advice: string) {
    super(message);
    this.failure = { kind, message, advice };
  }
}

export class LabHost {
  readonly #input: HostInput;
  readonly #backends: BackendChoice;
  #images: { readonly key: string; readonly images: ImageSet } | undefined;
  #start: Start | undefined;
  /** Settings changed since the start that the session has not heard of. */
  #changed: Settings | undefined;
  #paused = false;
  #goal: Goal | undefined;
  /** Commands so far. */
  #heard = 0;
  #wake: () => void = () => {};
  /** Runs follow each other: the next begins when the one before has let go of its engine. */
  #runs: Promise<void> = Promise.resolve();

  constructor(input: HostInput) {
    this.#input = input;
    this.#backends = new BackendChoice(input.backends, input.now);
  }

  /** Takes a command; never throws and never blocks. */
  receive(command: Command): void {
    this.#heard++;
    switch (command.type) {
      case "start":
        this.#start = command;
        this.#changed = undefined;
        this.#paused = command.paused;
        this.#goal = undefined;
        this.#runs = this.#runs.then(() => (this.#start === command ? this.#run(command) : undefined));
        break;
      case "change":
        this.#changed = command.settings;
        break;
      case "pause":
        this.#paused = true;
        this.#goal = undefined;
        break;
      case "resume":
        this.#paused = false;
        this.#goal = undefined;
        break;
      case "advance":
        this.#paused = true;
        this.#goal = command.by;
        break;
      default:
        throw command satisfies never;
    }
    this.#wake();
  }

  async #run(start: Start): Promise<void> {
    const { post, now } = this.#input;
    const outbox = new Outbox(start.run, post, now);
    let session: Session | undefined;
    try {
      session = await this.#prepare(start);
      await this.#train(start, session, outbox);
    } catch (error) {
      const failure = error instanceof Refusal ? error.failure : failureOf(error);
      outbox.put({ type: "failed", step: session?.step ?? 0, failure });
      outbox.send("now");
    } finally {
      session?.engine.dispose();
    }
  }

  async #prepare(start: Start): Promise<Session> {
    const { now, post } = this.#input;
    const { warnings } = checkConfig(start.config);
    if (warnings.length > 0)
      throw new Refusal("bad-config", warnings.join(" "), "Reset the settings named and start again.");
    let trainer: Trainer | undefined;
    const { session } = await openSession(start.config, {
      judge: { scored: start.pool, landmarks: start.landmarks },
      loadImages: () => {
        post({ type: "preparing", what: "loading images" });
        return this.#loadImages(start.dataset);
      },
      createEngine: async (images, seed) => {
        if (!this.#backends.isMeasured) post({ type: "preparing", what: "measuring backends" });
        trainer = await this.#backends.start(start.backend, images, seed);
        if (!trainer) throw this.#noBackend();
        this.#tellBackends(trainer);
        post({ type: "preparing", what: "building the super-net" });
        return trainer.engine;
      },
      replaceEngine: async (images, seed) => {
        trainer = trainer && (await this.#backends.replace(trainer.id, images, seed));
        if (!trainer) throw new Error("no other backend works here");
        this.#tellBackends(trainer);
        return trainer.engine;
      },
      now,
    });
    return session;
  }

  #noBackend(): Refusal {
    const reasons = this.#backends.reports.map(
      ({ backend, failure = "not measured" }) => `${backend}: ${failure}`,
    );
    return new Refusal(
      "no-backend",
      `No backend can train here (${reasons.join("; ")}).`,
      "Use a current Chrome, Edge, Firefox or Safari with WebAssembly allowed.",
    );
  }

  #tellBackends({ id }: Trainer): void {
    this.#input.post({ type: "backends", chosen: id, reports: this.#backends.reports });
  }

  async #loadImages(source: DatasetSource): Promise<ImageSet> {
    const key = `${source.url} ${source.sha256}`;
    if (this.#images?.key === key) return this.#images.images;
    const loaded = await this.#input.loadImages(source).catch((error: unknown) => ({
      ok: false as const,
      problem: { message: error instanceof Error ? error.message : String(error) },
    }));
    if (!loaded.ok)
      throw new Refusal(
        "bad-data",
        `The images cannot be used: ${loaded.problem.message}.`,
        "Check the connection and reload the page without the cache.",
      );
    this.#images = { key, images: loaded.images };
    return loaded.images;
  }

  /** Until another run is asked for: one unit of work after the other, with an ear for commands between them. */
  async #train(start: Start, session: Session, outbox: Outbox): Promise<void> {
    this.#passChanges(session);
    outbox.put(...(await session.advance()).events);
    let isPauseTold = false;
    while (this.#start === start) {
      this.#passChanges(session);
      const isPaused = this.#paused && !this.#goal;
      if (isPaused && !isPauseTold) outbox.put({ type: "paused", step: session.step });
      if (!this.#paused && isPauseTold) outbox.put({ type: "resumed", step: session.step });
      isPauseTold = isPaused;
      // A pause owes a verdict on the present weights, and whatever is changed in it or just before it acts at once.
      const heard = this.#heard;
      const { did, events } = await (isPaused ? session.settle() : session.advance());
      outbox.put(...events);
      const isIdle = did === "idle" && events.length === 0;
      const hadGoal = this.#goal !== undefined;
      if (isIdle || this.#isReached(did)) this.#goal = undefined;
      outbox.send(isIdle || this.#paused ? "now" : "in time");
      outbox.sendMemory(session.engine);
      if (isIdle && !hadGoal) await this.#sleep(() => this.#heard !== heard);
      else await this.#input.breathe();
    }
  }

  #passChanges(session: Session): void {
    if (this.#changed) session.change(this.#changed);
    this.#changed = undefined;
  }

  #isReached(did: Awaited<ReturnType<Session["advance"]>>["did"]): boolean {
    return did === this.#goal || (did === "epoch" && this.#goal === "step");
  }

  async #sleep(until: () => boolean): Promise<void> {
    while (!until())
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }
}
