/**
 * @file The training thread's side of the protocol: owns the engine and the session, hears commands between two units of work,
 * and reports in small bundles. Runs the same in a Web Worker and in Node over a MessageChannel.
 */
import { checkConfig } from "../core/config.ts";
import { architectureOf } from "../core/pool.ts";
import type { Failure, RunConfig } from "../core/run.ts";
import { spaceById } from "../core/spaces/index.ts";
import type { ImageSet } from "../engine/engine.ts";
import { failureOf } from "../engine/failures.ts";
import type { LoadedImages } from "../engine/images.ts";
import type { Backend } from "../engine/probe.ts";
import { Session } from "../engine/session.ts";
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
  #config: RunConfig | undefined;
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
        this.#config = command.config;
        this.#paused = command.paused;
        this.#goal = undefined;
        this.#runs = this.#runs.then(() => (this.#start === command ? this.#run(command) : undefined));
        break;
      case "change":
        if (!this.#config || !this.#start) return;
        this.#config = { ...this.#config, settings: command.settings };
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
    const { config, warnings } = checkConfig(start.config);
    const space = spaceById(config.space);
    if (!space || warnings.length > 0)
      throw new Refusal("bad-config", warnings.join(" "), "Reset the settings named and start again.");
    post({ type: "preparing", what: "loading images" });
    const images = await this.#loadImages(start.dataset);
    if (!this.#backends.isMeasured) post({ type: "preparing", what: "measuring backends" });
    let trainer = await this.#backends.start(start.backend, images, config.seed);
    if (!trainer)
      throw new Refusal(
        "no-backend",
        `No backend can train here (${this.#backends.reports.map(({ backend, failure = "not measured" }) => `${backend}: ${failure}`).join("; ")}).`,
        "Use a current Chrome, Edge, Firefox or Safari with WebAssembly allowed.",
      );
    this.#tellBackends(trainer);
    post({ type: "preparing", what: "building the super-net" });
    return new Session({
      space,
      images,
      engine: trainer.engine,
      config: () => this.#config ?? config,
      pool: start.pool.map((text) => architectureOf(text, space)),
      landmarks: start.landmarks.map(({ architecture, accuracy }) => ({
        architecture: architectureOf(architecture, space),
        accuracy,
      })),
      replaceEngine: async () => {
        trainer = trainer && (await this.#backends.replace(trainer.id, images, config.seed));
        if (!trainer) throw new Error("no other backend works here");
        this.#tellBackends(trainer);
        return trainer.engine;
      },
      now,
    });
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
    outbox.put(...(await session.advance()).events);
    let isPauseTold = false;
    while (this.#start === start) {
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
