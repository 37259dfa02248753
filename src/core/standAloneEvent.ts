/** @file Trainings of single architectures as they are asked for and told of; plain data. */
import type { Failure } from "./run.ts";
import type { Settings } from "./settings.ts";

/** One architecture, trained alone once per seed. */
export interface StandAloneRequest {
  readonly space: string;
  readonly dataset: string;
  /** In the space's notation. */
  readonly architecture: string;
  readonly seeds: readonly number[];
  /** Of the stand-alone recipe, where they differ from the defaults. */
  readonly settings: Settings;
}

/** What a training came to. Accuracies in [0, 1] over all images of the part. */
export interface StandAloneOutcome {
  readonly seed: number;
  readonly test: number;
  readonly validation: number;
  /** Mean training loss (nats) of the last epoch; null where training diverged. */
  readonly loss: number | null;
  /** See `StandAloneResult`. */
  readonly gradientNorm: number;
}

export type StandAloneEvent =
  /** Of the training that is next or under way. */
  | { readonly type: "stepped"; readonly step: number; readonly total: number; readonly backend: string }
  | { readonly type: "trained"; readonly result: StandAloneOutcome }
  | { readonly type: "failed"; readonly failure: Failure };
