import { sampling } from "../../../src/core/heuristics/sampling.ts";
import { describeEffects } from "./effects.ts";

describeEffects(sampling, [
  ["path-sampling", { sampler: "fairnas" }, { "training.sampler": "fairnas" }],
  ["path-sampling", { sampler: "random-a" }, { "training.sampler": "random-a" }],
  ["path-sampling", { paths: 3 }, { "training.pathsPerStep": 3 }],
]);
