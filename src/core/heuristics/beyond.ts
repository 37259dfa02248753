/** @file What the study did not isolate but people use: the optimizer first, then tricks of super-net training. */
import { defineHeuristic } from "./heuristic.ts";
import { superNetTricks } from "./superNetTricks.ts";

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
    "How the learning rate falls over training, after a linear rise during the warm-up. A falling rate calms the scores and makes the weights more accurate; on NAS-Bench-201, with Random-NAS over sixteen epochs, the lab measured that it ranks worse than a constant one.",
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

export const beyond = [
  clipping,
  schedule,
  momentum,
  movingAverage,
  labelSmoothing,
  ...superNetTricks,
] as const;
