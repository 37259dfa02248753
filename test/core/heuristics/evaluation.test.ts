import { evaluation } from "../../../src/core/heuristics/evaluation.ts";
import { describeConflicts, describeEffects, everything } from "./effects.ts";

describeEffects(evaluation, [
  ["evaluation-images", { evalimages: 300 }, { "evaluation.images": 300 }],
  ["evaluation-images", { evalbatch: 25 }, { "evaluation.batchSize": 25 }],
  ["scoring-rounds", { scoreshare: 0.4 }, { "evaluation.scoringShare": 0.4 }],
  ["scoring-rounds", { pool: 77 }, { "evaluation.pool": 77 }],
  ["scored-weights", { weights: "ema" }, { "evaluation.weights": "ema" }],
  ["ranking-rule", { rankby: "loss" }, { "evaluation.rankBy": "loss" }],
  ["ranking-rule", { avgrounds: 3 }, { "evaluation.roundsAveraged": 3 }],
]);

describeConflicts([
  ["averaged weights need an average", { weights: "ema" }, everything, "Scored weights"],
  ["a batch larger than its images", { evalimages: 100, evalbatch: 250 }, everything, "Evaluation images"],
]);
