import { beyond } from "../../../src/core/heuristics/beyond.ts";
import { describeConflicts, describeEffects, everything, little } from "./effects.ts";

describeEffects(beyond, [
  ["clipping", { clip: 0 }, { "optimizer.clipNorm": 0 }],
  ["schedule", { sched: "linear" }, { "optimizer.schedule": "linear" }],
  ["schedule", { warmup: 0.5 }, { "optimizer.warmupEpochs": 0.5 }],
  ["momentum", { mom: 0.5 }, { "optimizer.momentum": 0.5 }],
  ["momentum", { nesterov: true }, { "optimizer.nesterov": true }],
  ["moving-average", { ema: 0.99 }, { "optimizer.emaDecay": 0.99 }],
  ["label-smoothing", { ls: 0.1 }, { "training.labelSmoothing": 0.1 }],
  ["sandwich", { sandwich: true }, { "training.sandwich": true }],
  ["progressive-shrinking", { shrink: 300 }, { "training.shrinkSteps": 300 }],
  ["few-shot", { split: true }, { "network.split": true }],
  ["few-shot", { splitafter: 2 }, { "training.splitAfter": 2 }],
  ["landmarks", { landmark: 1 }, { "training.landmarkWeight": 1 }],
  ["landmarks", { landmarkrule: "margin" }, { "training.landmarkRule": "margin" }],
]);

describeConflicts([
  ["a rule of no ranking loss", { landmarkrule: "margin" }, everything, "Landmark ranking loss"],
  ["an average nobody looks at", { ema: 0.99 }, everything, "Moving average of the weights"],
  ["Nesterov needs momentum", { nesterov: true, mom: 0 }, everything, "Momentum"],
  ["a warm-up without end", { warmup: 5, epochs: 4 }, everything, "Schedule"],
  [
    "sandwich beside strict fairness",
    { sandwich: true, sampler: "fairnas", paths: 3 },
    everything,
    "Sandwich",
  ],
  ["sandwich without an order of sizes", { sandwich: true }, little, "Sandwich"],
  [
    "shrinking beside strict fairness",
    { shrink: 100, sampler: "fairnas", paths: 3 },
    everything,
    "Progressive shrinking",
  ],
  ["shrinking without an order of sizes", { shrink: 100 }, little, "Progressive shrinking"],
  ["a late split of nothing", { splitafter: 2 }, everything, "Few-shot"],
  ["a split after the end", { split: true, splitafter: 8, epochs: 8 }, everything, "Few-shot"],
  ["split without a decision", { split: true }, little, "Few-shot"],
]);
