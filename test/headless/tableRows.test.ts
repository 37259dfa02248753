/** @file What a table holds of trainings that are done, and what it leaves out. */
import { expect, it } from "vitest";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { countParameters } from "../../src/core/network/count.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { JobResult } from "../../src/headless/table/job.ts";
import { rowsOf } from "../../src/headless/table/rows.ts";

const texts = [
  "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|",
  "|nor_conv_1x1~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|",
] as const;
const { network: recipe } = recipeOf(nasbench201, {});
const networkOf = (text: string) =>
  nasbench201.build(nasbench201.parse(text)!, recipe, { height: 14, width: 14, channels: 1 }, 10);
const result = (architecture: string, seed: number, more: Partial<JobResult> = {}): JobResult => ({
  ...{ architecture, seed, test: 0.8, validation: 0.7, loss: 0.1234567, gradientNorm: seed, code: "now" },
  ...{ coreSeconds: 1.4, ...more },
});
const trainedOf = (text: string, results: readonly JobResult[]) => ({
  ...{ architecture: text, source: "uniform" as const, network: networkOf(text), results },
});

it("has one row per architecture, with every training, and the cost and the code of all", () => {
  const [a, b] = texts;
  const { code: _, coreSeconds: __, ...old } = result(b, 1);
  const { rows, diverged, codes, cost } = rowsOf([
    trainedOf(a, [result(a, 1), result(a, 2)]),
    trainedOf(b, [old, result(b, 2)]),
  ]);
  expect(rows.map(({ architecture }) => architecture)).toEqual([a, b]);
  expect(rows[0]).toMatchObject({ test: [0.8, 0.8], loss: [0.12346, 0.12346], gradientNorm: 1.5 });
  expect(rows[0]?.parameters).toBe(countParameters(networkOf(a)));
  expect(diverged).toEqual([]);
  expect([...codes]).toEqual(["now", "unknown"]);
  expect(cost).toEqual({ trainings: 3, coreSeconds: 4 });
});

it("leaves out an architecture whose training diverged, and names it", () => {
  const [a, b] = texts;
  for (const key of ["test", "validation", "loss"] as const) {
    const { rows, diverged } = rowsOf([
      trainedOf(a, [result(a, 1), result(a, 2, { [key]: null, loss: null })]),
      trainedOf(b, [result(b, 1), result(b, 2)]),
    ]);
    expect(rows.map(({ architecture }) => architecture)).toEqual([b]);
    expect(diverged).toEqual([a]);
  }
});
