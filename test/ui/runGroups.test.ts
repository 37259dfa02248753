/** @file Seeds of one configuration folded to mean and range, and paired with those of another. */
import { expect, it } from "vitest";
import { startingRun } from "../../src/core/runState.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { noFigures } from "../../src/store/figures.ts";
import type { RunFigures } from "../../src/store/labState.ts";
import { blankRun } from "../../src/store/runs.ts";
import { bandOf, pairsBySeed, seedGroups } from "../../src/ui/runGroups.ts";

/** A run whose super-net ranks the architectures in the order given; stand-alone accuracy is their number. */
function runOf(
  seed: number,
  settings: Record<string, number>,
  predictions: Record<string, number>,
): RunFigures {
  const run = startingRun({ space: spaces[0].id, dataset: "", seed, settings }, []);
  const architectures = Object.entries(predictions).map(([architecture, prediction]) => ({
    ...{ architecture, prediction, superNet: prediction, standAlone: Number(architecture) / 10 },
    ...{ superNetRank: 1, standAloneRank: 1 },
  }));
  const round = { step: 10 * seed, size: 3, state: "complete", from: 0, generation: 0, number: 0 } as const;
  return {
    entry: { ...blankRun, id: `${seed}`, parent: undefined, run, origin: "training", intent: "train" },
    figures: { ...noFigures, architectures, round },
  };
}

const base = [
  runOf(1, {}, { 1: 0.1, 2: 0.2, 3: 0.3 }),
  runOf(2, {}, { 1: 0.3, 2: 0.2, 3: 0.1 }),
  runOf(3, {}, { 1: 0.1, 2: 0.2, 3: 0.3 }),
];
const other = [runOf(2, { lr: 0.2 }, { 2: 0.6, 3: 0.7, 4: 0.1 }), runOf(1, { lr: 0.2 }, { 3: 0.5, 2: 0.4 })];

it("puts runs together that differ in nothing but the seed; one seed twice is no second seed", () => {
  const groups = seedGroups([...base, ...other, runOf(1, {}, {})]);
  expect(groups.map(({ members }) => members.length)).toEqual([3, 2, 1]);
});

it("folds values to mean and range, leaving out what has none", () => {
  expect(bandOf([0.2, undefined, 0.4])).toEqual({ mean: expect.closeTo(0.3), low: 0.2, high: 0.4, count: 2 });
  expect(bandOf([undefined])).toBeUndefined();
});

it("pairs by seed, on the architectures that all were judged by", () => {
  expect(pairsBySeed(base, other)).toMatchObject({
    seeds: 2,
    steps: { before: 15, now: 15 },
    pairs: {
      groundTruths: [0.2, 0.3],
      runs: [
        { seed: 2, a: [0.2, 0.1], b: [0.6, 0.7] },
        { seed: 1, a: [0.2, 0.3], b: [0.4, 0.5] },
      ],
    },
  });
  expect(pairsBySeed(base.slice(2), other)).toBeUndefined();
});
