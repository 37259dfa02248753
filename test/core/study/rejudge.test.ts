/** @file A finished study held against another table, with numbers computed by hand-written rules. */
import { expect, it } from "vitest";
import { createRandom } from "../../../src/core/random.ts";
import { spaceById } from "../../../src/core/spaces/index.ts";
import type { SearchSpace } from "../../../src/core/spaces/space.ts";
import { rejudged } from "../../../src/core/study/rejudge.ts";
import type { StudyResults } from "../../../src/core/study/results.ts";
import { readStudy } from "../../../src/core/study/studyFile.ts";
import { parseTable } from "../../../src/core/tables/parseTable.ts";
import type { Table } from "../../../src/core/tables.ts";

const space = spaceById("nasbench201") as SearchSpace;
const random = createRandom(7);
const architectures = Array.from({ length: 60 }, () => space.print(space.sampleUnique(random))).filter(
  (text, index, all) => all.indexOf(text) === index,
);
/** Another encoding of the same cell, where there is one: a skip makes node 1 the input over again, so the two can change places. */
const swapped = (text: string): string =>
  text.replace(
    /^(\|skip_connect~0\|)\+\|(\w+)~0\|(\w+)~1\|\+\|(\w+)~0\|(\w+)~1\|/,
    "$1+|$3~0|$2~1|+|$5~0|$4~1|",
  );
const truths = architectures.map(() => Math.round(random.next() * 1000) / 1e4 + 0.8);
const tableOf = (texts: readonly string[]): Table => {
  const rows = texts.map((text) => `"${swapped(text)}",${truths[architectures.indexOf(text)]}`);
  const read = parseTable(`architecture,test_accuracy\n${rows.join("\n")}`, space, "own.csv");
  if (!read.ok) throw new Error(read.problem.message);
  return read.table;
};
const planned = readStudy(JSON.stringify({ space: space.id, vary: { lr: [0.05, 0.1] }, seeds: [1] }));
if (!planned.ok) throw new Error(planned.problem.message);
const summary = {
  ...{ step: 9, skdt: 0, interval: null, n: 0, tau: 0, params: 0, ceiling: 0, accuracy: 0.7 },
  ...{ found: 0, surpassRandom: 0 },
} as const;
const study: StudyResults = {
  plan: planned.value.plan,
  ground: { data: "d", table: "old", engine: "wasm", code: "c" },
  results: [0.05, 0.1].map((lr) => ({
    key: `job ${lr}`,
    config: { ...planned.value.plan.base, seed: 1, settings: { lr } },
    summary,
    architectures,
    groundTruths: architectures.map(() => 0.5),
    // Without ties, so that the best are known.
    predictions: architectures.map((_, index) => ((index * 37) % 101) / 100 + lr / 1000),
  })),
};

/** Pairs in the same order minus pairs in the other, by the definition of τ-b on truths rounded to 0.1 %. */
function tauB(predictions: readonly number[], groundTruths: readonly number[]): number {
  const bins = groundTruths.map((truth) => Math.floor(truth * 1000 + 0.5 + 1e-9));
  let [sum, left, right] = [0, 0, 0];
  for (let i = 0; i < bins.length; i++)
    for (let j = 0; j < i; j++) {
      const a = Math.sign(predictions[i]! - predictions[j]!);
      const b = Math.sign(bins[i]! - bins[j]!);
      sum += a * b;
      left += a * a;
      right += b * b;
    }
  return sum / Math.sqrt(left * right);
}

it("computes anew what depends on the truth, by canonical form, and leaves out what the table lacks", () => {
  expect(architectures.some((text) => swapped(text) !== text)).toBe(true);
  const known = architectures.slice(5);
  const again = rejudged(study, tableOf(known), space, "new");
  expect(again).toMatchObject({ judging: known.length, missing: 5 });
  expect(again.study.ground).toEqual({ ...study.ground, table: "new" });
  again.study.results.forEach((result, run) => {
    const predictions = study.results[run]!.predictions.slice(5);
    expect(result).toMatchObject({ architectures: known, groundTruths: truths.slice(5), predictions });
    const { skdt, found, n, step, accuracy, interval } = result.summary!;
    // The mean accuracy is of all that was scored, of which five judge no more.
    expect({ n, step, accuracy }).toEqual({ n: known.length, step: 9, accuracy: null });
    expect(skdt).toBeCloseTo(tauB(predictions, truths.slice(5)), 12);
    expect(interval![0]).toBeLessThan(skdt!);
    expect(interval![1]).toBeGreaterThan(skdt!);
    const best = predictions.map((value, index) => ({ value, truth: truths[index + 5]! }));
    best.sort((a, b) => b.value - a.value);
    expect(found).toBeCloseTo((best[0]!.truth + best[1]!.truth + best[2]!.truth) / 3, 12);
    const rank = 1 + truths.slice(5).filter((truth) => truth > best[0]!.truth).length;
    expect(result.summary!.surpassRandom).toBeCloseTo((1 - rank / known.length) ** 10, 12);
  });
});

it("judges what was found by all rows of the other table", () => {
  const finds = [architectures[9]!, architectures[2]!].map((architecture, seed) => ({
    ...{ algorithm: "random", seed, evaluations: 5, architecture, superNetAccuracy: 0.4 },
    ...{ standAloneAccuracy: 0.5, rank: 1, surpassRandom: 1, regret: 0 },
  }));
  const searched = { ...study, results: [{ ...study.results[0]!, finds }] };
  const again = rejudged(searched, tableOf(architectures.slice(5)), space, "new");
  const [known, unknown] = again.study.results[0]!.finds!;
  const others = truths.slice(5);
  const rank = 1 + others.filter((truth) => truth > truths[9]!).length;
  expect(known).toMatchObject({ superNetAccuracy: 0.4, standAloneAccuracy: truths[9], rank });
  expect(known!.regret).toBeCloseTo(Math.max(...others) - truths[9]!, 12);
  expect(known!.surpassRandom).toBeCloseTo((1 - rank / others.length) ** 10, 12);
  expect(unknown).toMatchObject({ standAloneAccuracy: null, rank: null, surpassRandom: null, regret: null });
});

it("leaves a run that failed as it is", () => {
  const { summary: _, ...rest } = study.results[0]!;
  const failed = { ...rest, failure: "diverged", architectures: [], groundTruths: [], predictions: [] };
  const again = rejudged({ ...study, results: [failed] }, tableOf(architectures), space, "new");
  expect(again.study.results).toEqual([failed]);
  expect(again.judging).toBe(0);
});
