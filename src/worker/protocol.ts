/**
 * @file Everything that passes between the page and the training thread: two closed unions on `type`, plain data only. The thread holds
 * any number of runs; whatever belongs to one carries its id.
 */

import type { BackendId, BackendReport } from "../core/backends.ts";
import type { Checkpoint } from "../core/checkpoint.ts";
import type { LandscapeEvent, LandscapeRequest } from "../core/landscape.ts";
import type { PlannedChange } from "../core/plannedChange.ts";
import type { EvaluationSet } from "../core/resolveRun.ts";
import type { Failure, RunConfig, RunEvent, RunId } from "../core/run.ts";
import type { RunIntent } from "../core/runIntent.ts";
import type { AskedSearch, SearchEvent } from "../core/search/searchEvent.ts";
import type { Settings } from "../core/settings.ts";
import type { StandAloneEvent, StandAloneRequest } from "../core/standAloneEvent.ts";

/** Address and checksum of a packed data set (core/datasets). */
export interface DatasetSource {
  readonly url: string;
  readonly sha256: string;
  /** A user's own images have no address: `pack` as it was opened on this page; absent: as the browser keeps it, where it does. */
  readonly own?: { readonly id: string; readonly pack?: Blob };
}

export interface StartCommand {
  readonly run: RunId;
  readonly dataset: DatasetSource;
  readonly backend: BackendId | "auto";
  readonly intent: RunIntent;
}

/** Begins a run on fresh weights; probes the backends before the first. Other runs go on beside it. */
export interface FreshStart extends StartCommand {
  readonly type: "start";
  readonly config: RunConfig;
  readonly evaluationSet: EvaluationSet;
  /** Changes that the run makes by itself. */
  readonly planned?: readonly PlannedChange[];
}

/** Goes on where a checkpoint was taken: it, or a branch of it. */
export interface CheckpointStart extends StartCommand {
  readonly type: "startFrom";
  readonly checkpoint: Checkpoint;
}

/** Searches beside the runs; hears `intend` ("train": go on) and `end` by its id, as a run does. */
export interface SearchStart extends StartCommand {
  readonly type: "search";
  readonly checkpoint: Checkpoint;
  readonly searches: readonly AskedSearch[];
}

/** Trains one architecture alone beside the runs; hears `intend` and `end` by its id. */
export interface StandAloneStart extends StartCommand {
  readonly type: "trainStandAlone";
  readonly request: StandAloneRequest;
  /** The pack whose test images accuracy is measured on; absent: that of the data set. */
  readonly wholeTest?: DatasetSource;
}

/** Evaluates the loss around a run's weights beside the runs; hears `intend` and `end` by its id. */
export interface LandscapeStart extends StartCommand {
  readonly type: "landscape";
  readonly request: LandscapeRequest;
}

/** What a run that was started hears. */
export type RunCommand =
  /**
   * New values for settings that need no new run: the whole `RunConfig.settings`, from the next step on. Of a run that makes changes by
   * itself the page may not have heard of the last: with `from`, what it took for the settings before, only the difference acts.
   */
  | { readonly type: "change"; readonly run: RunId; readonly settings: Settings; readonly from?: Settings }
  | { readonly type: "intend"; readonly run: RunId; readonly intent: RunIntent }
  /** Asks for a checkpoint of the present state. */
  | { readonly type: "checkpoint"; readonly run: RunId }
  /** Lets go of the run and of what it holds; nothing more is reported of it. */
  | { readonly type: "end"; readonly run: RunId };

export type Command =
  | FreshStart
  | CheckpointStart
  | SearchStart
  | StandAloneStart
  | LandscapeStart
  | RunCommand
  /** Is answered at once, whatever a run is busy with. */
  | { readonly type: "ping" };

export type Report =
  /** A phase of the start-up, for the status line. */
  | { readonly type: "preparing"; readonly run: RunId; readonly what: string }
  | {
      readonly type: "backends";
      readonly run: RunId;
      readonly chosen: BackendId;
      readonly reports: readonly BackendReport[];
    }
  | { readonly type: "events"; readonly run: RunId; readonly events: readonly RunEvent[] }
  /** Numbered by the place of their search in what was asked. */
  | { readonly type: "searched"; readonly run: RunId; readonly events: readonly SearchEvent[] }
  | { readonly type: "landscape"; readonly run: RunId; readonly events: readonly LandscapeEvent[] }
  | { readonly type: "standAlone"; readonly run: RunId; readonly events: readonly StandAloneEvent[] }
  /** Comes after all events up to its step, and before all later ones. */
  | { readonly type: "checkpoint"; readonly run: RunId; readonly checkpoint: Checkpoint }
  | { readonly type: "noCheckpoint"; readonly run: RunId; readonly failure: Failure }
  /** What the run's engine holds, about once a second. */
  | { readonly type: "memory"; readonly run: RunId; readonly buffers: number; readonly bytes: number };

/** What the thread itself says. */
export type ThreadReport = Report | { readonly type: "pong" };
