/** @file What the runs of a training thread share: the images, and the knowledge of which backends work here. */
import { describeOwn, ownImagesOf } from "../core/ownImagesId.ts";
import type { Failure } from "../core/run.ts";
import type { ImageSet } from "../engine/engine.ts";
import type { LoadedImages } from "../engine/images.ts";
import type { SessionEnvironment } from "../engine/openSession.ts";
import { type Backend, isMissing } from "../engine/probe.ts";
import { BackendChoice, type Trainer } from "./backendChoice.ts";
import type { DatasetSource, Report, StartCommand } from "./protocol.ts";

const progressMilliseconds = 500;

/** A data set's images, and its whole test set. */
const maxPacks = 2;

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

/** Ends a run before it has begun. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly failure: Failure;

  constructor(kind: Failure["kind"], message: string, advice: string) {
    super(message);
    this.failure = { kind, message, advice };
  }
}

export interface ResourcesInput {
  readonly post: (report: Report) => void;
  readonly backends: readonly Backend[];
  readonly loadImages: (
    source: DatasetSource,
    /** Hears the bytes so far, and those of the whole where they are known. */
    onProgress: (bytes: number, whole: number | undefined) => void,
  ) => Promise<LoadedImages>;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

export class RunResources {
  readonly #input: ResourcesInput;
  readonly #backends: BackendChoice;
  /** The packs used last, oldest first. */
  readonly #images = new Map<string, ImageSet>();

  constructor(input: ResourcesInput) {
    this.#input = input;
    this.#backends = new BackendChoice(input.backends, input.now);
  }

  /** The world of one run: every step of getting ready is reported; what fails rejects with a `Refusal`. */
  environmentOf({ run, dataset, backend }: Omit<StartCommand, "intent">): SessionEnvironment {
    const { post, now } = this.#input;
    let trainer: Trainer | undefined;
    const report = ({ id }: Trainer): void =>
      post({ type: "backends", run, chosen: id, reports: this.#backends.reports });
    return {
      now,
      loadImages: () => {
        post({ type: "preparing", run, what: "loading images" });
        let told = now();
        return this.#loadImages(dataset, (bytes, whole) => {
          if (now() - told < progressMilliseconds) return;
          told = now();
          const of = whole === undefined ? "" : ` of ${megabytes(whole)}`;
          post({ type: "preparing", run, what: `loading images, ${megabytes(bytes)}${of} MB` });
        });
      },
      createEngine: async (images, seed) => {
        const what = this.#backends.isMeasured ? "opening the device" : "measuring backends";
        post({ type: "preparing", run, what });
        trainer = await this.#backends.start(backend, images, seed);
        if (!trainer) throw this.#noBackend();
        report(trainer);
        post({ type: "preparing", run, what: "building the super-net" });
        return trainer.engine;
      },
      replaceEngine: async (images, seed, loss) => {
        trainer = trainer && (await this.#backends.replace(trainer.id, images, seed, loss));
        if (!trainer) throw new Error("no other backend works here");
        report(trainer);
        return trainer.engine;
      },
    };
  }

  #noBackend(): Refusal {
    const reasons = this.#backends.reports.map(
      ({ backend, failure = "not measured" }) => `${backend}: ${failure}`,
    );
    if (this.#backends.reports.some(({ failure }) => isMissing(failure)))
      return new Refusal(
        "no-code",
        `The part of the site that trains could not be loaded (${reasons.join("; ")}).`,
        "Check the connection and restart. Where a new version of the lab was put in place, save the run and reload the page.",
      );
    return new Refusal(
      "no-backend",
      `No backend can train here (${reasons.join("; ")}).`,
      "Use a current Chrome, Edge, Firefox or Safari with WebAssembly allowed.",
    );
  }

  async #loadImages(
    source: DatasetSource,
    onProgress: Parameters<ResourcesInput["loadImages"]>[1],
  ): Promise<ImageSet> {
    const key = `${source.url} ${source.sha256}`;
    const known = this.#images.get(key);
    if (known) return known;
    const loaded = await this.#input.loadImages(source, onProgress).catch((error: unknown) => ({
      ok: false as const,
      problem: { kind: "failed", message: error instanceof Error ? error.message : String(error) },
    }));
    const facts = loaded.ok || !source.own ? undefined : ownImagesOf(source.own.id);
    if (!loaded.ok && facts)
      throw new Refusal(
        "bad-data",
        loaded.problem.kind === "missing"
          ? `This run trains on images that this browser does not have: ${describeOwn(facts)}.`
          : `Your images cannot be used any more: ${loaded.problem.message}.`,
        "Drop the same files on this page, and it trains.",
      );
    if (!loaded.ok)
      throw new Refusal(
        "bad-data",
        `The images cannot be used: ${loaded.problem.message}.`,
        "Check the connection and reload the page without the cache.",
      );
    this.#images.set(key, loaded.images);
    const [oldest] = this.#images.keys();
    if (this.#images.size > maxPacks && oldest !== undefined) this.#images.delete(oldest);
    return loaded.images;
  }
}
