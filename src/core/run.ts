/**
 * @file A run: what was chosen (`RunConfig`), what the training thread reports (`RunEvent`), and the state that follows (`Run`).
 * Events carry measurements, never conclusions: correlations are computed from scores, so a new metric works on old runs.
 */
import type { EpochClock } from "./epochClock.ts";
import type { NormStatistics, WeightKind } from "./recipe.ts";
import type { LiveEffect, Settings, SettingValue } from "./settings.ts";

/** Identity of a run, within one lab and its files; not for display. */
export type RunId = string;

/** What is chosen; all else is derived. It travels to the worker, into a link and into a file. */
export interface RunConfig {
  readonly space: string;
  readonly dataset: string;
  readonly seed: number;
  /** Only what differs from the defaults of the settings and of the space. */
  readonly settings: Settings;
}

export const failureKinds = [
  "diverged",
  "device-lost",
  "out-of-memory",
  "no-backend",
  "no-code",
  "bad-data",
  "bad-config",
  "internal",
] as const;

/** A named failure of the run, with advice; everything measured so far stays. */
export interface Failure {
  readonly kind: (typeof failureKinds)[number];
  readonly message: string;
  /** What the user can do about it. */
  readonly advice: string;
}

/** What the super-net says of one architecture in one scoring round. */
export interface Score {
  /** In the space's notation, as in the run's pool. */
  readonly architecture: string;
  /** Share of validation images classified correctly, [0, 1]. */
  readonly accuracy: number;
  /** Mean cross-entropy on the same images, in nats; absent in runs that were recorded before the lab measured it. */
  readonly loss?: number;
}

/** How the scores of a round are made. */
export interface ScoringRules {
  /** Validation images per score. */
  readonly images: number;
  /** Images per forward pass. */
  readonly batchSize: number;
  /** Statistics that batch norm uses. */
  readonly norm: NormStatistics;
  readonly weights: WeightKind;
}

/** A scoring round: the first `size` architectures of the pool, all scored on one frozen copy of the weights after `step` steps. */
export interface RoundStart {
  readonly step: number;
  readonly size: number;
  readonly rules: ScoringRules;
  /** Number of the earlier round that scored the same frozen weights by other rules. */
  readonly pairedWith?: number;
}

export interface TrainingPoint {
  readonly step: number;
  /** Mean cross-entropy (nats) over the steps since the last point. */
  readonly loss: number;
  /** Share of training images classified correctly over the same steps. */
  readonly accuracy: number;
  readonly learningRate: number;
  /** Mean global gradient norm before clipping. */
  readonly gradientNorm: number;
  /** Forward-and-backward image passes per second of training time. */
  readonly imagesPerSecond: number;
}

export type RunEvent =
  | {
      readonly type: "started";
      readonly config: RunConfig;
      /** Architectures to score, in the space's notation. */
      readonly pool: readonly string[];
      /** e.g. "WASM". */
      readonly backend: string;
      readonly totalSteps: number;
      readonly stepsPerEpoch: number;
    }
  | { readonly type: "trained"; readonly point: TrainingPoint }
  /** Rounds are numbered from 0 in the order of these events; at any time at most one is being filled. */
  | { readonly type: "roundBegan"; readonly round: RoundStart }
  /** Of the round that is being filled. An architecture whose logits are no numbers gets no score. */
  | { readonly type: "evaluated"; readonly scores: readonly Score[] }
  /** `complete`: every architecture of the round was asked. Otherwise its weights are gone, and its scores say nothing. */
  | { readonly type: "roundEnded"; readonly complete: boolean }
  /**
   * A live setting changed before step `step` + 1. A change of an evaluation setting has the last round's weights scored
   * anew. After training diverged, a change makes it go on from the last sound weights, which are those of `step`.
   */
  | {
      readonly type: "changed";
      readonly step: number;
      readonly key: string;
      readonly from: SettingValue;
      readonly to: SettingValue;
      readonly effect: LiveEffect;
      /** The settings from now on. */
      readonly settings: Settings;
      readonly totalSteps: number;
      readonly epochClock: EpochClock;
    }
  | { readonly type: "paused"; readonly step: number }
  | { readonly type: "resumed"; readonly step: number }
  /** Training went on elsewhere after a failure: another device or backend, from the snapshot at `step`. */
  | {
      readonly type: "recovered";
      readonly step: number;
      readonly backend: string;
      readonly reason: string;
      readonly totalSteps: number;
      readonly epochClock: EpochClock;
    }
  | { readonly type: "finished"; readonly step: number }
  | { readonly type: "failed"; readonly step: number; readonly failure: Failure };
