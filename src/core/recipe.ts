/** @file Every knob, in the groups that act together. A recipe is always derived from a `RunConfig`, never sent or stored. */

/** Statistics that batch norm may use at test. */
export const normStatistics = ["batch", "running", "recalibrated"] as const;
export type NormStatistics = (typeof normStatistics)[number];

/** Weights that may be scored: as trained, or their exponential moving average. */
export const weightKinds = ["raw", "ema"] as const;
export type WeightKind = (typeof weightKinds)[number];

/** What decides the operation list; any change rebuilds the network and starts a new run (dropout excepted). */
export interface NetworkRecipe {
  /** Cells per stage. */
  readonly cells: number;
  /** Channels of the first stage; every later stage doubles them. */
  readonly channels: number;
  /** Whether batch norm has a learned scale and shift. */
  readonly affine: boolean;
  /** WSBN: one set of batch-norm parameters per input configuration. */
  readonly normPerInput: boolean;
  /**
   * Where shared operations sit. "node": one set of them for all inputs of a node; "slot": one per node and input slot, which inputs
   * share that take turns in the slot.
   */
  readonly placement: "edge" | "node" | "slot";
  /**
   * How one kernel serves several widths (NASBench-101). "own": every width has kernels of its own, as stand-alone networks do;
   * "equal": only architectures with `equalOutputs` vertices wired to the output.
   */
  readonly channelRule: "own" | "equal" | "chunk" | "shuffle" | "interpolate";
  readonly equalOutputs: number;
  /** OFA: the small kernel is the center of the large one times a learned matrix. */
  readonly nestedKernels: boolean;
  /** What nested sizes share: the kernel alone, or also the pointwise convolution and the batch norm behind it. */
  readonly nestedSharing: "kernel" | "all";
  /** Few-shot: each choice of the space's split decision has weights of its own. */
  readonly split: boolean;
  /** Probability to drop a whole path for a sample in training; live. */
  readonly pathDropout: number;
  /** What path dropout drops: every operation's output at this rate, or a cell's at a rate that grows with depth up to this one; live. */
  readonly droppedPath: "edge" | "cell";
  /** Probability to drop a feature before the classifier in training; live. */
  readonly headDropout: number;
}

interface DataRecipe {
  /** Share of the training images in use, (0, 1]. */
  readonly portion: number;
  /** Images per training step. */
  readonly batchSize: number;
}

export interface OptimizerRecipe {
  /** Peak learning rate. */
  readonly learningRate: number;
  readonly schedule: "constant" | "cosine" | "linear" | "step";
  /** Length of the linear warm-up, in epochs. */
  readonly warmupEpochs: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
  /**
   * What becomes in a step of parameters that no sampled path used. "untouched": nothing; "decay": they shrink by
   * learningRate · weightDecay · w, their momentum waits; "study": a missing gradient is zero, so they decay and drift by momentum.
   */
  readonly inactive: "untouched" | "decay" | "study";
  /** How far running statistics of batch norm move towards those of the batch in each step, (0, 1] (PyTorch's `momentum`). */
  readonly normMomentum: number;
  /** Whether the learning rate of a path falls by the number of its parameters: early for small ones, late for large ones. */
  readonly complexityRate: boolean;
  /** Whether groups of similar architectures keep momenta of their own. */
  readonly momentumGroups: boolean;
  /** Largest global gradient norm; 0 switches clipping off. */
  readonly clipNorm: number;
  /** Decay of the exponential moving average of the weights; 0 switches it off. */
  readonly emaDecay: number;
}

export interface TrainingRecipe {
  readonly epochs: number;
  readonly sampler: "random-nas" | "random-a" | "fairnas" | "depth";
  /** Architectures trained on the same batch before one optimizer step (FairNAS sets its own number). */
  readonly pathsPerStep: number;
  /** How the gradients of a step's paths become one: "sum", or "mean" over the paths. */
  readonly pathSum: "sum" | "mean";
  /** Sandwich rule: the largest and smallest architecture in every step, distilling from the largest. */
  readonly sandwich: boolean;
  /** Progressive shrinking: training steps until the smallest operations are let in; 0: all train from the start. */
  readonly shrinkSteps: number;
  readonly labelSmoothing: number;
  /** Few-shot: epochs of the one net before `network.split` begins to hold; 0 splits it from the start. */
  readonly splitAfter: number;
  /** Weight of the landmark ranking loss; 0 switches it off. */
  readonly landmarkWeight: number;
  /**
   * "study": no margin, weight rising by a cosine after a warm-up, up to 50 landmarks, a batch of its own. "margin": hinge with a margin,
   * constant weight, up to 8 landmarks, on the batch of the step.
   */
  readonly landmarkRule: "study" | "margin";
}

interface EvaluationRecipe {
  /** Statistics that batch norm uses at test. */
  readonly norm: NormStatistics;
  /** Validation images per score. */
  readonly images: number;
  /** Images per forward pass; with batch statistics the score depends on it. */
  readonly batchSize: number;
  readonly weights: WeightKind;
  /** Share of the compute that scoring takes while training goes on, (0, 1). */
  readonly scoringShare: number;
  /** What the architectures of a round are ranked by. */
  readonly rankBy: "accuracy" | "loss";
  /** Rounds whose scores are averaged before that; 1: the round alone. */
  readonly roundsAveraged: number;
  /** Largest number of architectures in the pool. */
  readonly pool: number;
  /** Whether only architectures with `equalOutputs` vertices wired to the output are judged, whatever is trained (NASBench-101). */
  readonly judgeEqual: boolean;
}

export interface Recipe {
  readonly network: NetworkRecipe;
  readonly data: DataRecipe;
  readonly optimizer: OptimizerRecipe;
  readonly training: TrainingRecipe;
  readonly evaluation: EvaluationRecipe;
}

/** What one heuristic changes. */
export type RecipePatch = { readonly [Group in keyof Recipe]?: Partial<Recipe[Group]> };

/** A new recipe with the patch laid over it. */
export function patched(recipe: Recipe, patch: RecipePatch): Recipe {
  return {
    network: { ...recipe.network, ...patch.network },
    data: { ...recipe.data, ...patch.data },
    optimizer: { ...recipe.optimizer, ...patch.optimizer },
    training: { ...recipe.training, ...patch.training },
    evaluation: { ...recipe.evaluation, ...patch.evaluation },
  };
}
