import { describe, expect, test } from "vitest";
import { fidelityOf } from "../../../src/core/heuristics/fidelity.ts";
import type { Heuristic } from "../../../src/core/heuristics/heuristic.ts";
import { heuristics } from "../../../src/core/heuristics/index.ts";

const list: readonly Heuristic[] = heuristics;
const words = (text: string): number => text.split(/\s+/).length;
/** The names of the benchmarks hold digits of their own. */
const names = /NASBench-101|NAS-Bench-201/g;

test("the study's fourteen are there, each with its number and finding", () => {
  const numbered = list.filter(({ number }) => number !== undefined);
  expect(numbered.map(({ number }) => number)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
  for (const { id, finding } of numbered) expect(finding, id).toBeDefined();
});

describe.each(list.map((heuristic) => [heuristic.id, heuristic] as const))("%s", (_, heuristic) => {
  const { explanation, finding, group, origin, title, settings } = heuristic;

  test("explains itself in two sentences", () => {
    expect(words(explanation)).toBeLessThanOrEqual(60);
    expect(explanation.match(/[.](\s|$)/g)).toHaveLength(2);
    expect(title).toMatch(/^[A-Z]/);
    expect(settings.length).toBeGreaterThan(0);
  });

  test("says where it comes from", () => {
    // What is scored and how often is this lab's own matter.
    if (group === "evaluation") return;
    expect(finding?.source ?? origin).toMatch(/, https:\/\/\S+$/);
  });

  if (finding)
    test("says of its finding no more than is known", () => {
      const { text, trust } = finding;
      expect(text).toMatch(trust === "C" ? /^Reported direction, unverified: / : /^The paper reports that /);
      if (trust === "A") return;
      expect(text.replace(names, "")).not.toMatch(/\d/);
      expect(text).not.toMatch(/\b(half|third|quarter|twice|double|percent)\b/i);
      // A direction is no cause.
      expect(text).not.toMatch(/\b(because|since|due to)\b/i);
    });

  test("gives no result of the study outside its finding", () => {
    for (const text of [explanation, fidelityOf(heuristic.id) ?? "", ...settings.map((spec) => spec.title)])
      expect(text).not.toMatch(/\bpaper (reports|finds|shows)|\btau\b/i);
  });
});

test("says of every option that is as in the study's code what that code does", () => {
  const claiming = list.filter(({ settings }) =>
    settings.some(
      (spec) => spec.kind === "choice" && spec.choices.some(({ title }) => /study's code/i.test(title)),
    ),
  );
  expect(claiming.length).toBeGreaterThan(2);
  for (const { id, explanation } of claiming)
    expect(`${explanation} ${fidelityOf(id) ?? ""}`, id).toMatch(/study's code/);
});

test("names what the authors do where the marks say so", () => {
  const said = (id: string): string => {
    const { finding } = list.find((heuristic) => heuristic.id === id)!;
    return `${finding?.text} ${fidelityOf(id)}`;
  };
  expect(said("batch-norm")).toMatch(/affine parameters on NASBench-101 and NAS-Bench-201 but not on DARTS/);
  expect(said("wsbn")).toMatch(/tracked statistics.*mini-batch statistics/);
});
