/** @file Beyond the study's fourteen: what a training step does with gradients, momenta and statistics that public codes do differently. */
import { defaultNormMomentum } from "../network/batchNorm.ts";
import { defineHeuristic } from "./heuristic.ts";

const inactiveWeights = defineHeuristic({
  id: "inactive-decay",
  group: "beyond",
  title: "Weights not sampled",
  explanation:
    "What a step does to weights that none of its paths used: nothing, weight decay alone, or what the study's code does. That code treats a missing gradient as zero, so such weights go on decaying and drifting by momentum, even without weight decay, here once they were trained at all.",
  origin:
    "PyTorch, Optimizer.zero_grad, on gradients that are zero or absent, https://docs.pytorch.org/docs/stable/generated/torch.optim.Optimizer.zero_grad.html",
  settings: [
    {
      key: "inactive",
      title: "Weights not sampled",
      effect: "nextStep",
      kind: "choice",
      default: "untouched",
      choices: [
        { value: "untouched", title: "Untouched" },
        { value: "decay", title: "Decay" },
        { value: "study", title: "As in the study's code" },
      ],
    },
  ],
  changes: ({ inactive }) => ({ optimizer: { inactive } }),
  standAlone: () => ({ optimizer: { inactive: "untouched" } }),
  conflict: ({ optimizer: { inactive, weightDecay, momentum } }) => {
    if (weightDecay > 0 || inactive === "untouched" || (inactive === "study" && momentum > 0))
      return undefined;
    return inactive === "decay"
      ? "There is no weight decay that could act on them."
      : "Without weight decay and momentum nothing moves them.";
  },
});

const pathSum = defineHeuristic({
  id: "path-sum",
  group: "beyond",
  title: "Sum or mean of paths",
  explanation:
    "Several paths of a step give one gradient: their sum, as in FairNAS, or their mean. Summing multiplies the rate of stem, head and reduction blocks, which every path trains, while an operation that one path used keeps its own.",
  origin: "Chu, Zhang and Xu, FairNAS, ICCV 2021, https://arxiv.org/abs/1907.01845",
  settings: [
    {
      key: "pathsum",
      title: "Gradients of the paths",
      effect: "nextStep",
      kind: "choice",
      default: "sum",
      choices: [
        { value: "sum", title: "Sum (as FairNAS)" },
        { value: "mean", title: "Mean" },
      ],
    },
  ],
  changes: ({ pathsum }) => ({ training: { pathSum: pathsum } }),
  standAlone: () => ({ training: { pathSum: "sum" } }),
  conflict: ({ training }) =>
    training.pathSum === "mean" &&
    training.pathsPerStep === 1 &&
    training.sampler !== "fairnas" &&
    !training.sandwich
      ? "Each step has one path only, which is its own mean."
      : undefined,
});

const normMomentum = defineHeuristic({
  id: "norm-momentum",
  group: "beyond",
  title: "Batch-norm momentum",
  explanation:
    "How far tracked statistics move towards those of the batch with every path of a step (PyTorch's momentum). The study's NASBench-101 code hands TensorFlow's 0.997 to PyTorch, so what it tracks is nearly the last batch alone; 0.003 is what TensorFlow means.",
  origin:
    "Yu, Ranftl and Salzmann, public code of the study and of Landmark Regularization, https://github.com/kcyu2014/nas-landmarkreg",
  settings: [
    {
      key: "bnmom",
      title: "Batch-norm momentum",
      effect: "nextStep",
      kind: "number",
      default: defaultNormMomentum,
      min: 0.0001,
      max: 1,
      stops: [0.003, 0.01, 0.1, 0.3, 0.997],
    },
  ],
  changes: ({ bnmom }) => ({ optimizer: { normMomentum: bnmom } }),
  conflict: ({ optimizer, evaluation }) =>
    optimizer.normMomentum !== defaultNormMomentum && evaluation.norm !== "running"
      ? "It shows only where scores use the statistics tracked in training."
      : undefined,
});

const dynas =
  "Jeon et al., Subnet-Aware Dynamic Supernet Training for Neural Architecture Search, CVPR 2025, https://arxiv.org/abs/2503.10740";

const complexityRate = defineHeuristic({
  id: "complexity-rate",
  group: "beyond",
  title: "Learning rate by complexity",
  explanation:
    "The rate of a path with few parameters falls early, that of one with many late, since large cells converge later and are underestimated until then. The schedule's share of the peak is raised to a power from 4 (smallest) to 1/4 (largest), which with the linear schedule is the rule of the authors' code.",
  remark: () =>
    "With several paths a step, each gradient is scaled by its path's share of the largest rate among them: exact for plain gradient descent, nearly so with momentum.",
  origin: dynas,
  settings: [
    {
      key: "dynlr",
      title: "Learning rate by complexity",
      effect: "nextStep",
      kind: "toggle",
      default: false,
    },
  ],
  changes: ({ dynlr }) => ({ optimizer: { complexityRate: dynlr } }),
  standAlone: () => ({ optimizer: { complexityRate: false } }),
  conflict: ({ optimizer }) =>
    optimizer.complexityRate && optimizer.schedule === "constant"
      ? "A constant rate never falls, so there is nothing that complexity could change."
      : undefined,
});

const momentumGroups = defineHeuristic({
  id: "momentum-groups",
  group: "beyond",
  title: "Momentum by group",
  explanation:
    "Architectures of a group keep momenta of their own, so that a step is not pushed on by the gradients of quite different cells. The authors group by the operation on one edge.",
  remark: ({ splitDecision }) =>
    splitDecision === undefined
      ? "This space names no such edge, so the groups are those of equal depth."
      : "Here that is the edge of the few-shot split; the authors draw it at random.",
  origin: dynas,
  settings: [
    { key: "dynmom", title: "Momentum by group", effect: "nextStep", kind: "toggle", default: false },
  ],
  changes: ({ dynmom }) => ({ optimizer: { momentumGroups: dynmom } }),
  standAlone: () => ({ optimizer: { momentumGroups: false } }),
  conflict: ({ optimizer, training }) => {
    if (!optimizer.momentumGroups) return undefined;
    if (optimizer.momentum === 0) return "There is no momentum to keep apart.";
    return training.pathsPerStep > 1 || training.sampler === "fairnas" || training.sandwich
      ? "The paths of a step have one gradient together, which goes to the momentum of the first one's group; one path a step keeps the groups apart."
      : undefined;
  },
});

export const stepRules = [inactiveWeights, pathSum, normMomentum, complexityRate, momentumGroups] as const;
