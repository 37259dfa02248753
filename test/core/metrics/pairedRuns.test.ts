/** @file The interval of a mean difference over seeds and architectures. */
import { describe, expect, it } from "vitest";
import { intervalOf } from "../../../src/core/metrics/bootstrap.ts";
import type { Compute } from "../../../src/core/metrics/paired.ts";
import {
  meanPairedDifference,
  type PairedRuns,
  pairedRunsInterval,
  pairedRunsResamples,
} from "../../../src/core/metrics/pairedRuns.ts";
import { createRandom, type Random } from "../../../src/core/random.ts";

const mean: Compute = ({ predictions }) =>
  Array.from(predictions).reduce((sum, value) => sum + value, 0) / predictions.length;

const n = 30;
const resamples = 60;

/** Pairs without any true difference; what differs is of the seed, of the architecture, or of both. */
function pairsOf(random: Random, seeds: number, ofSeed: number, ofArchitecture: number): PairedRuns {
  const shared = Array.from({ length: n }, () => ofArchitecture * random.normal());
  return {
    runs: Array.from({ length: seeds }, (_, seed) => {
      const shift = ofSeed * random.normal();
      return { seed, a: Array<number>(n).fill(0), b: shared.map((value) => value + shift) };
    }),
    groundTruths: Array.from({ length: n }, (_, index) => index),
  };
}

const intervalFor = (pairs: PairedRuns, random: Random) => {
  const values = [...pairedRunsResamples(pairs, mean, random, resamples)];
  return { own: pairedRunsInterval(pairs, mean, values)!, percentile: intervalOf(values)! };
};

describe("the interval of a mean difference over several seeds", () => {
  it.each([
    ["seeds alone", 3, 1, 0],
    ["architectures alone", 3, 0, 1],
    ["both", 3, 0.2, 1],
    ["two seeds", 2, 1, 1],
    ["five seeds", 5, 1, 1],
  ])("misses no difference in about 5 % of the cases: %s", (_, seeds, ofSeed, ofArchitecture) => {
    const cases = 400;
    const random = createRandom(7);
    let misses = 0;
    for (let one = 0; one < cases; one++) {
      const { own } = intervalFor(pairsOf(random, seeds, ofSeed, ofArchitecture), random);
      if (own.low > 0 || own.high < 0) misses++;
    }
    // Three standard errors of a share of 5 % over so many cases; a bootstrap of three seeds misses in a quarter of them.
    expect(misses / cases).toBeLessThan(0.083);
    expect(misses / cases).toBeGreaterThan(0.01);
  });

  it("is around the mean, wider than one over architectures alone, and that one with one seed", () => {
    const random = createRandom(1);
    const pairs = pairsOf(random, 3, 1, 1);
    const { own, percentile } = intervalFor(pairs, random);
    expect((own.low + own.high) / 2).toBeCloseTo(meanPairedDifference(pairs, mean)!, 10);
    expect(own.high - own.low).toBeGreaterThan(percentile.high - percentile.low);
    const [first] = pairs.runs;
    const single = intervalFor({ ...pairs, runs: [first!] }, random);
    expect(single.own).toEqual(single.percentile);
  });

  it("is a point where nothing differs, and none where most draws have no value", () => {
    const random = createRandom(1);
    const same = pairsOf(random, 3, 0, 0);
    expect(intervalFor(same, random).own).toEqual({ low: 0, high: 0 });
    expect(pairedRunsInterval(same, mean, [undefined, undefined, 0.1])).toBeUndefined();
  });
});
