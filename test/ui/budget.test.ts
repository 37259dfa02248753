/** @file A budget in seconds as epochs, by the rate measured. */
import { expect, it } from "vitest";
import { AppendLog } from "../../src/core/appendLog.ts";
import { defaultConfig } from "../../src/core/config.ts";
import { startingRun } from "../../src/core/runState.ts";
import { epochsWithin, expectedNoise, measuredRate, secondsOf } from "../../src/ui/budget.ts";

const config = defaultConfig();

it("fits whole epochs into the time, scoring included, and at least one", () => {
  const rate = 5000;
  const { epochs, seconds } = epochsWithin(config, 600, rate);
  expect(seconds).toBeLessThanOrEqual(600);
  const more = { ...config, settings: { epochs: epochs + 1 } };
  expect(secondsOf(more, rate)).toBeGreaterThan(600);
  expect(secondsOf({ ...config, settings: { epochs } }, rate)).toBeCloseTo(seconds, 6);
  expect(epochsWithin(config, 1, rate).epochs).toBe(1);
});

it("takes the pace of the run, from which the time left is told, too", () => {
  const points = AppendLog.of([
    { step: 5, loss: 1, accuracy: 0, learningRate: 0.1, gradientNorm: 1, imagesPerSecond: 90 },
  ]);
  const run = { ...startingRun(config, []), totalSteps: 400, points };
  expect(measuredRate(run, undefined)).toBe(90);
  // 400 steps at 8 steps a second.
  expect(secondsOf(config, measuredRate(run, 8))).toBeCloseTo(50, 9);
});

it("takes twice the time for twice the paths, and knows the noise of a tau by chance", () => {
  const of = (paths: number): number => secondsOf({ ...config, settings: { paths } }, 1000);
  expect(of(8) / of(4)).toBeCloseTo(2, 9);
  // √(2 · 25 / (9 · 10 · 9)) and √(2 · 205 / (9 · 100 · 99)), computed apart.
  expect(expectedNoise(10) / 1.96).toBeCloseTo(0.248452, 6);
  expect(expectedNoise(100) / 1.96).toBeCloseTo(0.067835, 6);
});
