/** @file Which backend trains: measured once, chosen by speed or by the visitor, replaced when its device is lost. */
import type { BackendId, BackendReport } from "../core/backends.ts";
import type { ImageSet } from "../engine/engine.ts";
import { type Backend, type OpenBackend, type ProbeResult, probeBackends } from "../engine/probe.ts";

export interface ChosenBackend {
  readonly id: BackendId;
  readonly open: OpenBackend;
}

/** A device that keeps getting lost is not tried for ever. */
const recoveriesAllowed = 2;
const recoveryWindowMilliseconds = 120_000;

export class BackendChoice {
  readonly #backends: readonly Backend[];
  readonly #now: () => number;
  #probe: ProbeResult | undefined;
  #losses: number[] = [];

  /** @param now milliseconds, monotonic */
  constructor(backends: readonly Backend[], now: () => number) {
    this.#backends = backends;
    this.#now = now;
  }

  get isMeasured(): boolean {
    return this.#probe !== undefined;
  }

  /** What the measurement found; empty before. */
  get reports(): readonly BackendReport[] {
    return this.#probe?.reports ?? [];
  }

  /** The backend asked for, or the fastest; `undefined` where it does not work. Measures all of them the first time. */
  async choose(wanted: BackendId | "auto", images: ImageSet): Promise<ChosenBackend | undefined> {
    this.#probe ??= await probeBackends(this.#backends, images, this.#now);
    return wanted === "auto" ? this.#probe.chosen : this.#open(wanted);
  }

  /** After the device of backend `id` was lost: the same backend anew, at most twice in two minutes, else the next fastest. */
  async replace(id: BackendId): Promise<ChosenBackend | undefined> {
    const at = this.#now();
    this.#losses = [...this.#losses.filter((time) => at - time < recoveryWindowMilliseconds), at];
    const same = this.#losses.length <= recoveriesAllowed ? await this.#open(id) : undefined;
    return same ?? (await this.#openAnother(id));
  }

  async #openAnother(not: BackendId): Promise<ChosenBackend | undefined> {
    const measured = this.reports
      .filter(({ backend, imagesPerSecond }) => backend !== not && imagesPerSecond !== undefined)
      .sort((a, b) => (b.imagesPerSecond ?? 0) - (a.imagesPerSecond ?? 0));
    for (const { backend } of measured) {
      const opened = await this.#open(backend);
      if (opened) return opened;
    }
    return undefined;
  }

  async #open(id: BackendId): Promise<ChosenBackend | undefined> {
    try {
      const open = await this.#backends.find((backend) => backend.id === id)?.open();
      return open && { id, open };
    } catch {
      return undefined;
    }
  }
}
