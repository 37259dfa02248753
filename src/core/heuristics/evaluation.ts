/** @file How the super-net is scored. Not part of the fourteen, but it decides what the scores mean, so it is stated and can be changed. */
import { defineHeuristic } from "./heuristic.ts";

const evaluationImages = defineHeuristic({
  id: "evaluation-images",
  group: "evaluation",
  title: "Evaluation images",
  explanation:
    "How many validation images make one score, and how many go through the network at a time. More images mean less noise but slower scores; with mini-batch statistics the score itself depends on the evaluation batch.",
  settings: [
    {
      key: "evalimages",
      title: "Validation images per score",
      effect: "reevaluate",
      kind: "number",
      default: 1000,
      min: 50,
      max: 10_000,
      integer: true,
      stops: [100, 250, 500, 1000, 2000],
      unit: "images",
    },
    {
      key: "evalbatch",
      title: "Evaluation batch size",
      effect: "reevaluate",
      kind: "number",
      default: 250,
      min: 2,
      max: 2000,
      integer: true,
      stops: [10, 25, 50, 125, 250, 500],
      unit: "images",
    },
  ],
  changes: ({ evalimages, evalbatch }) => ({ evaluation: { images: evalimages, batchSize: evalbatch } }),
  conflict: ({ evaluation }) =>
    evaluation.batchSize > evaluation.images
      ? `The evaluation batch of ${evaluation.batchSize} is larger than the ${evaluation.images} images of a score, so every score is one batch of those.`
      : undefined,
});

const scoringRounds = defineHeuristic({
  id: "scoring-rounds",
  group: "evaluation",
  title: "Scoring rounds",
  explanation:
    "A round freezes a copy of the weights and scores the evaluation set on it (at first only 12, 24 and 48 of it) while training goes on, so each point of the curve belongs to one state of the weights. The share says how much of the compute goes into scoring: more gives more points, less gives faster training.",
  settings: [
    {
      key: "scoreshare",
      title: "Share of compute for scoring",
      effect: "nextStep",
      kind: "number",
      default: 0.25,
      min: 0.01,
      max: 0.9,
      stops: [0.05, 0.1, 0.15, 0.25, 0.4, 0.5],
    },
    {
      key: "pool",
      title: "Architectures scored",
      effect: "restart",
      kind: "number",
      default: 128,
      min: 8,
      max: 2000,
      integer: true,
      stops: [32, 64, 128, 200, 256, 512],
    },
  ],
  changes: ({ scoreshare, pool }) => ({ evaluation: { scoringShare: scoreshare, pool } }),
});

const scoredWeights = defineHeuristic({
  id: "scored-weights",
  group: "evaluation",
  title: "Scored weights",
  explanation:
    "Scores either the weights as training left them, or their moving average. The average is calmer from one score to the next.",
  settings: [
    {
      key: "weights",
      title: "Weights to score",
      effect: "reevaluate",
      kind: "choice",
      default: "raw",
      choices: [
        { value: "raw", title: "As trained" },
        { value: "ema", title: "Moving average" },
      ],
    },
  ],
  changes: ({ weights }) => ({ evaluation: { weights } }),
  conflict: ({ evaluation, optimizer }) =>
    evaluation.weights !== "ema"
      ? undefined
      : optimizer.emaDecay === 0
        ? "No moving average is kept, so the weights are scored as trained; give the average a decay above 0."
        : evaluation.norm === "running"
          ? "Statistics tracked in training are those of the weights as trained, not of their average; re-calibrate them instead."
          : undefined,
});

const rankingRule = defineHeuristic({
  id: "ranking-rule",
  group: "evaluation",
  title: "Ranking rule",
  explanation:
    "What the architectures of a round are ranked by. The validation loss has fewer ties than the accuracy and tells more from the same images; the mean over the last rounds is calmer than one round, but then a point belongs to several states of the weights.",
  origin:
    "Loss: Ning et al., Evaluating Efficient Performance Estimators of Neural Architectures, NeurIPS 2021, https://arxiv.org/abs/2008.03064. Mean over states: after Laine and Aila, Temporal Ensembling, ICLR 2017, https://arxiv.org/abs/1610.02242, who average outputs, not scores",
  settings: [
    {
      key: "rankby",
      title: "Rank by",
      effect: "rerank",
      kind: "choice",
      default: "accuracy",
      choices: [
        { value: "accuracy", title: "Accuracy" },
        { value: "loss", title: "Loss" },
      ],
    },
    {
      key: "avgrounds",
      title: "Rounds averaged",
      effect: "rerank",
      kind: "number",
      default: 1,
      min: 1,
      max: 20,
      integer: true,
      stops: [1, 2, 3, 5],
      unit: "rounds",
    },
  ],
  changes: ({ rankby, avgrounds }) => ({ evaluation: { rankBy: rankby, roundsAveraged: avgrounds } }),
});

export const evaluation = [evaluationImages, scoringRounds, scoredWeights, rankingRule] as const;
