/** @file Intervals of means over seeds, against SciPy 1.17 (`stats.t.interval`; `stats.ttest_ind(equal_var=False).confidence_interval`). */
import { describe, expect, it } from "vitest";
import { apartInterval, seedInterval } from "../../../src/core/metrics/seedInterval.ts";

const five = [0.41, 0.47, 0.39, 0.52, 0.44];

describe("the interval of", () => {
  it("one mean is Student's t", () => {
    const [low, high] = seedInterval(five) ?? [];
    expect(low).toBeCloseTo(0.38232, 4);
    expect(high).toBeCloseTo(0.50968, 4);
  });

  it.each([
    { before: five, now: [0.31, 0.28, 0.45], low: -0.28938, high: 0.09071, within: 0.002 },
    {
      before: [0.5, 0.52, 0.48, 0.51, 0.5, 0.52, 0.48, 0.51, 0.5, 0.52, 0.48, 0.51],
      now: [0.1, 0.4, 0.6, 0.3, 0.2, 0.5],
      low: -0.34877,
      high: 0.04377,
      within: 0.0002,
    },
  ])(
    "a difference of means is Welch's, or wider by at most $within",
    ({ before, now, low, high, within }) => {
      const found = apartInterval(before, now);
      expect(low - (found?.[0] ?? 0)).toBeGreaterThanOrEqual(-0.00001);
      expect(low - (found?.[0] ?? 0)).toBeLessThan(within);
      expect((found?.[1] ?? 0) - high).toBeGreaterThanOrEqual(-0.00001);
      expect((found?.[1] ?? 0) - high).toBeLessThan(within);
    },
  );

  it("a difference turns round with its sides, and one value on a side has none", () => {
    const now = [0.31, 0.28, 0.45];
    const [low, high] = apartInterval(five, now) ?? [0, 0];
    expect(apartInterval(now, five)).toEqual([-high, -low]);
    expect(apartInterval([0.3], five)).toBeNull();
    expect(apartInterval([0.5, 0.5], [0.25, 0.25])).toEqual([-0.25, -0.25]);
  });
});
