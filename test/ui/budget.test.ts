/** @file A budget in seconds as epochs, by the rate measured. */
import { expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { epochsWithin, expectedNoise, secondsOf } from "../../src/ui/budget.ts";

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

it("takes twice the time for twice the paths, and knows the noise of a tau by chance", () => {
  const of = (paths: number): number => secondsOf({ ...config, settings: { paths } }, 1000);
  expect(of(8) / of(4)).toBeCloseTo(2, 9);
  // √(2 · 25 / (9 · 10 · 9)) and √(2 · 205 / (9 · 100 · 99)), computed apart.
  expect(expectedNoise(10) / 1.96).toBeCloseTo(0.248452, 6);
  expect(expectedNoise(100) / 1.96).toBeCloseTo(0.067835, 6);
});
