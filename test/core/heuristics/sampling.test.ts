import { describe, expect, test } from "vitest";
import { conflicts } from "../../../src/core/heuristics/index.ts";
import { sampling } from "../../../src/core/heuristics/sampling.ts";
import { createRandom } from "../../../src/core/random.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import { describeConflicts, describeEffects, everything } from "./effects.ts";

describeEffects(sampling, [
  ["path-sampling", { sampler: "fairnas" }, { "training.sampler": "fairnas" }],
  ["path-sampling", { sampler: "random-a" }, { "training.sampler": "random-a" }],
  ["path-sampling", { sampler: "depth" }, { "training.sampler": "depth" }],
  ["path-sampling", { paths: 3 }, { "training.pathsPerStep": 3 }],
]);

describeConflicts([
  ["FairNAS decides the number of paths", { sampler: "fairnas", paths: 4 }, everything, "Path sampling"],
]);

describe.each(spaces)("FairNAS in $title", (space) => {
  test("trains as many paths as the space says", () => {
    expect(space.sampleFair(createRandom(1))).toHaveLength(space.traits.fairPaths);
  });

  test("is at rest with the number of paths that it takes", () => {
    expect(conflicts(space, { sampler: "fairnas", paths: space.traits.fairPaths })).toEqual([]);
  });
});
