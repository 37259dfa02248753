/** @file Protocol, hyper-parameters: heuristics 1 to 4 of the study. */
import { defineHeuristic, study } from "./heuristic.ts";

/** By which the architectures of the lab's tables are trained alone. */
export const standAloneRate = 0.1;

const batchNorm = defineHeuristic({
  id: "batch-norm",
  number: 1,
  group: "hyper-parameters",
  title: "Batch normalization",
  explanation:
    "Decides which mean and variance a sub-network uses when it is scored: those of the evaluation batch, those tracked over all paths in training, or fresh ones from training images, four times as many as an evaluation batch has. Affine adds a learned scale and shift per channel, as most stand-alone networks have.",
  finding: {
    text: "The paper reports that statistics tracked in training hurt badly: many architectures fall to chance level.",
    trust: "B",
    source: study,
    directions: [{ key: "bn", of: ["running"], against: ["batch"], ranking: "worse" }],
  },
  settings: [
    {
      key: "bn",
      title: "Statistics at test",
      effect: "reevaluate",
      kind: "choice",
      default: "batch",
      choices: [
        { value: "batch", title: "Mini-batch" },
        { value: "running", title: "Tracked in training" },
        { value: "recalibrated", title: "Re-calibrated" },
      ],
    },
    { key: "affine", title: "Affine parameters", effect: "restart", kind: "toggle", default: true },
  ],
  changes: ({ bn, affine }) => ({ evaluation: { norm: bn }, network: { affine } }),
  standAlone: () => ({ evaluation: { norm: "batch" }, network: { affine: true } }),
});

const learningRate = defineHeuristic({
  id: "learning-rate",
  number: 2,
  group: "hyper-parameters",
  title: "Learning rate",
  explanation:
    "How far each step moves the weights; this is the peak, which the schedule may lower. People often keep the value of stand-alone training, although shared weights are pulled in many directions at once.",
  finding: {
    text: "The paper reports that a super-net ranks better with a learning rate below the one used for stand-alone training.",
    trust: "B",
    source: study,
    directions: [
      { key: "lr", of: "higher", across: standAloneRate, ranking: "worse" },
      { key: "lr", of: "lower", across: standAloneRate, ranking: "better" },
    ],
  },
  settings: [
    {
      key: "lr",
      title: "Learning rate",
      effect: "nextStep",
      kind: "number",
      default: 0.05,
      min: 0.0001,
      max: 1,
      stops: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4],
    },
  ],
  changes: ({ lr }) => ({ optimizer: { learningRate: lr } }),
});

const epochs = defineHeuristic({
  id: "epochs",
  number: 3,
  group: "hyper-parameters",
  title: "Epochs",
  explanation:
    "How many times the super-net sees the training images. Each step trains only one or a few of the many architectures, so a super-net needs more of them than a single network.",
  finding: {
    text: "The paper reports that more epochs improve the ranking, until it saturates.",
    trust: "B",
    source: study,
    directions: [
      { key: "epochs", of: "lower", ranking: "worse" },
      { key: "epochs", of: "higher", ranking: "better" },
    ],
  },
  settings: [
    {
      key: "epochs",
      title: "Epochs",
      effect: "nextStep",
      kind: "number",
      default: 16,
      min: 1,
      max: 400,
      integer: true,
      stops: [1, 2, 4, 8, 16, 32, 64, 128],
    },
  ],
  changes: (values) => ({ training: { epochs: values.epochs } }),
});

const weightDecay = defineHeuristic({
  id: "weight-decay",
  number: 4,
  group: "hyper-parameters",
  title: "Weight decay",
  explanation:
    "Pulls every trained weight a little towards zero at each step, which keeps a network from memorizing its training images. In a super-net it also shapes weights that many architectures share.",
  finding: {
    text: "The paper reports that weight decay helps on the small spaces, NASBench-101 and NAS-Bench-201, and hurts on DARTS.",
    trust: "B",
    source: study,
    directions: [
      { key: "wd", of: [0], ranking: "worse", where: ({ isTabular }) => isTabular },
      { key: "wd", of: [0], ranking: "better", where: ({ isTabular }) => !isTabular },
    ],
  },
  settings: [
    {
      key: "wd",
      title: "Weight decay",
      effect: "nextStep",
      kind: "number",
      default: 0.0005,
      min: 0,
      max: 0.1,
      stops: [0, 0.0001, 0.0003, 0.0005, 0.001],
    },
  ],
  changes: ({ wd }) => ({ optimizer: { weightDecay: wd } }),
});

export const hyperParameters = [batchNorm, learningRate, epochs, weightDecay] as const;
