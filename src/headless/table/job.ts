/** @file One training of one architecture, as parent and child process say it to each other; plain JSON. */
import type { Settings } from "../../core/settings.ts";
import type { TestSet } from "../../core/tables/protocol.ts";
import type { ImageFiles } from "../dataset.ts";
import type { EngineId } from "../engines.ts";

/** What a child is set up with once. */
export interface JobSetup {
  readonly space: string;
  readonly dataset: string;
  /** A user's own, of that id. */
  readonly images?: ImageFiles | undefined;
  readonly settings: Settings;
  readonly test: TestSet;
  readonly engine: EngineId;
}

export interface Job {
  /** In the space's notation. */
  readonly architecture: string;
  readonly seed: number;
}

/** A finished job; one line of the progress file. Accuracies in [0, 1]; null where the training diverged, whose network says nothing. */
export interface JobResult extends Job {
  readonly test: number | null;
  readonly validation: number | null;
  /** Mean training loss of the last epoch; null where training diverged. */
  readonly loss: number | null;
  /** See `StandAloneResult`. */
  readonly gradientNorm: number;
  /** Version of the code that trained it; absent in what was kept before this was told. */
  readonly code?: string;
  /** Seconds of processor time; absent where another device computed, or an earlier version of the code. */
  readonly coreSeconds?: number;
}

/** Tells the trainings of a table apart. */
export const keyOf = ({ architecture, seed }: Job): string => `${architecture} ${seed}`;
