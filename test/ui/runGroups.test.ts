/** @file Seeds of one configuration folded to mean and range, and paired with those of another. */
import { expect, it } from "vitest";
import type { CorrelationPoint } from "../../src/core/metrics/history.ts";
import { startingRun } from "../../src/core/runState.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { noFigures } from "../../src/store/figures.ts";
import type { RunFigures } from "../../src/store/labState.ts";
import { blankRun } from "../../src/store/runs.ts";
import { bandParts } from "../../src/ui/charts/stepLines.ts";
import { pairsBySeed } from "../../src/ui/runGroups.ts";
import { bandOf, seedCurve, seedGroups } from "../../src/ui/seedGroups.ts";

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

/** Of architectures that all runs have, besides those of which the tests tell. */
const common = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${i + 10}`, i / 10]));

const base = [
  runOf(1, {}, { 1: 0.1, 2: 0.2, 3: 0.3, ...common }),
  runOf(2, {}, { 1: 0.3, 2: 0.2, 3: 0.1, ...common }),
  runOf(3, {}, { 1: 0.1, 2: 0.2, 3: 0.3, ...common }),
];
const other = [
  runOf(2, { lr: 0.2 }, { 2: 0.6, 3: 0.7, 4: 0.1, ...common }),
  runOf(1, { lr: 0.2 }, { 3: 0.5, 2: 0.4, ...common }),
];

it("puts runs together that differ in nothing but the seed; one seed twice is no second seed", () => {
  const groups = seedGroups([...base, ...other, runOf(1, {}, {})]);
  expect(groups.map(({ members }) => members.length)).toEqual([3, 2, 1]);
});

it("folds values to mean and range, leaving out what has none", () => {
  expect(bandOf([0.2, undefined, 0.4])).toEqual({ mean: expect.closeTo(0.3), low: 0.2, high: 0.4, count: 2 });
  expect(bandOf([undefined])).toBeUndefined();
});

it("pairs by seed, on the architectures that all were judged by, where they are enough", () => {
  const rest = Object.values(common);
  expect(pairsBySeed(base, other)).toMatchObject({
    seeds: 2,
    steps: { before: 15, now: 15 },
    pairs: {
      groundTruths: [0.2, 0.3, ...Object.keys(common).map((name) => Number(name) / 10)],
      runs: [
        { seed: 2, a: [0.2, 0.1, ...rest], b: [0.6, 0.7, ...rest] },
        { seed: 1, a: [0.2, 0.3, ...rest], b: [0.4, 0.5, ...rest] },
      ],
    },
  });
  expect(pairsBySeed(base.slice(2), other)).toBeUndefined();
  // One less than ten are shared.
  const { 10: _, ...fewer } = common;
  expect(pairsBySeed(base, [runOf(1, { lr: 0.2 }, { 3: 0.5, 2: 0.4, ...fewer })])).toBeUndefined();
});

it("folds curves to the mean and the range of the seeds scored at a step, and breaks where their number changes", () => {
  const point = (step: number, skdt: number | undefined): CorrelationPoint => ({
    ...{ step, skdt, tau: skdt, rho: skdt, round: 0, generation: 0, size: 20, scored: 20 },
    meanAccuracy: undefined,
  });
  const { points, band } = seedCurve(
    [
      [point(10, 0.1), point(20, 0.2), point(30, 0.3), point(35, 0.9)],
      [point(10, 0.3), point(20, -0.2), point(30, 0.5), point(40, 0.1)],
      [point(10, undefined), point(30, 0.4)],
    ],
    "skdt",
  );
  expect(points.map(({ step, value }) => [step, value && Number(value.toFixed(3))])).toEqual([
    [10, 0.2],
    [20, 0],
    [30, undefined],
    [30, 0.4],
  ]);
  expect(points[1]?.note).toBe("mean of 2 seeds, −0.20 to 0.20, round of 20");
  expect(bandParts(band)).toEqual([
    [
      { step: 10, low: 0.1, high: 0.3 },
      { step: 20, low: -0.2, high: 0.2 },
    ],
    [{ step: 30, low: 0.3, high: 0.5 }],
  ]);
  // Over other architectures or weights it is another quantity, at the same step, too.
  const small = (step: number, skdt: number) => ({ ...point(step, skdt), size: 12 });
  const averaged = (step: number, skdt: number) => ({ ...point(step, skdt), weights: "ema" as const });
  const mixed = seedCurve(
    [
      [small(10, 0.1), point(20, 0.2), averaged(30, 0.2)],
      [small(10, 0.3), small(20, 0.9), point(20, 0.4), averaged(30, 0.4)],
    ],
    "skdt",
  );
  expect(mixed.points.map(({ step, value }) => [step, value && Number(value.toFixed(3))])).toEqual([
    [10, 0.2],
    [20, undefined],
    [20, 0.3],
    [30, undefined],
    [30, 0.3],
  ]);
});
