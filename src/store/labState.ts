/** @file What the page knows, and what can be done on it. */

import type { BackendId, BackendReport } from "../core/backends.ts";
import type { ReferenceFigures } from "../core/metrics/references.ts";
import type { RunConfig } from "../core/run.ts";
import type { Run } from "../core/runState.ts";
import type { SettingValue } from "../core/settings.ts";
import type { LinkView } from "../core/shareLink.ts";
import type { CertaintyFigures, Figures } from "./figures.ts";
import type { SettingsOffer } from "./offer.ts";
import type { Truth } from "./truth.ts";

/** waiting: nothing was started yet, because the link or the visitor's data saver says so. */
export type Phase = "waiting" | "preparing" | "running" | "paused" | "finished" | "failed";

export interface Ghost {
  readonly run: Run;
  readonly figures: Figures;
}

export interface LabState {
  readonly config: RunConfig;
  readonly view: LinkView;
  readonly phase: Phase;
  /** What the visitor wants of the training thread; the phase follows once it has heard. */
  readonly wanted: "nothing" | "run" | "pause" | "advance";
  /** What the training thread is preparing. */
  readonly preparing: string;
  readonly run: Run | undefined;
  readonly figures: Figures;
  /** Of the round shown; absent while it is being computed. */
  readonly certainty: CertaintyFigures | undefined;
  /** The run before, where the present one came of a changed setting. */
  readonly ghost: Ghost | undefined;
  /** Whether the run on the page came from a file; then it is looked at, not trained. */
  readonly imported: boolean;
  readonly truth: Truth;
  readonly references: ReferenceFigures;
  readonly backends: { readonly chosen: BackendId; readonly reports: readonly BackendReport[] } | undefined;
  readonly memory: { readonly buffers: number; readonly bytes: number } | undefined;
  /** Training steps per second, smoothed; absent while unknown. */
  readonly pace: number | undefined;
  /** Whether another tab of this browser trains at the same time. */
  readonly anotherTrains: boolean;
  /** What a link or a file could not give, in words. */
  readonly warnings: readonly string[];
  /** Settings that cannot act on the run that is there. */
  readonly offer: SettingsOffer | undefined;
  /** Pool index. */
  readonly selected: number | undefined;
  readonly hovered: number | undefined;
}

export interface LabActions {
  /** Starts, resumes or pauses, whichever fits. */
  toggle(): void;
  start(): void;
  pause(): void;
  resume(): void;
  advance(by: "step" | "epoch" | "round"): void;
  /** The same configuration and seed from the beginning. */
  restart(): void;
  newSeed(): void;
  changeSetting(key: string, value: SettingValue): void;
  /** Several settings at once; what a one-click experiment does. */
  changeSettings(settings: Readonly<Record<string, SettingValue>>): void;
  /** The same, where nothing of what is there could change by it with a new run at once. */
  trainWith(settings: Readonly<Record<string, SettingValue>>): void;
  /** Begins a new run with the settings that could not act on the old one. */
  takeOffer(): void;
  dismissOffer(): void;
  resetSettings(): void;
  changeSpace(id: string): void;
  changeView(view: Partial<LinkView>): void;
  select(id: number | undefined): void;
  hover(id: number | undefined): void;
  dropGhost(): void;
  dismissWarnings(): void;
  /** A run or a table from a file; says what is wrong with it in `warnings`. */
  openFile(name: string, text: string): void;
  /** Text of the export files, `undefined` while there is no run. */
  exportScores(): string | undefined;
  exportRun(): string | undefined;
  /** The address that reproduces what is chosen. */
  link(): string;
}
