import { stepRules } from "../../../src/core/heuristics/stepRules.ts";
import { describeConflicts, describeEffects, everything } from "./effects.ts";

describeEffects(stepRules, [
  ["inactive-decay", { inactive: "decay" }, { "optimizer.inactive": "decay" }],
  ["inactive-decay", { inactive: "study" }, { "optimizer.inactive": "study" }],
  ["path-sum", { pathsum: "mean" }, { "training.pathSum": "mean" }],
  ["norm-momentum", { bnmom: 0.997 }, { "optimizer.normMomentum": 0.997 }],
  ["complexity-rate", { dynlr: true }, { "optimizer.complexityRate": true }],
  ["momentum-groups", { dynmom: true }, { "optimizer.momentumGroups": true }],
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
  ["a rate that never falls", { dynlr: true, sched: "constant" }, everything, "Learning rate by complexity"],
  ["groups of no momentum", { dynmom: true, paths: 1, mom: 0 }, everything, "Momentum by group"],
  ["one momentum for several paths", { dynmom: true, paths: 2 }, everything, "Momentum by group"],
  ["statistics nobody looks at", { bnmom: 0.003 }, everything, "Batch-norm momentum"],
]);
