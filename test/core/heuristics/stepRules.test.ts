import { stepRules } from "../../../src/core/heuristics/stepRules.ts";
import { describeConflicts, describeEffects, everything } from "./effects.ts";

describeEffects(stepRules, [
  ["inactive-decay", { inactive: "decay" }, { "optimizer.inactive": "decay" }],
  ["inactive-decay", { inactive: "study" }, { "optimizer.inactive": "study" }],
  ["path-sum", { pathsum: "mean" }, { "training.pathSum": "mean" }],
  ["norm-momentum", { bnmom: 0.997 }, { "optimizer.normMomentum": 0.997 }],
]);

describeConflicts([
  ["nothing decays without weight decay", { inactive: "decay", wd: 0 }, everything, "Weights not sampled"],
  [
    "nothing drifts without momentum",
    { inactive: "study", wd: 0, mom: 0 },
    everything,
    "Weights not sampled",
  ],
  ["the mean of one path", { pathsum: "mean", paths: 1 }, everything, "Sum or mean"],
  ["statistics nobody looks at", { bnmom: 0.003 }, everything, "Batch-norm momentum"],
]);
