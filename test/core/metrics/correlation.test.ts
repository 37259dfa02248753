/** @file Kendall, Spearman and S-KdT against scipy, against the definition by pairs, and by their laws. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kendallTauB } from "../../../src/core/metrics/kendall.ts";
import { bin, sparseKendallTau } from "../../../src/core/metrics/sparse.ts";
import { meanRanks, spearmanRho } from "../../../src/core/metrics/spearman.ts";
import { growth } from "../../growth.ts";
import reference from "./scipyReference.json";

/** τ-b by its definition, pair by pair. */
function naiveTauB(x: readonly number[], y: readonly number[]): number | undefined {
  let [difference, untiedX, untiedY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) {
      const dx = Math.sign((x[i] as number) - (x[j] as number));
      const dy = Math.sign((y[i] as number) - (y[j] as number));
      difference += dx * dy;
      untiedX += dx * dx;
      untiedY += dy * dy;
    }
  return untiedX && untiedY ? difference / Math.sqrt(untiedX * untiedY) : undefined;
}

const expectClose = (actual: number | undefined, expected: number | null | undefined): void => {
  if (expected === null || expected === undefined) expect(actual).toBeUndefined();
  else expect(Math.abs((actual as number) - expected)).toBeLessThanOrEqual(1e-12);
};

describe.each(reference.cases.map((c) => [c.name, c] as const))("scipy agrees to 1e-12: %s", (_, c) => {
  test("τ-b", () => expectClose(kendallTauB(c.x, c.y), c.tau));
  test("ρ", () => expectClose(spearmanRho({ predictions: c.x, groundTruths: c.y }), c.rho));
  test("mean ranks", () => expect(Array.from(meanRanks(c.x))).toEqual(c.ranks));
});

/** Pairs with many ties. */
const tied = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 9 })), {
  maxLength: 60,
});
const split = (pairs: readonly (readonly [number, number])[]): [number[], number[]] => [
  pairs.map(([x]) => x),
  pairs.map(([, y]) => y),
];
const correlations = [
  ["τ-b", kendallTauB],
  ["ρ", (x: number[], y: number[]) => spearmanRho({ predictions: x, groundTruths: y })],
] as const;

test("τ-b is its definition by pairs", () => {
  fc.assert(
    fc.property(tied, (pairs) => {
      const [x, y] = split(pairs);
      expectClose(kendallTauB(x, y), naiveTauB(x, y));
    }),
  );
});

describe.each(correlations)("laws of %s", (_, correlation) => {
  test("symmetric", () => {
    fc.assert(
      fc.property(tied, (pairs) => {
        const [x, y] = split(pairs);
        expectClose(correlation(x, y), correlation(y, x));
      }),
    );
  });
  test("reversing one side changes the sign", () => {
    fc.assert(
      fc.property(tied, (pairs) => {
        const [x, y] = split(pairs);
        const value = correlation(x, y);
        const reversed = correlation(
          x.map((v) => -v),
          y,
        );
        expectClose(reversed, value === undefined ? undefined : -value);
      }),
    );
  });
  test("monotone maps change nothing", () => {
    fc.assert(
      fc.property(tied, (pairs) => {
        const [x, y] = split(pairs);
        const mapped = correlation(
          x.map((v) => Math.exp(v)),
          y.map((v) => v ** 3 - 5),
        );
        expectClose(mapped, correlation(x, y));
      }),
    );
  });
  test("in [−1, 1] or undefined, never NaN, on any numbers", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double(), fc.double())), (pairs) => {
        const value = correlation(...split(pairs));
        if (value !== undefined) expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }),
    );
  });
  test("sides of different length are a bug", () => {
    expect(() => correlation([1, 2], [1])).toThrow(RangeError);
  });
});

describe("S-KdT", () => {
  test("a collapsed super-net has no value, not 1", () => {
    const groundTruths = [0.8, 0.81, 0.82, 0.9];
    expect(sparseKendallTau({ predictions: [0.1, 0.1, 0.1, 0.1], groundTruths }, 0.001)).toBeUndefined();
  });
  test("groundTruths that round to the same value tie, and close ones that round apart do not", () => {
    const input = { predictions: [0.2, 0.1, 0.3], groundTruths: [0.9001, 0.9002, 0.95] };
    expect(kendallTauB(input.predictions, input.groundTruths)).toBeCloseTo(1 / 3, 12);
    expect(sparseKendallTau(input, 0.001)).toBeCloseTo(2 / Math.sqrt(3 * 2), 12);
    const apart = { predictions: [0.2, 0.1, 0.3], groundTruths: [0.9004, 0.9006, 0.95] };
    expect(sparseKendallTau(apart, 0.001)).toBeCloseTo(1 / 3, 12);
  });
  test("threshold 0 is τ-b; a threshold above the spread leaves nothing to rank", () => {
    const input = { predictions: [0.2, 0.1, 0.3], groundTruths: [0.9, 0.8, 0.95] };
    expect(sparseKendallTau(input, 0)).toBe(kendallTauB(input.predictions, input.groundTruths));
    expect(sparseKendallTau(input, 10)).toBeUndefined();
  });
  test("decimal halves of a bin go up, whatever floating point makes of them", () => {
    for (let i = 0; i < 1000; i++) {
      expect(bin((2 * i + 1) / 2000, 0.001)).toBe(i + 1);
      expect(bin(i / 1000, 0.001)).toBe(i);
    }
  });
});

test("τ-b of 15,625 architectures grows hardly more than with their number, not with that of their pairs", () => {
  const tau = (length: number): void => {
    const x = Float64Array.from({ length }, (_, i) => (i * 7919) % 1000);
    const y = Float64Array.from({ length }, (_, i) => (i * 104_729) % 15_625);
    expect(kendallTauB(x, y)).toBeDefined();
  };
  // Ten times as many: pairs would take a hundred times as long.
  expect(growth(1562, 15_625, tau)).toBeLessThan(40);
});
