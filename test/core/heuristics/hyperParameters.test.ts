import { hyperParameters } from "../../../src/core/heuristics/hyperParameters.ts";
import { describeEffects } from "./effects.ts";

describeEffects(hyperParameters, [
  ["batch-norm", { bn: "running" }, { "evaluation.norm": "running" }],
  ["batch-norm", { bn: "recalibrated" }, { "evaluation.norm": "recalibrated" }],
  ["batch-norm", { affine: false }, { "network.affine": false }],
  ["learning-rate", { lr: 0.01 }, { "optimizer.learningRate": 0.01 }],
  ["epochs", { epochs: 3 }, { "training.epochs": 3 }],
  ["weight-decay", { wd: 0 }, { "optimizer.weightDecay": 0 }],
]);
