/** @file Intervals of means over seeds, against SciPy 1.17 (`stats.t`, `stats.ttest_ind(equal_var=False).confidence_interval`). */
import { describe, expect, it } from "vitest";
import { apartInterval, seedInterval } from "../../../src/core/metrics/seedInterval.ts";
import { studentQuantile } from "../../../src/core/metrics/studentT.ts";

const five = [0.41, 0.47, 0.39, 0.52, 0.44];

it.each([
  [0.975, 1, 12.706204736174694],
  [0.975, 1.2, 8.648826510748867],
  [0.975, 2, 4.302652729749462],
  [0.975, 3.7, 2.8675207071911895],
  [0.975, 9, 2.262157162798205],
  [0.975, 200, 1.9718962236339088],
  [0.995, 2, 9.924843200918287],
  [0.9975, 9, 3.689662392304245],
])("Student's t for %d with %d degrees of freedom", (probability, freedom, expected) =>
  expect(studentQuantile(probability, freedom) / expected).toBeCloseTo(1, 7),
);

describe("the interval of", () => {
  it("one mean is Student's t; of two that hold together each is wider", () => {
    const half = ([low, high] = [0, 0] as readonly [number, number]): number => (high - low) / 2;
    const [low, high] = seedInterval(five) ?? [];
    expect(low).toBeCloseTo(0.38232, 4);
    expect(high).toBeCloseTo(0.50968, 4);
    // 98.75 % and 97.5 % quantiles of four degrees of freedom.
    expect(half(seedInterval(five, 2) ?? undefined) / half(seedInterval(five) ?? undefined)).toBeCloseTo(
      3.495405932 / 2.776445105,
      6,
    );
  });

  it.each([
    { before: five, now: [0.31, 0.28, 0.45], low: -0.28938, high: 0.09071 },
    {
      before: [0.5, 0.52, 0.48, 0.51, 0.5, 0.52, 0.48, 0.51, 0.5, 0.52, 0.48, 0.51],
      now: [0.1, 0.4, 0.6, 0.3, 0.2, 0.5],
      low: -0.34877,
      high: 0.04377,
    },
  ])("a difference of means is Welch's", ({ before, now, low, high }) => {
    const found = apartInterval(before, now);
    expect(found?.[0]).toBeCloseTo(low, 5);
    expect(found?.[1]).toBeCloseTo(high, 5);
  });

  it("a difference turns round with its sides, and one value on a side has none", () => {
    const now = [0.31, 0.28, 0.45];
    const [low, high] = apartInterval(five, now) ?? [0, 0];
    expect(apartInterval(now, five)).toEqual([-high, -low]);
    expect(apartInterval([0.3], five)).toBeNull();
    expect(apartInterval([0.5, 0.5], [0.25, 0.25])).toEqual([-0.25, -0.25]);
  });
});
