/** @file The interface of a training engine. An engine knows operations and named weights; it knows neither spaces nor heuristics. */
import { type FrozenWeights, parameterOfMomentum, type Snapshot } from "../core/checkpoint.ts";
import type { PartName } from "../core/imagePack.ts";
import type { Network } from "../core/network/network.ts";
import type { NormStatistics, OptimizerRecipe, WeightKind } from "../core/recipe.ts";

export { type FrozenWeights, parameterOfMomentum, type Snapshot };

/** Images of one part: bytes [count, height, width, channels], labels [count]. */
export interface ImagePart {
  readonly count: number;
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** A data set in memory. Engines feed (pixel / 255 − mean) / deviation, per channel. */
export interface ImageSet extends Readonly<Record<PartName, ImagePart>> {
  readonly id: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: readonly string[];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** One architecture's share of a training step. */
export interface TrainPath {
  readonly network: Network;
  /** Factor on the loss. */
  readonly weight: number;
  /** Index of an earlier path of the step whose softmax output (no gradient) is the target instead of the labels. */
  readonly teacher?: number;
  /** Indices into the training part that this path sees in place of the step's, as many as those. A path with a teacher has none. */
  readonly images?: Int32Array;
}

export interface OptimizerStep {
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  /** L2 term added to the gradient after clipping, as PyTorch's SGD does: g ← g + weightDecay · w. */
  readonly weightDecay: number;
  /** What becomes of parameters without gradient that earlier steps have moved; see `OptimizerRecipe`. */
  readonly inactive: OptimizerRecipe["inactive"];
  /** Largest global norm of the gradients of the step; 0: no clipping. */
  readonly clipNorm: number;
  /** w̄ ← decay · w̄ + (1 − decay) · w after the update, for parameters that moved; 0: none is kept. */
  readonly emaDecay: number;
  /** A whole number: the step uses and moves momenta that only steps of this group share. Absent: those of the steps without group. */
  readonly momentumGroup?: number;
  /** Running statistics of batch norm: r ← r + normMomentum · (batch − r) for every path, (0, 1]. */
  readonly normMomentum: number;
}

/** The name of a parameter's momentum in a group of steps. */
export const momentumName = (parameter: string, group: number | undefined): string =>
  group === undefined ? parameter : `${parameter}@${group}`;

/**
 * Hinge on a pair of paths whose true order is known: weight · max(0, margin + loss(better) − loss(worse)) is added to
 * the objective (landmark regularization; Yu et al., "Landmark Regularization", CVPR 2021).
 */
export interface RankingPair {
  readonly better: number;
  readonly worse: number;
  readonly weight: number;
  readonly margin: number;
}

/** Forward, backward and one update. The gradients of all paths are summed. */
export interface TrainStep {
  readonly paths: readonly TrainPath[];
  /** Indices into the training part. */
  readonly images: Int32Array;
  readonly labelSmoothing: number;
  readonly ranking?: readonly RankingPair[];
  /** Seed of this step's dropout masks. */
  readonly seed: number;
  readonly optimizer: OptimizerStep;
}

/** Means over the paths and steps since the last reading. `loss` is NaN once training has diverged. */
export interface TrainingReport {
  readonly steps: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Global gradient norm before clipping. */
  readonly gradientNorm: number;
}

export interface Evaluation {
  readonly part: Exclude<PartName, "train">;
  /** `count` images of the part are used, in batches of `batchSize` (the last one may be smaller); see `evaluationBatches`. */
  readonly count: number;
  readonly batchSize: number;
  /**
   * batch: statistics of the evaluation batch. running: those tracked in training. recalibrated: forward
   * `calibrationBatches` training batches through this very network, average their statistics, then evaluate with those.
   */
  readonly norm: NormStatistics;
  readonly calibrationBatches: number;
  readonly weights: WeightKind;
  /** "frozen": the copy that `freeze` made last, whatever was trained since. */
  readonly state: "live" | "frozen";
}

/** What an evaluation says of one network; both are NaN where a logit is no finite number. */
export interface NetworkScore {
  /** Share of images classified correctly, [0, 1]. */
  readonly accuracy: number;
  /** Mean cross-entropy against the labels, without smoothing, in nats. */
  readonly loss: number;
}

/** Forward and backward without an update; for parity tests and diagnosis. */
export interface Inspection {
  /** Per path, [batch, classes]. */
  readonly logits: readonly Float32Array[];
  /** Per path, mean over the batch. */
  readonly losses: readonly number[];
  /** Summed over the paths, before clipping and decay, by parameter name. */
  readonly gradients: Readonly<Record<string, Float32Array>>;
}

export interface Engine {
  /** Shown to the user, e.g. "WASM" or "WebGPU". */
  readonly backend: string;
  trainStep(step: TrainStep): Promise<void>;
  readTraining(): Promise<TrainingReport>;
  /** Never changes weights or running statistics. Throws for the frozen state where nothing was frozen. */
  score(networks: readonly Network[], evaluation: Evaluation): Promise<NetworkScore[]>;
  /** Copies weights, running statistics and averages aside, in place of an earlier copy, so that they can be scored while training goes on. */
  freeze(): Promise<void>;
  inspect(step: TrainStep): Promise<Inspection>;
  snapshot(): Promise<Snapshot>;
  /** What was frozen last; `undefined` where nothing was. */
  snapshotFrozen(): Promise<FrozenWeights | undefined>;
  /** The frozen copy is given up, or replaced by `frozen`. */
  restore(snapshot: Snapshot, frozen?: FrozenWeights): void;
  /** What is held now; must stay flat in steady state. */
  memory(): { readonly buffers: number; readonly bytes: number };
  /** How many answers its device has given so far: a call that takes long while they grow is slow, not without end. */
  signs(): number;
  /** Resolves with a reason when the device is gone, or fails for good otherwise; never rejects. */
  readonly lost: Promise<string>;
  dispose(): void;
}

/** Makes an engine over a data set. `seed` decides the initial weights (`core/network/initial`). */
export type EngineFactory = (images: ImageSet, seed: number) => Promise<Engine>;
