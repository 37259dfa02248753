/** @file Ranks of the slope chart: ties by the threshold share the mean of their places. */
import { expect, it } from "vitest";
import { levelsOf, slopesOf } from "../../src/ui/slope.ts";

const ranked = [0.912, 0.9121, 0.905, 0.8].map((standAlone, index) => ({
  ...{
    architecture: String(index),
    standAlone,
    superNet: 0.5,
    prediction: [0.1, 0.4, 0.4, 0.9][index] as number,
  },
  ...{ superNetRank: 1, standAloneRank: 1 },
}));

it("ties what rounds to the same accuracy, and what the super-net scores alike", () => {
  expect(slopesOf(ranked, 0.001)).toEqual([
    { id: "0", alone: 1.5, superNet: 4 },
    { id: "1", alone: 1.5, superNet: 2.5 },
    { id: "2", alone: 3, superNet: 2.5 },
    { id: "3", alone: 4, superNet: 1 },
  ]);
  expect(slopesOf(ranked, 0).map(({ alone }) => alone)).toEqual([2, 1, 3, 4]);
  expect([0, 0.001, 0.02, 1].map((threshold) => levelsOf(slopesOf(ranked, threshold)))).toEqual([4, 3, 3, 1]);
});
