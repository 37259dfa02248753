/**
 * @file A checkpoint: all that a run needs to go on elsewhere, to the bit, on any engine. Plain data; it passes through `postMessage`.
 *
 * No state of a random generator is in it: what is drawn is a function of a seed and of step or epoch alone. Nor is that of a few-shot
 * split, which is a function of the steps done.
 */
import type { EpochClock } from "./epochClock.ts";
import type { PlannedChange } from "./plannedChange.ts";
import type { KnownArchitecture } from "./pool.ts";
import type { RoundStart, RunConfig } from "./run.ts";

export type NamedArrays = Readonly<Record<string, Float32Array>>;

/** The parameter whose momentum has this name. */
export const parameterOfMomentum = (name: string): string => name.replace(/@\d+$/, "");

/** Everything that training changes, by parameter name. */
export interface Snapshot {
  readonly weights: NamedArrays;
  /** Those of a group under the names that `momentumName` (`engine/engine.ts`) gives. */
  readonly momenta: NamedArrays;
  readonly averages: NamedArrays;
}

/** The copy that a scoring round scores. */
export type FrozenWeights = Pick<Snapshot, "weights" | "averages">;

/** Where the order of the training images stands. */
export interface BatchPosition {
  readonly epoch: number;
  /** Images of the epoch already handed out. */
  readonly used: number;
}

/** What decides when the next automatic scoring round begins. */
export interface ScoringSchedule {
  /** Automatic rounds begun so far. */
  readonly begun: number;
  /** Images of scoring that training has earned and scores have not spent; below zero after scores in advance. */
  readonly credit: number;
}

/** A scoring round that is being filled, or whose weights are still frozen. */
export interface RoundProgress extends RoundStart {
  /** In the order of the run's rounds, from 0. */
  readonly number: number;
  /** Whether it takes its turn within the share, or came in addition. */
  readonly spendsCredit: boolean;
  /** Index of the architecture to be scored next. */
  readonly next: number;
  /** Whether it goes before training. */
  readonly isUrgent: boolean;
}

/** A round that is asked for: on the present weights, or once more on the frozen ones. */
export interface AskedRound {
  readonly of: "present" | "frozen";
  readonly spendsCredit: boolean;
  readonly size: number;
}

/** Where scoring stands. */
export interface ScoringState extends ScoringSchedule {
  /** Images of scoring that the last step has earned. */
  readonly earning: number;
  readonly stepsLeft: number;
  /** Rounds begun so far, whoever asked for them. */
  readonly begunInAll: number;
  readonly filling?: RoundProgress;
  /** The last complete round, as long as its weights are the frozen ones. */
  readonly complete?: RoundProgress;
  readonly asked?: AskedRound;
}

export const phases = ["new", "training", "final round", "finished", "diverged"] as const;

export interface Checkpoint {
  /** Version of the code that took it; for people. */
  readonly code: string;
  readonly config: RunConfig;
  /** Decides the initial values of weights that no step or score has asked for yet; `config.seed` decides all else that is drawn. */
  readonly weightSeed: number;
  /** Architectures to score, in the space's notation, in scoring order. */
  readonly scored: readonly string[];
  readonly landmarks: readonly Pick<KnownArchitecture, "architecture" | "accuracy">[];
  readonly phase: (typeof phases)[number];
  /** Training steps done. */
  readonly step: number;
  readonly epochClock: EpochClock;
  readonly batches: BatchPosition;
  /** Changes of a link that are still to come. */
  readonly planned?: readonly PlannedChange[];
  readonly scoring: ScoringState;
  readonly snapshot: Snapshot;
  /** Present while `scoring` has a round that is being filled or complete. */
  readonly frozen?: FrozenWeights;
}

/**
 * What a search needs of it, at a fraction of the size: weights and their averages. A run that goes on from it does so without momentum,
 * and scores its pool anew.
 */
export function weightsOnly({ frozen: _, ...checkpoint }: Checkpoint): Checkpoint {
  const { filling: _filling, complete: _complete, asked: _asked, ...scoring } = checkpoint.scoring;
  return { ...checkpoint, scoring, snapshot: { ...checkpoint.snapshot, momenta: {} } };
}
