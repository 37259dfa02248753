/** @file What the study did not isolate but people use: the optimizer first, then tricks of super-net training. */
import type { SpaceTraits } from "../spaces/space.ts";
import { defineHeuristic } from "./heuristic.ts";

const clipping = defineHeuristic({
  id: "clipping",
  group: "beyond",
  title: "Gradient clipping",
  explanation:
    "Shortens the gradient of a step to this norm where it is longer. One step may train a nearly dead path with an enormous gradient, and without clipping that easily ruins the weights of everyone.",
  origin:
    "Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML 2013, https://arxiv.org/abs/1211.5063",
  settings: [
    {
      key: "clip",
      title: "Largest gradient norm (0: off)",
      effect: "nextStep",
      kind: "number",
      default: 5,
      min: 0,
      max: 1000,
      stops: [0, 0.5, 1, 2, 5, 10],
    },
  ],
  changes: ({ clip }) => ({ optimizer: { clipNorm: clip } }),
});

const schedule = defineHeuristic({
  id: "schedule",
  group: "beyond",
  title: "Schedule and warm-up",
  explanation:
    "How the learning rate falls over training, after a linear rise during the warm-up. The scores calm down only when the rate gets small, so a schedule shows in the ranking.",
  origin: "Loshchilov and Hutter, SGDR, ICLR 2017, https://arxiv.org/abs/1608.03983",
  settings: [
    {
      key: "sched",
      title: "Schedule",
      effect: "nextStep",
      kind: "choice",
      default: "cosine",
      choices: [
        { value: "constant", title: "Constant" },
        { value: "cosine", title: "Cosine" },
        { value: "linear", title: "Linear" },
        { value: "step", title: "Steps" },
      ],
    },
    {
      key: "warmup",
      title: "Warm-up",
      effect: "nextStep",
      kind: "number",
      default: 0,
      min: 0,
      max: 50,
      stops: [0, 0.25, 0.5, 1, 2, 5],
      unit: "epochs",
    },
  ],
  changes: ({ sched, warmup }) => ({ optimizer: { schedule: sched, warmupEpochs: warmup } }),
  conflict: ({ optimizer, training }) =>
    optimizer.warmupEpochs > 0 && optimizer.warmupEpochs >= training.epochs
      ? "The warm-up lasts as long as the whole training, so the learning rate never falls."
      : undefined,
});

const momentum = defineHeuristic({
  id: "momentum",
  group: "beyond",
  title: "Momentum",
  explanation:
    "Each step keeps a share of the direction of earlier steps, which smooths noisy gradients; Nesterov looks one step ahead. In a super-net a weight's momentum waits until a path trains that weight again.",
  origin:
    "Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013, https://proceedings.mlr.press/v28/sutskever13.html",
  settings: [
    {
      key: "mom",
      title: "Momentum",
      effect: "nextStep",
      kind: "number",
      default: 0.9,
      min: 0,
      max: 0.999,
      stops: [0, 0.5, 0.8, 0.9, 0.95, 0.99],
    },
    { key: "nesterov", title: "Nesterov", effect: "nextStep", kind: "toggle", default: false },
  ],
  changes: ({ mom, nesterov }) => ({ optimizer: { momentum: mom, nesterov } }),
  conflict: ({ optimizer }) =>
    optimizer.nesterov && optimizer.momentum === 0 ? "Nesterov does nothing without momentum." : undefined,
});

const movingAverage = defineHeuristic({
  id: "moving-average",
  group: "beyond",
  title: "Moving average of the weights",
  explanation:
    "Keeps a second copy of the weights that follows the trained ones slowly (EMA). The copy averages away the noise of the last steps and can be scored in their place.",
  origin:
    "Polyak and Juditsky, Acceleration of stochastic approximation by averaging, 1992, https://doi.org/10.1137/0330046",
  settings: [
    {
      key: "ema",
      title: "Decay of the average (0: off)",
      effect: "nextStep",
      kind: "number",
      default: 0,
      min: 0,
      max: 0.9999,
      stops: [0, 0.9, 0.98, 0.99, 0.995, 0.999],
    },
  ],
  changes: ({ ema }) => ({ optimizer: { emaDecay: ema } }),
  standAlone: () => ({ optimizer: { emaDecay: 0 }, evaluation: { weights: "raw" } }),
  conflict: ({ optimizer, evaluation }) =>
    optimizer.emaDecay > 0 && evaluation.weights === "raw"
      ? "The average is kept but not looked at while the weights are scored as trained."
      : undefined,
});

const labelSmoothing = defineHeuristic({
  id: "label-smoothing",
  group: "beyond",
  title: "Label smoothing",
  explanation:
    "Asks the network for a little less than full confidence in the right class. It keeps outputs from growing without bound and often helps a little in stand-alone training.",
  origin:
    "Szegedy et al., Rethinking the Inception Architecture for Computer Vision, CVPR 2016, https://arxiv.org/abs/1512.00567",
  settings: [
    {
      key: "ls",
      title: "Label smoothing",
      effect: "nextStep",
      kind: "number",
      default: 0,
      min: 0,
      max: 0.5,
      stops: [0, 0.05, 0.1, 0.2],
    },
  ],
  changes: ({ ls }) => ({ training: { labelSmoothing: ls } }),
});

const unsized = ({ sizeOrder }: SpaceTraits): string | undefined =>
  sizeOrder ? undefined : "This space has no largest and smallest architecture to train.";

const sandwich = defineHeuristic({
  id: "sandwich",
  group: "beyond",
  title: "Sandwich rule with distillation",
  explanation:
    "Every step also trains the largest and the smallest architecture, and all others learn from the outputs of the largest. The aim is to train the limits of the space well and to pull everything between along.",
  origin: "Yu et al., BigNAS, ECCV 2020, https://arxiv.org/abs/2003.11142",
  settings: [{ key: "sandwich", title: "Sandwich rule", effect: "nextStep", kind: "toggle", default: false }],
  unavailable: unsized,
  changes: (values) => ({ training: { sandwich: values.sandwich } }),
  standAlone: () => ({ training: { sandwich: false } }),
  conflict: ({ training }) =>
    training.sandwich && training.sampler === "fairnas"
      ? "The largest and the smallest join every step, so FairNAS no longer trains all operations equally often."
      : undefined,
});

const shrinking = defineHeuristic({
  id: "progressive-shrinking",
  group: "beyond",
  title: "Progressive shrinking",
  explanation:
    "Only the largest operations train at first; smaller ones are let in one after another. What is large should be good before small paths disturb it.",
  origin: "Cai et al., Once-for-All, ICLR 2020, https://arxiv.org/abs/1908.09791",
  fidelity:
    "There kernels shrink first, then depths, then widths; here a place's operations come in by their weights, and an operation that is drawn too early is drawn anew. Small ones learn from the largest only with the sandwich rule.",
  settings: [
    {
      key: "shrink",
      title: "Steps until all operations train (0: off)",
      effect: "nextStep",
      kind: "number",
      integer: true,
      default: 0,
      min: 0,
      max: 100_000,
      stops: [0, 100, 300, 1000, 3000],
    },
  ],
  unavailable: unsized,
  changes: ({ shrink }) => ({ training: { shrinkSteps: shrink } }),
  standAlone: () => ({ training: { shrinkSteps: 0 } }),
  conflict: ({ training }) =>
    training.shrinkSteps > 0 && training.sampler === "fairnas"
      ? "Until all are let in, FairNAS does not train all operations equally often."
      : undefined,
});

const fewShot = defineHeuristic({
  id: "few-shot",
  group: "beyond",
  title: "Few-shot split",
  explanation:
    "Splits the super-net into one per operation on a single edge, each with weights of its own, from the start or once the one net has been trained for a while. Less sharing disturbs less, but each of the super-nets gets only its part of the steps that are left.",
  origin: "Zhao et al., Few-shot Neural Architecture Search, ICML 2021, https://arxiv.org/abs/2006.06863",
  fidelity:
    "The few-shot paper trains the one net first and hands its weights on, which is what a split after some epochs does; momenta and averages go with them. A split from the start is this lab's own option.",
  settings: [
    { key: "split", title: "Split on one edge", effect: "restart", kind: "toggle", default: false },
    {
      key: "splitafter",
      title: "Split after (0: from the start)",
      effect: "restart",
      kind: "number",
      default: 0,
      min: 0,
      max: 400,
      stops: [0, 0.5, 1, 2, 4, 8, 16],
      unit: "epochs",
    },
  ],
  unavailable: ({ splitDecision }) =>
    splitDecision === undefined ? "This space names no single decision to split on." : undefined,
  changes: ({ split, splitafter }) => ({ network: { split }, training: { splitAfter: splitafter } }),
  standAlone: () => ({ network: { split: false }, training: { splitAfter: 0 } }),
  conflict: ({ network, training }) => {
    if (!network.split) return training.splitAfter > 0 ? "Nothing is split, early or late." : undefined;
    return training.splitAfter >= training.epochs
      ? "Training ends before the super-net is split."
      : undefined;
  },
});

const landmarks = defineHeuristic({
  id: "landmarks",
  group: "beyond",
  title: "Landmark ranking loss",
  explanation:
    "A few architectures with known stand-alone accuracy, the landmarks, add a penalty whenever the super-net orders two of them wrongly. It costs some stand-alone trainings and steers the ranking directly, so the landmarks themselves are left out of the judgement.",
  origin: "Yu, Ranftl and Salzmann, Landmark Regularization, CVPR 2021, https://arxiv.org/abs/2104.05309",
  settings: [
    {
      key: "landmark",
      title: "Weight of the ranking loss (0: off)",
      effect: "restart",
      kind: "number",
      default: 0,
      min: 0,
      max: 10,
      stops: [0, 0.1, 0.3, 1, 3, 10],
    },
    {
      key: "landmarkrule",
      title: "Rule of the ranking loss",
      effect: "restart",
      kind: "choice",
      default: "study",
      choices: [
        { value: "study", title: "As its authors" },
        { value: "margin", title: "Margin" },
      ],
    },
  ],
  changes: ({ landmark, landmarkrule }) => ({
    training: { landmarkWeight: landmark, landmarkRule: landmarkrule },
  }),
  remark: () =>
    "As its authors: no margin, a weight that rises by a cosine after three eighths of training, up to 50 landmarks, ranked on images of their own; their code takes those from the held-out images, here they are training images. Margin: a hinge of 0.05 with constant weight, up to 8 landmarks, on the images of the step.",
  standAlone: () => ({ training: { landmarkWeight: 0, landmarkRule: "study" } }),
  conflict: ({ training }) =>
    training.landmarkRule !== "study" && training.landmarkWeight === 0
      ? "No rule acts while the ranking loss weighs nothing."
      : undefined,
});

export const beyond = [
  clipping,
  schedule,
  momentum,
  movingAverage,
  labelSmoothing,
  sandwich,
  shrinking,
  fewShot,
  landmarks,
] as const;
