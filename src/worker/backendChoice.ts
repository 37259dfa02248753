/** @file Which backend trains: measured once, chosen by speed or by the user, replaced where it fails or its device is lost. */
import type { BackendId, BackendReport } from "../core/backends.ts";
import type { DeviceLost } from "../engine/deviceLoss.ts";
import type { Engine, ImageSet } from "../engine/engine.ts";
import {
  type Backend,
  createInTime,
  isMissing,
  isPointless,
  isSilence,
  openSeconds,
  probeBackends,
} from "../engine/probe.ts";
import { withTimeLimit } from "../engine/timeLimit.ts";

/** An engine, and the backend it runs on. */
export interface Trainer {
  readonly id: BackendId;
  readonly engine: Engine;
}

/** A device that keeps getting lost is not tried for ever. */
const recoveriesAllowed = 2;
const recoveryWindowMilliseconds = 120_000;
/** Runs that share a device lose it together. */
const oneLossMilliseconds = 1000;

export class BackendChoice {
  readonly #backends: readonly Backend[];
  readonly #now: () => number;
  #measured: readonly BackendReport[] | undefined;
  #measuring: Promise<readonly BackendReport[]> | undefined;
  /** What went wrong since the measurement. */
  readonly #failures = new Map<BackendId, string>();
  #losses: { readonly id: BackendId; readonly at: number }[] = [];
  /** When a backend did not answer; for a while it comes after all others, since it may cost as long a wait again. */
  readonly #silences = new Map<BackendId, number>();

  /** @param now milliseconds, monotonic */
  constructor(backends: readonly Backend[], now: () => number) {
    this.#backends = backends;
    this.#now = now;
  }

  get isMeasured(): boolean {
    return this.#measured !== undefined;
  }

  /** What the measurement found, and what has failed since; empty before. */
  get reports(): readonly BackendReport[] {
    return (this.#measured ?? []).map((report) => {
      const failure = this.#failures.get(report.backend);
      return failure === undefined ? report : { ...report, failure };
    });
  }

  /**
   * An engine on the backend asked for, else on the fastest that gives one; `undefined` where there is none (`reports` says why).
   * Measures all backends the first time.
   */
  async start(wanted: BackendId | "auto", images: ImageSet, seed: number): Promise<Trainer | undefined> {
    const wasMeasured = this.isMeasured;
    await this.#measure(images);
    const ids = this.#bySpeed();
    // A link may ask for a backend that another device has: better the next best than nothing.
    const inTurn = wanted === "auto" ? ids : [wanted, ...ids.filter((id) => id !== wanted)];
    // What has no device now was told so a moment ago, perhaps after a long wait.
    const isShut = (id: BackendId): boolean => {
      const report = this.#reportOf(id);
      return !wasMeasured && (report?.device === "" || report?.silent === true);
    };
    return this.#first(
      this.#silentLast(inTurn).filter((id) => !isShut(id)),
      images,
      seed,
    );
  }

  /**
   * After the device of backend `lost` was lost: the same backend anew, at most twice in two minutes, else the next fastest. Where the
   * device did not even answer, what was measured comes before it, and what was not after it.
   */
  async replace(
    lost: BackendId,
    images: ImageSet,
    seed: number,
    { isSilent, at }: Pick<DeviceLost, "isSilent" | "at">,
  ): Promise<Trainer | undefined> {
    const recent = this.#losses.filter((loss) => at - loss.at < recoveryWindowMilliseconds);
    const isTold = recent.some(
      ({ id, at: then }) => id === lost && Math.abs(at - then) < oneLossMilliseconds,
    );
    this.#losses = isTold ? recent : [...recent, { id: lost, at }];
    if (isSilent) this.#silences.set(lost, this.#now());
    const again = this.#losses.length <= recoveriesAllowed ? [lost] : [];
    const others = this.#bySpeed().filter((id) => id !== lost);
    return this.#first(this.#silentLast([...again, ...others]), images, seed);
  }

  /** Whoever comes while it goes on waits for the same measurement. */
  async #measure(images: ImageSet): Promise<void> {
    if (this.#measured) return;
    this.#measuring ??= probeBackends(this.#backends, images, this.#now);
    try {
      this.#measured = await this.#measuring;
    } finally {
      this.#measuring = undefined;
    }
    const at = this.#now();
    for (const { backend, silent } of this.#measured) if (silent) this.#silences.set(backend, at);
  }

  #reportOf(id: BackendId): BackendReport | undefined {
    return this.#measured?.find(({ backend }) => backend === id);
  }

  /** Those silent lately come after what was measured, and before what was not: that is slow, or does not work. */
  #silentLast(ids: readonly BackendId[]): BackendId[] {
    const at = this.#now();
    const isSilent = (id: BackendId): boolean =>
      at - (this.#silences.get(id) ?? Number.NEGATIVE_INFINITY) < recoveryWindowMilliseconds;
    const rank = (id: BackendId): number => {
      if (this.#reportOf(id)?.imagesPerSecond === undefined) return isSilent(id) ? 3 : 2;
      return isSilent(id) ? 1 : 0;
    };
    return ids.some(isSilent) ? [...ids].sort((a, b) => rank(a) - rank(b)) : [...ids];
  }

  /** The fastest first; at the end those that were not measured, in their own order. */
  #bySpeed(): BackendId[] {
    const speeds = new Map(this.#measured?.map((report) => [report.backend, report.imagesPerSecond]));
    return this.#backends.map(({ id }) => id).sort((a, b) => (speeds.get(b) ?? 0) - (speeds.get(a) ?? 0));
  }

  async #first(ids: readonly BackendId[], images: ImageSet, seed: number): Promise<Trainer | undefined> {
    let isPartMissing = this.reports.some(({ failure }) => isMissing(failure));
    for (const id of ids)
      try {
        const backend = this.#backends.find((other) => other.id === id);
        if (!backend) continue;
        const open = await withTimeLimit(backend.open(), openSeconds, "its device");
        if (isPointless(open, isPartMissing)) continue;
        const engine = await createInTime(open.create, images, seed);
        this.#failures.delete(id);
        return { id, engine };
      } catch (error) {
        if (isSilence(error)) this.#silences.set(id, this.#now());
        const failure = error instanceof Error ? error.message : String(error);
        isPartMissing ||= isMissing(failure);
        this.#failures.set(id, failure);
      }
    return undefined;
  }
}
