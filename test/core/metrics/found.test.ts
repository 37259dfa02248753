/** @file Metrics of what the ranking finds, the chance level, intervals and noise ceilings. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bootstrapInterval, quantile } from "../../../src/core/metrics/bootstrap.ts";
import {
  bestRankIn,
  precisionAt,
  probabilityToSurpassRandom,
  regret,
  surpassRandom,
  topPerformance,
} from "../../../src/core/metrics/found.ts";
import { metricOf, metrics } from "../../../src/core/metrics/index.ts";
import { kendallTau } from "../../../src/core/metrics/kendall.ts";
import { chanceLimit, shareAtChance } from "../../../src/core/metrics/level.ts";
import { defaultMetricOptions } from "../../../src/core/metrics/metric.ts";
import { tauInTop } from "../../../src/core/metrics/topTau.ts";
import { createRandom } from "../../../src/core/random.ts";
import reference from "./scipyReference.json";

describe("probability to surpass random search", () => {
  test.each([
    [19_552, 0.62],
    [57_079, 0.24],
    [96_939, 0.07],
  ])("rank %i of 423,624, ten draws: %f", (rank, expected) => {
    expect(probabilityToSurpassRandom(rank, 423_624, 10)).toBeCloseTo(expected, 2);
  });
  test("of the first choice", () => {
    const input = { predictions: [0.1, 0.9, 0.2, 0.3], groundTruths: [0.5, 0.6, 0.9, 0.4] };
    expect(surpassRandom(input, 1)).toBe(0.5);
    expect(surpassRandom(input, 10)).toBe(0.5 ** 10);
  });
});

describe("what the ranking finds", () => {
  const input = { predictions: [0.9, 0.8, 0.7, 0.1, 0.2], groundTruths: [0.5, 0.9, 0.7, 0.8, 0.6] };
  test("mean of the top 3, regret, precision, best rank", () => {
    expect(topPerformance(input, 3)).toBeCloseTo(0.7, 12);
    expect(regret(input, 3)).toBeCloseTo(0.2, 12);
    expect(precisionAt(input, 3)).toBeCloseTo(2 / 3, 12);
    expect(bestRankIn(input, 3)).toBe(1);
    expect(bestRankIn(input, 1)).toBe(5);
  });
  test("fewer architectures than k have no value", () => {
    expect(topPerformance(input, 6)).toBeUndefined();
    expect(precisionAt({ predictions: [1], groundTruths: [1] }, 1)).toBeUndefined();
  });
  test("τ in the top looks at the best by stand-alone accuracy", () => {
    expect(tauInTop(input, 0.4)).toBe(1);
    expect(tauInTop(input, 1)).toBe(kendallTau(input));
  });

  test("ties are broken in every way: expectations over all orders of the input", () => {
    const small = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 4 })), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 6 }), (pairs, k) => {
        const tied = { predictions: pairs.map(([p]) => p), groundTruths: pairs.map(([, t]) => t) };
        const defined = k <= pairs.length && new Set(tied.predictions).size > 1;
        const found = permutations(pairs).map((order) => [...order].sort((a, b) => b[0] - a[0]).slice(0, k));
        const rank = (t: number): number => 1 + tied.groundTruths.filter((other) => other > t).length;
        const mean = (value: (top: readonly (readonly [number, number])[]) => number): number =>
          found.reduce((sum, top) => sum + value(top), 0) / found.length;
        const cases = [
          [topPerformance(tied, k), mean((top) => top.reduce((s, [, t]) => s + t, 0) / k)],
          [precisionAt(tied, k), mean((top) => top.filter(([, t]) => rank(t) <= k).length / k)],
          [bestRankIn(tied, k), mean((top) => Math.min(...top.map(([, t]) => rank(t))))],
        ] as const;
        for (const [actual, expected] of cases)
          if (defined) expect(actual).toBeCloseTo(expected, 9);
          else expect(actual).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}

describe("the list of metrics", () => {
  test("a collapsed super-net: only the level metrics have a value", () => {
    const collapsed = { predictions: [0.1, 0.1, 0.1, 0.1], groundTruths: [0.5, 0.6, 0.7, 0.8] };
    const defined = metrics.filter((metric) => metric.compute(collapsed, defaultMetricOptions) !== undefined);
    expect(defined.map((metric) => metric.id)).toEqual(["accuracy", "at-chance"]);
    expect(metricOf("at-chance").compute(collapsed, defaultMetricOptions)).toBe(1);
  });
  test("never NaN, whatever comes", () => {
    const value = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constant(Number.NaN),
      fc.constant(0.1),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value)), (pairs) => {
        const input = { predictions: pairs.map(([p]) => p), groundTruths: pairs.map(([, t]) => t) };
        for (const metric of metrics)
          expect(metric.compute(input, defaultMetricOptions)).not.toBe(Number.NaN);
      }),
    );
  });
  test("ids are unique, and each finds its own metric", () => {
    expect(new Set(metrics.map((metric) => metric.id)).size).toBe(metrics.length);
    for (const metric of metrics) expect(metricOf(metric.id)).toBe(metric);
  });
});

test("the share at chance counts what two standard errors of guessing explain", () => {
  expect(chanceLimit(0.1, 900)).toBeCloseTo(0.12, 12);
  expect(shareAtChance([0.05, 0.11, 0.125, 0.9], 0.1, 900)).toBe(0.5);
  expect(shareAtChance([], 0.1, 900)).toBeUndefined();
});

describe("bootstrap", () => {
  test("quantiles as numpy's", () => {
    for (const [q, expected] of reference.quantiles.at as [number, number][])
      expect(quantile(reference.quantiles.values, q)).toBeCloseTo(expected, 12);
  });
  const sample = reference.cases.find((c) => c.name.startsWith("200 "));
  const input = { predictions: sample?.x ?? [], groundTruths: sample?.y ?? [] };
  test("the interval holds the value, repeats with the seed and narrows with n", () => {
    const interval = (n: number, seed: number) =>
      bootstrapInterval(
        { predictions: input.predictions.slice(0, n), groundTruths: input.groundTruths.slice(0, n) },
        kendallTau,
        createRandom(seed),
      );
    const wide = interval(30, 1);
    const narrow = interval(200, 1);
    const tau = kendallTau(input) as number;
    expect(narrow?.low).toBeLessThan(tau);
    expect(narrow?.high).toBeGreaterThan(tau);
    expect(narrow).toEqual(interval(200, 1));
    expect(narrow).not.toEqual(interval(200, 2));
    const width = (i: typeof wide): number => (i?.high ?? 0) - (i?.low ?? 0);
    expect(width(narrow)).toBeLessThan(width(wide));
  });
  test("nothing to resample, no interval", () => {
    expect(
      bootstrapInterval({ predictions: [], groundTruths: [] }, kendallTau, createRandom(1)),
    ).toBeUndefined();
    const collapsed = { predictions: [1, 1, 1], groundTruths: [1, 2, 3] };
    expect(bootstrapInterval(collapsed, kendallTau, createRandom(1))).toBeUndefined();
  });
});
