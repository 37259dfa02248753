/** @file The lab's own repetition of the study: every one of the fourteen heuristics that a space has is varied around its default. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { conflicts, defaultsFor, heuristicsFor } from "../../../src/core/heuristics/index.ts";
import { spaceById } from "../../../src/core/spaces/index.ts";
import { readStudy } from "../../../src/core/study/studyFile.ts";

test.each(["nasbench201", "nasbench101", "darts"])("%s", (id) => {
  const read = readStudy(readFileSync(`docs/studies/${id}.study.json`, "utf8"));
  if (!read.ok) throw new Error(read.problem.message);
  const { plan, warnings } = read.value;
  expect(warnings.filter((text) => !text.includes("FairNAS decides the number of paths"))).toEqual([]);
  expect(plan.seeds.length).toBeGreaterThanOrEqual(3);
  const space = spaceById(id)!;
  const defaults = { ...defaultsFor(space), ...plan.base.settings };
  for (const { key, values } of plan.vary) expect(values, key).toContain(defaults[key]);
  for (const { heuristic, unavailable } of heuristicsFor(space)) {
    if (!("number" in heuristic) || unavailable) continue;
    const varied = plan.vary.filter(({ key }) => heuristic.settings.some((spec) => spec.key === key));
    // What would do nothing around the defaults cannot be varied there.
    const idle = heuristic.settings.some(
      ({ key }) => conflicts(space, { ...defaults, [key]: true }).length > 0,
    );
    expect(varied.length > 0, heuristic.id).toBe(!idle);
  }
});
