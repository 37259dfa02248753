/** @file Everything that passes between the page and the training thread: two closed unions on `type`, plain data only. */
import type { BackendId, BackendReport } from "../core/backends.ts";
import type { KnownArchitecture } from "../core/pool.ts";
import type { RunConfig, RunEvent } from "../core/run.ts";
import type { Settings } from "../core/settings.ts";

/** Address and checksum of a packed data set (core/datasets). */
export interface DatasetSource {
  readonly url: string;
  readonly sha256: string;
}

export type Command =
  /** Probes the backends once and begins a run; an earlier run is given up. `run` comes back with every event. */
  | {
      readonly type: "start";
      readonly run: number;
      readonly config: RunConfig;
      readonly dataset: DatasetSource;
      /** Architectures to score, in the space's notation, in scoring order. */
      readonly pool: readonly string[];
      /** For the landmark ranking loss. */
      readonly landmarks: readonly KnownArchitecture[];
      readonly backend: BackendId | "auto";
      readonly paused: boolean;
    }
  /** New values for live and rescore settings of the present run: the whole `RunConfig.settings`, from the next step on. */
  | { readonly type: "change"; readonly settings: Settings }
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  /** Runs on to the end of a step, of the epoch, or to where the next scoring round begins, then pauses. */
  | { readonly type: "advance"; readonly by: "step" | "epoch" | "round" };

export type Report =
  /** A phase of the start-up, for the status line. */
  | { readonly type: "preparing"; readonly what: string }
  | {
      readonly type: "backends";
      readonly chosen: BackendId;
      readonly reports: readonly BackendReport[];
    }
  | { readonly type: "run"; readonly run: number; readonly events: readonly RunEvent[] }
  /** What the engine holds, about once a second. */
  | { readonly type: "memory"; readonly buffers: number; readonly bytes: number };
