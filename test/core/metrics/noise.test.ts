/** @file What a table's seeds say of their own noise, and of the best to hope for, against tables whose expected accuracies are known. */
import { describe, expect, it, test } from "vitest";
import { ceilingOf, ceilingOfOracle } from "../../../src/core/metrics/ceiling.ts";
import { kendallTau, kendallTauB } from "../../../src/core/metrics/kendall.ts";
import { meanOf } from "../../../src/core/metrics/mean.ts";
import { meanSeedDifference, seedAgainstSeed, varianceWithin } from "../../../src/core/metrics/noise.ts";
import { shownMetric } from "../../../src/core/metrics/shown.ts";
import { createRandom } from "../../../src/core/random.ts";

/** Twelve architectures, three seeds. */
const random = createRandom(2);
const rows = Array.from({ length: 12 }, () => Array.from({ length: 3 }, () => random.next()));
const column = (i: number): number[] => rows.map((row) => row[i] as number);

describe("noise of stand-alone training", () => {
  test("one seed against another is the mean over pairs of seeds", () => {
    const tau = (i: number, j: number): number => kendallTauB(column(i), column(j)) as number;
    expect(seedAgainstSeed(rows, kendallTau)).toBeCloseTo((tau(0, 1) + tau(0, 2) + tau(1, 2)) / 3, 12);
    const two = rows.map((row) => row.slice(0, 2));
    expect(seedAgainstSeed(two, kendallTau)).toBeCloseTo(tau(0, 1), 12);
    expect(meanSeedDifference(two)).toBeCloseTo(meanOf(two.map(([a = 0, b = 0]) => Math.abs(a - b))), 12);
    expect(varianceWithin(two)).toBeCloseTo(meanOf(two.map(([a = 0, b = 0]) => (a - b) ** 2 / 2)), 12);
  });

  test("of fewer than ten architectures with two seeds nothing is said", () => {
    const withSecond = (count: number) => rows.map((row, index) => row.slice(0, index < count ? 2 : 1));
    for (const count of [0, 2, 9]) {
      const few = withSecond(count);
      expect(seedAgainstSeed(few, kendallTau)).toBeUndefined();
      expect(meanSeedDifference(few)).toBeUndefined();
      expect(varianceWithin(few)).toBeUndefined();
      expect(ceilingOf(few, { metric: "skdt", thr: 0.001 })).toBeUndefined();
    }
    expect(seedAgainstSeed(withSecond(10), kendallTau)).toBe(
      kendallTauB(column(0).slice(0, 10), column(1).slice(0, 10)),
    );
    // The third seed of a few costs what the first two of all say nothing.
    const mixed = rows.map((row, index) => row.slice(0, index < 3 ? 3 : 2));
    expect(seedAgainstSeed(mixed, kendallTau)).toBe(kendallTauB(column(0), column(1)));
  });
});

describe("the best to hope for", () => {
  test("of means is that of simulated normal data", () => {
    const random = createRandom(7);
    const n = 3000;
    const quality = Array.from({ length: n }, () => random.normal());
    const measured = Array.from({ length: 2 }, () => quality.map((q) => q + 0.7 * random.normal()));
    const [a, b] = measured as [number[], number[]];
    const mean = (x: number[], y: number[]): number[] => x.map((v, i) => (v + (y[i] as number)) / 2);
    const single = kendallTauB(a, b) as number;
    const oracle = kendallTauB(quality, mean(a, b)) as number;
    expect(Math.abs(ceilingOfOracle(single, 2) - oracle)).toBeLessThan(0.02);
    expect(ceilingOfOracle(1, 3)).toBe(1);
    expect(ceilingOfOracle(-0.2, 2)).toBe(0);
  });

  /** Tables drawn as those that ship are: good architectures lie close together and have less noise. */
  const kinds = {
    nasbench201: { size: 300, seeds: 4, best: 0.86, spread: 0.02, noise: 0.0035, more: 0.08 },
    darts: { size: 64, seeds: 3, best: 0.865, spread: 0.0025, noise: 0.0034, more: 0 },
  };
  const simulated = (seed: number, kind: keyof typeof kinds = "nasbench201") => {
    const { size, seeds, best, spread, noise, more } = kinds[kind];
    const random = createRandom(seed);
    const expected = Array.from({ length: size }, () => best - spread * Math.abs(random.normal()));
    const perSeed = expected.map((accuracy) =>
      Array.from({ length: seeds }, () => accuracy + (noise + more * (best - accuracy)) * random.normal()),
    );
    return { expected, perSeed };
  };

  it.each([
    ["nasbench201", 0, 0.01],
    ["nasbench201", 0.001, 0.01],
    ["nasbench201", 0.005, 0.01],
    ["nasbench201", 0.01, 0.01],
    ["nasbench201", 0.02, 0.01],
    ["nasbench201", 0.05, 0.01],
    // Three bins hold all of them.
    ["darts", 0.01, 0.03],
  ] as const)("is that of simulated tables as of %s at a threshold of %d", (kind, thr, most) => {
    const view = { metric: "skdt", thr } as const;
    const errors = Array.from({ length: 24 }, (_, seed) => {
      const { expected, perSeed } = simulated(seed, kind);
      const truth = shownMetric(view)({ predictions: expected, groundTruths: perSeed.map(meanOf) }) as number;
      return (ceilingOf(perSeed, view) as number) - truth;
    });
    expect(Math.abs(meanOf(errors))).toBeLessThan(most);
  });

  it("is the same every time, and as high as the order allows without noise", () => {
    const view = { metric: "skdt", thr: 0.01 } as const;
    const { expected, perSeed } = simulated(3);
    expect(ceilingOf(perSeed, view)).toBe(ceilingOf(perSeed, view));
    const silent = expected.map((accuracy) => [accuracy, accuracy]);
    const highest = shownMetric(view)({ predictions: expected, groundTruths: expected }) as number;
    expect(ceilingOf(silent, view)).toBeCloseTo(highest, 12);
  });

  it("is none where all round to one value", () => {
    const { perSeed } = simulated(3);
    expect(ceilingOf(perSeed, { metric: "skdt", thr: 0.9 })).toBeUndefined();
    expect(ceilingOf(perSeed, { metric: "tau", thr: 0.9 })).toBeGreaterThan(0.5);
  });

  it("borrows the noise of others for an architecture with one seed", () => {
    const { perSeed } = simulated(4);
    const mixed = perSeed.map((row, index) => row.slice(0, index % 4 === 0 ? 1 : 4));
    const value = ceilingOf(mixed, { metric: "skdt", thr: 0.01 }) as number;
    expect(value).toBeGreaterThan(0.6);
    expect(value).toBeLessThan(ceilingOf(perSeed, { metric: "skdt", thr: 0.01 }) as number);
  });
});
