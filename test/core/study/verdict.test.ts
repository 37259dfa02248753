/** @file Which measured differences agree with what is reported, and which say nothing. */
import { describe, expect, it, test } from "vitest";
import type { Finding } from "../../../src/core/heuristics/heuristic.ts";
import { heuristics } from "../../../src/core/heuristics/index.ts";
import { legalSetting } from "../../../src/core/settings.ts";
import { spaceById } from "../../../src/core/spaces/index.ts";
import { reportedOf, verdictOn } from "../../../src/core/study/verdict.ts";

test.each([
  ["worse", [-0.3, -0.1], "agrees"],
  ["worse", [0.01, 0.2], "disagrees"],
  ["worse", [-0.2, 0.1], "cannot tell"],
  ["better", [0.01, 0.2], "agrees"],
  ["better", [-0.2, -0.1], "disagrees"],
  ["better", [-0.2, 0.2], "cannot tell"],
  ["not better", [-0.2, 0.05], "agrees"],
  ["not better", [0.01, 0.05], "disagrees"],
  ["not better", [-0.1, 0.2], "cannot tell"],
  ["about the same", [-0.05, 0.09], "agrees"],
  ["about the same", [0.11, 0.3], "disagrees"],
  ["about the same", [-0.3, -0.2], "disagrees"],
  ["about the same", [-0.2, 0.05], "cannot tell"],
] as const)("reported %s, measured %j: %s", (ranking, interval, verdict) => {
  expect(verdictOn({ ranking }, interval)).toBe(verdict);
  expect(verdictOn({ ranking }, null)).toBe("cannot tell");
});

describe("what is reported of a value in place of another", () => {
  test.each([
    ["nasbench201", "bn", "running", "batch", "worse"],
    ["nasbench201", "bn", "batch", "running", undefined],
    ["nasbench201", "lr", 0.1, 0.05, "worse"],
    // Both are below the rate of stand-alone training, and both above it.
    ["nasbench201", "lr", 0.025, 0.05, undefined],
    ["nasbench101", "lr", 0.05, 0.025, undefined],
    ["nasbench201", "lr", 0.2, 0.1, undefined],
    ["nasbench201", "lr", 0.05, 0.1, "better"],
    // Held against mini-batches alone.
    ["nasbench201", "bn", "running", "recalibrated", undefined],
    ["nasbench201", "bs", 64, 32, "better"],
    ["nasbench201", "bs", 16, 32, "worse"],
    // More than the networks trained alone have: it is about what is made cheaper than those.
    ["nasbench201", "bs", 128, 32, undefined],
    ["nasbench201", "channels", 8, 16, undefined],
    ["nasbench201", "channels", 4, 8, "about the same"],
    ["nasbench201", "portion", 0.5, 1, "about the same"],
    ["nasbench201", "portion", 0.25, 1, "worse"],
    ["nasbench201", "portion", 0.5, 0.25, undefined],
    ["nasbench201", "wd", 0, 0.0005, "worse"],
    ["darts", "wd", 0, 0.0005, "better"],
    ["nasbench101", "width", "chunk", "equal", "worse"],
    ["nasbench101", "width", "chunk", "shuffle", undefined],
    ["nasbench101", "width", "chunk", "own", undefined],
    ["nasbench201", "sampler", "fairnas", "random-a", "about the same"],
    ["nasbench201", "sampler", "random-a", "depth", undefined],
    ["nasbench201", "sampler", "depth", "random-a", undefined],
    ["darts", "wsbn", true, false, undefined],
    ["nasbench101", "wsbn", true, false, "worse"],
    ["nasbench101", "cells", 1, 2, "worse"],
    ["darts", "cells", 1, 2, undefined],
    ["darts", "clip", 1, 5, undefined],
  ] as const)("%s: %s=%s for %s", (space, key, value, reference, ranking) => {
    expect(reportedOf(spaceById(space)!, key, value, reference)?.ranking).toBe(ranking);
  });

  it("speaks of settings and values that there are, and of all fourteen", () => {
    const numbered = heuristics.filter((one) => "number" in one);
    expect(numbered).toHaveLength(14);
    for (const { id, settings, finding } of numbered as readonly {
      readonly id: string;
      readonly settings: (typeof heuristics)[number]["settings"];
      readonly finding?: Finding;
    }[]) {
      expect(finding?.directions?.length, id).toBeGreaterThan(0);
      for (const { key, of, against = [] } of finding?.directions ?? []) {
        const spec = settings.find((one) => one.key === key);
        if (!spec) throw new Error(`${id} has no setting ${key}`);
        if (typeof of === "string") expect(spec.kind).toBe("number");
        for (const value of [...(typeof of === "string" ? [] : of), ...against])
          expect(legalSetting(spec, value), `${key}=${value}`).toBe(true);
      }
    }
  });
});
