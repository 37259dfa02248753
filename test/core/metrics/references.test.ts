/** @file The lines that a correlation is judged against, of the tables that ship. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { defaultView } from "../../../src/core/linkView.ts";
import { referencesOf } from "../../../src/core/metrics/references.ts";
import { shownMetric } from "../../../src/core/metrics/shown.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import type { SearchSpace } from "../../../src/core/spaces/space.ts";
import { parseTable } from "../../../src/core/tables/parseTable.ts";

const own = (spaces as readonly SearchSpace[]).filter(({ judgedBy }) => !judgedBy);
const limits = [defaultView.thr, 0.002, 0.005, 0.01].map((thr) => ({ ...defaultView, thr }));

it.each(own)("the best to hope for is never above what the true order itself reaches, in $id", (space) => {
  const read = parseTable(readFileSync(`public/tables/${space.id}.json`, "utf8"), space, "table");
  if (!read.ok) throw new Error(read.problem.message);
  const { rows } = read.table;
  const truth = rows.map(({ accuracy }) => accuracy);
  for (const view of limits) {
    const highest = shownMetric(view)({ predictions: truth, groundTruths: truth });
    const { oracle } = referencesOf(rows, view);
    expect(highest).toBeLessThan(1);
    expect(oracle).toBeLessThanOrEqual(highest as number);
  }
  // Where few tie, noise alone decides.
  const fine = { ...defaultView, thr: 0 };
  expect(referencesOf(rows, fine).oracle).toBeLessThan(0.99);
});

it.each(own)("one training predicts another no better than what is best to hope for, in $id", (space) => {
  const read = parseTable(readFileSync(`public/tables/${space.id}.json`, "utf8"), space, "table");
  if (!read.ok) throw new Error(read.problem.message);
  for (const thr of [0, 0.001, 0.005, 0.01, 0.02, 0.05]) {
    const { oracle, seedAgainstSeed, seeds } = referencesOf(read.table.rows, { ...defaultView, thr });
    if (oracle !== undefined) expect(oracle).toBeGreaterThanOrEqual(seedAgainstSeed as number);
    expect(seeds).toBe(4);
  }
});
