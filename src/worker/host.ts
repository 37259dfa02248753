/**
 * @file The training thread's side of the protocol: owns the engine and the session, hears commands between two units of work,
 * and reports in small bundles. Runs the same in a Web Worker and in Node over a MessageChannel.
 */
import type { BackendId } from "../core/backends.ts";
import { checkConfig } from "../core/config.ts";
import type { Failure, RunConfig, RunEvent } from "../core/run.ts";
import { spaceById } from "../core/spaces/index.ts";
import type { Engine, ImageSet } from "../engine/engine.ts";
import type { LoadedImages } from "../engine/images.ts";
import { type Backend, type OpenBackend, type ProbeResult, probeBackends } from "../engine/probe.ts";
import { Session } from "../engine/session.ts";
import type { Command, DatasetSource, Report } from "./protocol.ts";

type Start = Extract<Command, { type: "start" }>;
type Goal = Extract<Command, { type: "advance" }>["by"] | "sweep";

export interface HostInput {
  readonly post: (report: Report) => void;
  readonly backends: readonly Backend[];
  readonly loadImages: (source: DatasetSource) => Promise<LoadedImages>;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Resolves in a later task, so that waiting messages are heard first. */
  readonly breathe: () => Promise<void>;
}

const bundleMilliseconds = 100;
const memoryMilliseconds = 1000;
const recoveriesAllowed = 2;
const recoveryWindowMilliseconds = 120_000;

export class LabHost {
  readonly #input: HostInput;
  #images: { readonly key: string; readonly images: ImageSet } | undefined;
  #probe: ProbeResult | undefined;
  #start: Start | undefined;
  #config: RunConfig | undefined;
  #paused = false;
  #goal: Goal | undefined;
  #sweepLeft = 0;
  #wake: () => void = () => {};
  #loop: Promise<void> = Promise.resolve();
  #pending: RunEvent[] = [];
  #sentAt = 0;
  #memoryAt = 0;

  constructor(input: HostInput) {
    this.#input = input;
  }

  /** Takes a command; never throws and never blocks. */
  receive(command: Command): void {
    switch (command.type) {
      case "start":
        this.#start = command;
        this.#config = command.config;
        this.#paused = command.paused;
        this.#goal = undefined;
        this.#loop = this.#loop.then(() => (this.#start === command ? this.#run(command) : undefined));
        break;
      case "change":
        if (!this.#config || !this.#start) return;
        this.#config = { ...this.#config, settings: command.settings };
        // Scores of a paused run are renewed at once, too: they belong to the present weights.
        if (this.#paused && !this.#goal) {
          this.#goal = "sweep";
          this.#sweepLeft = this.#start.pool.length;
        }
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
    let engine: Engine | undefined;
    try {
      const session = await this.#prepare(start);
      if (!session) return;
      engine = session.engine;
      await this.#train(start, session);
      engine = session.engine;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const advice = "What was measured is kept. Restart; if it comes back, choose another backend.";
      this.#fail(start, { kind: "internal", message, advice });
    } finally {
      engine?.dispose();
    }
  }

  async #prepare(start: Start): Promise<Session | undefined> {
    const { now, post, backends } = this.#input;
    const { config, warnings } = checkConfig(start.config);
    const space = spaceById(config.space);
    if (!space || warnings.length > 0) {
      const message = warnings.join(" ") || `There is no search space called ${config.space}.`;
      this.#fail(start, { kind: "bad-config", message, advice: "Reset the settings named and start again." });
      return undefined;
    }
    post({ type: "preparing", what: "loading images" });
    const images = await this.#loadImages(start);
    if (!images) return undefined;
    if (!this.#probe) {
      post({ type: "preparing", what: "measuring backends" });
      this.#probe = await probeBackends(backends, images, now);
    }
    const { reports } = this.#probe;
    const chosen = start.backend === "auto" ? this.#probe.chosen : await this.#open(start.backend);
    if (!chosen) {
      const message = reports
        .map((report) => `${report.backend}: ${report.failure ?? "not measured"}`)
        .join("; ");
      this.#fail(start, {
        kind: "no-backend",
        message: `No backend can train here (${message}).`,
        advice: "Use a current Chrome, Edge, Firefox or Safari with WebAssembly allowed.",
      });
      return undefined;
    }
    post({ type: "backends", chosen: chosen.id, reports });
    post({ type: "preparing", what: "building the super-net" });
    const parse = (text: string) => {
      const architecture = space.parse(text);
      if (!architecture) throw new Error(`"${text}" is not an architecture of ${space.title}`);
      return architecture;
    };
    const losses: number[] = [];
    return new Session({
      space,
      images,
      engine: await chosen.open.create(images, config.seed),
      config: () => this.#config ?? config,
      pool: start.pool.map(parse),
      landmarks: start.landmarks.map(({ architecture, accuracy }) => ({
        architecture: parse(architecture),
        accuracy,
      })),
      replaceEngine: async () => {
        const at = now();
        const recent = losses.filter((time) => at - time < recoveryWindowMilliseconds).length;
        losses.push(at);
        const same = recent < recoveriesAllowed ? await this.#open(chosen.id) : undefined;
        const next = same ?? (await this.#openAnother(chosen.id));
        if (!next) throw new Error("no other backend works here");
        post({ type: "backends", chosen: next.id, reports });
        return next.open.create(images, config.seed);
      },
      now,
    });
  }

  async #train(start: Start, session: Session): Promise<void> {
    this.#sentAt = 0;
    this.#pending = [...(await session.advance()).events];
    while (this.#start === start) {
      if (this.#paused && !this.#goal) {
        this.#pause(start, session.step);
        await this.#sleep(() => this.#start !== start || !this.#paused || this.#goal !== undefined);
        if (this.#start === start && !this.#paused)
          this.#pending.push({ type: "resumed", step: session.step });
        continue;
      }
      const { did, events } = await session.advance();
      this.#pending.push(...events);
      if (did === "score") this.#sweepLeft--;
      const reached = did === this.#goal || (did === "epoch" && this.#goal === "step");
      const idle = did === "idle" && events.length === 0;
      if (reached || idle || (this.#goal === "sweep" && this.#sweepLeft <= 0)) this.#goal = undefined;
      this.#flush(start, idle || this.#paused, session.engine);
      const config = this.#config;
      if (idle && !this.#paused)
        await this.#sleep(() => this.#start !== start || this.#paused || this.#config !== config);
      else await this.#input.breathe();
    }
  }

  #pause(start: Start, step: number): void {
    this.#pending.push({ type: "paused", step });
    this.#flush(start, true);
  }

  async #sleep(until: () => boolean): Promise<void> {
    while (!until())
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }

  #flush(start: Start, always: boolean, engine?: Engine): void {
    const at = this.#input.now();
    if (this.#pending.length > 0 && (always || at - this.#sentAt >= bundleMilliseconds)) {
      this.#input.post({ type: "run", run: start.run, events: this.#pending });
      this.#pending = [];
      this.#sentAt = at;
    }
    if (engine && at - this.#memoryAt >= memoryMilliseconds) {
      this.#input.post({ type: "memory", ...engine.memory() });
      this.#memoryAt = at;
    }
  }

  #fail(start: Start, failure: Failure): void {
    this.#pending.push({ type: "failed", step: 0, failure });
    this.#flush(start, true);
  }

  async #loadImages(start: Start): Promise<ImageSet | undefined> {
    const { url, sha256 } = start.dataset;
    if (this.#images?.key === `${url} ${sha256}`) return this.#images.images;
    const loaded = await this.#input.loadImages(start.dataset).catch((error: unknown) => ({
      ok: false as const,
      problem: { message: error instanceof Error ? error.message : String(error) },
    }));
    if (!loaded.ok) {
      this.#fail(start, {
        kind: "bad-data",
        message: `The images cannot be used: ${loaded.problem.message}.`,
        advice: "Check the connection and reload the page without the cache.",
      });
      return undefined;
    }
    this.#images = { key: `${url} ${sha256}`, images: loaded.images };
    return loaded.images;
  }

  async #open(id: BackendId): Promise<{ id: BackendId; open: OpenBackend } | undefined> {
    try {
      const open = await this.#input.backends.find((backend) => backend.id === id)?.open();
      return open && { id, open };
    } catch {
      return undefined;
    }
  }

  async #openAnother(not: BackendId): Promise<{ id: BackendId; open: OpenBackend } | undefined> {
    const measured = (this.#probe?.reports ?? [])
      .filter((report) => report.backend !== not && report.imagesPerSecond !== undefined)
      .sort((a, b) => (b.imagesPerSecond ?? 0) - (a.imagesPerSecond ?? 0));
    for (const { backend } of measured) {
      const opened = await this.#open(backend);
      if (opened) return opened;
    }
    return undefined;
  }
}
