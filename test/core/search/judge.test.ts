import { expect, it } from "vitest";
import { expectedBest, judgeFound, meanInterval, searchReferences } from "../../../src/core/search/judge.ts";

it("counts the expected best of random draws exactly", () => {
  const values = [0.3, 0.9, 0.5, 0.5];
  let sum = 0;
  for (const a of values) for (const b of values) for (const c of values) sum += Math.max(a, b, c);
  expect(expectedBest(values, 3)).toBeCloseTo(sum / 64, 14);
  expect(expectedBest(values, 1)).toBeCloseTo(0.55, 14);
  expect(expectedBest(values, 10_000)).toBeCloseTo(0.9, 10);
});

it("ranks what was found among the rows, whether it is one of them or not", () => {
  const rows = [0.5, 0.6, 0.7, 0.8].map((accuracy, i) => ({ accuracy, parameters: [10, 40, 40, 20][i]! }));
  expect(judgeFound(0.7, rows, 2)).toEqual({
    rank: 2,
    rows: 4,
    surpassRandom: 0.25,
    draws: 2,
    regret: 0.8 - 0.7,
  });
  expect(judgeFound(0.75, rows, 2)?.rank).toBe(2);
  expect(judgeFound(0.9, rows, 2)).toMatchObject({ rank: 1, regret: 0 });
  expect(judgeFound(0.1, rows, 2)).toMatchObject({ rank: 4, surpassRandom: 0 });
  expect(judgeFound(0.5, [])).toBeUndefined();
  expect(searchReferences(rows, 5, 2)).toMatchObject({ best: 0.8, largest: (0.6 + 0.7) / 2 });
  expect(searchReferences([{ accuracy: 0.5 }], 5)?.largest).toBeUndefined();
});

it("has the interval of Student's t over seeds", () => {
  // t(0.975; 2) = 4.30265; standard error of 1, 2, 3: 1 / √3.
  const { mean, low, high } = meanInterval([1, 2, 3])!;
  expect([mean, high - mean, mean - low].map((x) => x.toFixed(4))).toEqual(["2.0000", "2.4841", "2.4841"]);
  expect(meanInterval([1])).toBeUndefined();
  // Of two ranks near the top, Student's t alone would reach to rank -21.
  expect(meanInterval([1, 5], [1, 300])).toMatchObject({ mean: 3, low: 1 });
  expect(meanInterval([1, 5])!.low).toBeLessThan(-20);
});
