/** @file What the page knows, and what can be done on it. */

import type { BackendId, BackendReport } from "../core/backends.ts";
import type { LandscapeKind } from "../core/landscape.ts";
import type { LinkView } from "../core/linkView.ts";
import type { ReferenceFigures, referencesOf } from "../core/metrics/references.ts";
import type { RunConfig, RunId } from "../core/run.ts";
import type { SettingsOffer } from "../core/runChange.ts";
import type { Goal } from "../core/runIntent.ts";
import type { Run } from "../core/runState.ts";
import type { AskedSearch } from "../core/search/searchEvent.ts";
import type { SettingValue } from "../core/settings.ts";
import type { StudyPlan } from "../core/study/studyPlan.ts";
import type { ClassFiles, ClassState } from "./classState.ts";
import type { CertaintyFigures, Figures } from "./figures.ts";
import type { DroppedFolder, FileImport } from "./fileImport.ts";
import type { KeptItem } from "./keptRuns.ts";
import type { LandscapeState } from "./landscapeState.ts";
import type { OwnImagesState } from "./ownImagesState.ts";
import type { Memory, Phase, RunEntry } from "./runs.ts";
import type { SearchGround, SearchState } from "./searchState.ts";
import type { StandAloneGround, StandAloneTask } from "./standAloneState.ts";
import type { SweepState } from "./sweepState.ts";
import type { Truth } from "./truth.ts";

/** What is known from outside: by the user, the training thread or a file. All else follows from it (`derivation.ts`). */
export interface LabSource {
  readonly config: RunConfig;
  readonly view: LinkView;
  /** In the order in which they began. */
  readonly runs: readonly RunEntry[];
  /** The run that is shown; absent before the first. */
  readonly active: RunId | undefined;
  /** The run that the active one is compared with. */
  readonly baselineId: RunId | undefined;
  /** Whether the next change goes to a copy beside the active run, instead of to that. */
  readonly isBeside: boolean;
  /** Whether this browser keeps runs beyond the page; resumed: that run was shown by an earlier page. */
  readonly keeping:
    | { readonly status: "on" }
    | { readonly status: "resumed"; readonly run: RunId }
    /** From now on until the page is loaded anew, since all was cleared. */
    | { readonly status: "off" }
    | { readonly status: "impossible"; readonly reason: string };
  /** The last search that was asked for. */
  readonly search: SearchState | undefined;
  /** Architectures that were trained alone here, oldest first, one entry each time that was asked for. */
  readonly standAlone: readonly StandAloneTask[];
  /** Loss landscapes that were asked for, oldest first. */
  readonly landscapes: readonly LandscapeState[];
  /** The study that runs on the page, or whose results were opened. */
  readonly sweep: SweepState | undefined;
  /** Files of many people's runs and answers that were opened together. */
  readonly class: ClassState | undefined;
  /** Runs that were taken out of the list and can be brought back: what went together, the last at the end. */
  readonly removed: readonly (readonly RunEntry[])[];
  /** Settings that a reset took away, in their space. */
  readonly resetFrom: Pick<RunConfig, "space" | "settings"> | undefined;
  /** What had come out of the sweep before. */
  readonly sweepBefore: SweepState | undefined;
  readonly truth: Truth;
  /** What computes the lines that a correlation is judged against; absent until it has come. */
  readonly referencesOf: typeof referencesOf | undefined;
  /** How sure the figures that are shown are, as far as it is computed. */
  readonly certainties: ReadonlyMap<Figures, CertaintyFigures>;
  readonly backends: { readonly chosen: BackendId; readonly reports: readonly BackendReport[] } | undefined;
  /** Whether another tab of this browser trains at the same time. */
  readonly anotherTrains: boolean;
  /** Whether a newer version of the site waits for this one to be closed. */
  readonly isNewVersionReady: boolean;
  /** What a link or a file could not give, in words. */
  readonly warnings: readonly string[];
  /** Tables of the user that are being read, wait for an answer or judge. */
  readonly imports: readonly FileImport[];
  readonly ownImages: OwnImagesState;
  /** Whether the sheet with what was understood of them is open. */
  readonly isImportShown: boolean;
  /** Settings that cannot act on the run that is there. */
  readonly offer: SettingsOffer | undefined;
  /** An architecture, in the space's notation. */
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
}

export interface RunFigures {
  readonly entry: RunEntry;
  /** Of its last round, or of the one where the runs are compared; against the baseline, where it is another run. */
  readonly figures: Figures;
}

interface Baseline {
  readonly run: Run;
  readonly figures: Figures;
}

/** What the page shows. The second part follows from the first. */
export interface LabState extends LabSource {
  /** Every run with what the table says of it. */
  readonly listed: readonly RunFigures[];
  readonly phase: Phase;
  /** The active run. */
  readonly run: Run | undefined;
  /** Whether it came from a file; then it is looked at, not trained. */
  readonly isRecorded: boolean;
  /** What the training thread is preparing for it. */
  readonly preparing: string;
  /** Its training steps per second, smoothed; absent while unknown. */
  readonly pace: number | undefined;
  readonly memory: Memory | undefined;
  readonly figures: Figures;
  /** The active run where it is compared with the baseline: those shown, unless all runs are read at equal steps or equal compute. */
  readonly comparedFigures: Figures;
  /** Of the round shown; absent while it is being computed. */
  readonly certainty: CertaintyFigures | undefined;
  readonly references: ReferenceFigures;
  readonly baseline: Baseline | undefined;
}

export interface LabActions {
  /** Starts, resumes or pauses, whichever fits. */
  toggle(): void;
  start(): void;
  pause(): void;
  resume(): void;
  advance(by: Goal): void;
  /** The same configuration and seed from the beginning. */
  restart(): void;
  newSeed(): void;
  changeSetting(key: string, value: SettingValue): void;
  /** Several settings at once; what a one-click experiment does. */
  changeSettings(settings: Readonly<Record<string, SettingValue>>): void;
  /** The same, where nothing of what is there could change by it with a new run at once. */
  trainWith(settings: Readonly<Record<string, SettingValue>>): void;
  /** Several settings at once, locked ones, too: a lesson was given with the lock. */
  changeAsLesson(settings: Readonly<Record<string, SettingValue>>): void;
  /** Leaves the active run as it is: the next change makes a copy beside it. */
  setBeside(isBeside: boolean): void;
  /** The same change in a copy beside the active run, at once. */
  compareWith(settings: Readonly<Record<string, SettingValue>>): void;
  /** Makes another run the one that is shown in full. */
  showRun(id: RunId): void;
  pauseRun(id: RunId): void;
  resumeRun(id: RunId): void;
  /** Compares the active run with another. */
  setBaseline(id: RunId | undefined): void;
  /** Searches on the weights that a run has now, or on those of a file; absent: the run shown. An earlier search ends. */
  startSearch(asked: readonly AskedSearch[], ground?: SearchGround): void;
  /** step: one evaluation or training step, then pause. */
  intendSearch(intent: "train" | "pause" | "step"): void;
  stopSearch(): void;
  /** Trains an architecture alone, once per seed, by the recipe of the lab's own tables, beside the runs. */
  trainStandAlone(architecture: string, seeds: readonly number[], of: StandAloneGround): void;
  stopStandAlone(id: RunId): void;
  /** Evaluates the loss around the weights that the active run has now, or around those of an architecture trained alone. */
  startLandscape(kind: LandscapeKind, architecture: string): void;
  stopLandscape(id: RunId): void;
  /** An empty name: by what differs. */
  renameRun(id: RunId, name: string): void;
  /** Leaves a run out of charts and comparisons. */
  hideRun(id: RunId, isHidden: boolean): void;
  /** Begins runs of the same configuration with so many further seeds, beside what trains. */
  addSeeds(id: RunId, count: number): void;
  /** What this browser keeps of runs, newest first; `undefined` where it keeps nothing. */
  listKept(): Promise<readonly KeptItem[] | undefined>;
  /** Forgets all that is kept, but runs of other open tabs; this page keeps nothing more. */
  clearKept(): Promise<void>;
  /** Begins a study: every configuration with every seed, so many at once. */
  startSweep(plan: StudyPlan, atOnce: number): void;
  stopSweep(): void;
  resumeSweep(): void;
  closeSweep(): void;
  /** Shows what had come out of the sweep before; that of now takes its place. */
  restoreSweep(): void;
  removeRun(id: RunId): void;
  /** All but the active one. */
  removeOtherRuns(): void;
  /** Brings back what was taken out last. */
  restoreRun(): void;
  /** Begins a new run with the settings that could not act on the old one. */
  takeOffer(): void;
  dismissOffer(): void;
  resetSettings(): void;
  /** Brings back what a reset took away, but for what was chosen since. */
  restoreSettings(): void;
  /** Begins a run from the beginning, and beside it the one that it is compared with; what a lesson does. */
  beginLinked(config: RunConfig, baseline?: RunConfig): void;
  changeSpace(id: string): void;
  changeView(view: Partial<LinkView>): void;
  select(architecture: string | undefined): void;
  hover(architecture: string | undefined): void;
  dropBaseline(): void;
  dismissWarnings(): void;
  /**
   * Runs and tables from files; says what is wrong with them in `warnings`. One table that leaves nothing open judges at once, of all else
   * the sheet is shown. Three runs or more, and answers to lessons, go to the class sheet. Resolves once all are read.
   */
  openFiles(files: readonly (File | DroppedFolder)[]): Promise<void>;
  /** Adds files to the class sheet, opens a run of it, or closes it. Resolves once that is done. */
  changeClass(work: (sheet: ClassFiles) => void | Promise<void>): Promise<void>;
  /** What the owner of a table says of it, `column=meaning`; it is read again. */
  answerImport(id: number, maps: readonly string[]): Promise<void>;
  /** Reads a table again as one of another space. */
  readImportFor(id: number, space: string): Promise<void>;
  /** Lets a table judge that is understood. */
  judgeByImport(id: number): Promise<void>;
  /** Gives up a table that does not judge. */
  closeImport(id: number): Promise<void>;
  /** The user's own images in the other size, whole or halved. */
  resizeImages(): Promise<void>;
  /** Gives up images that are being read or wait for their other half. */
  leaveImages(): void;
  /** Trains on the images that ship with the lab again. */
  useLabImages(): void;
  showImports(isShown: boolean): void;
  /** Takes the user's own table of the present space away. */
  judgeByShipped(): void;
  /** Text of the export file, `undefined` while there is no run. */
  exportRun(): string | undefined;
  /** The address that reproduces what is chosen. */
  link(): string;
  /** The address that trains the run shown and the baseline beside each other; `undefined` where that would not be the same two runs. */
  comparisonLink(): string | undefined;
}
