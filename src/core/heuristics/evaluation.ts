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
      acts: "rescore",
      kind: "number",
      default: 2000,
      min: 50,
      max: 10_000,
      integer: true,
      stops: [100, 250, 500, 1000, 2000],
      unit: "images",
    },
    {
      key: "evalbatch",
      title: "Evaluation batch size",
      acts: "rescore",
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
      ? `The batch is larger than the ${evaluation.images} images of a score, so every score is one batch of those.`
      : undefined,
});

const scoringPace = defineHeuristic({
  id: "scoring-pace",
  group: "evaluation",
  title: "Scoring pace",
  explanation:
    "How many architectures are scored, and how many training steps lie between two scores. Scoring often keeps the charts fresh but leaves less time for training; a large pool makes the correlation more certain.",
  settings: [
    {
      key: "every",
      title: "Training steps per score",
      acts: "live",
      kind: "number",
      default: 5,
      min: 1,
      max: 1000,
      integer: true,
      stops: [1, 2, 5, 10, 20, 50, 100],
      unit: "steps",
    },
    {
      key: "pool",
      title: "Architectures scored",
      acts: "rebuild",
      kind: "number",
      default: 128,
      min: 8,
      max: 2000,
      integer: true,
      stops: [32, 64, 128, 200, 256, 512],
    },
  ],
  changes: ({ every, pool }) => ({ evaluation: { stepsPerScore: every, pool } }),
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
      acts: "rescore",
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
    evaluation.weights === "ema" && optimizer.emaDecay === 0
      ? "No moving average is kept, so the weights are scored as trained; give the average a decay above 0."
      : undefined,
});

export const evaluation = [evaluationImages, scoringPace, scoredWeights] as const;
