/** @file What people use in the training of super-nets and the study did not isolate, beside the optimizer. */
import type { SpaceTraits } from "../spaces/space.ts";
import { defineHeuristic } from "./heuristic.ts";

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
    "As its authors: no margin, a weight that rises by a cosine after three eighths of training, up to 50 landmarks, ranked on images of their own; their code takes those from the held-out images, here they are training images. Margin: a hinge of 0.05 with constant weight, up to 8 landmarks, on the images of the step. Beside the summed gradients of several paths a step the ranking weighs as many times less than in the authors' one path a step; beside their mean it weighs the same.",
  standAlone: () => ({ training: { landmarkWeight: 0, landmarkRule: "study" } }),
  conflict: ({ training }) =>
    training.landmarkRule !== "study" && training.landmarkWeight === 0
      ? "No rule acts while the ranking loss weighs nothing."
      : undefined,
});

export const superNetTricks = [sandwich, shrinking, fewShot, landmarks] as const;
