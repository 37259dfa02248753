/** @file The Gaussian process against elimination, expected improvement against an integral, the kernel against counts by hand. */
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/core/random.ts";
import {
  expectedImprovement,
  gaussianProcess,
  normalCumulative,
} from "../../../src/core/search/gaussianProcess.ts";
import { type Features, SubtreeLabels, similarities } from "../../../src/core/search/weisfeilerLehman.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { isomorphicPairs } from "../spaces/isomorphicPairs.ts";

/** Solution and determinant by elimination with pivots. */
function eliminated(matrix: readonly (readonly number[])[], right: readonly number[]) {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const n = rows.length;
  let determinant = 1;
  for (let column = 0; column < n; column++) {
    const pivot = rows.slice(column).reduce((best, row) => Math.max(best, Math.abs(row[column]!)), 0);
    const at = rows.findIndex((row, i) => i >= column && Math.abs(row[column]!) === pivot);
    if (at !== column) {
      [rows[at], rows[column]] = [rows[column]!, rows[at]!];
      determinant = -determinant;
    }
    determinant *= rows[column]![column]!;
    for (let i = 0; i < n; i++) {
      if (i === column) continue;
      const factor = rows[i]![column]! / rows[column]![column]!;
      for (let j = column; j <= n; j++) rows[i]![j]! -= factor * rows[column]![j]!;
    }
  }
  return { solution: rows.map((row, i) => row[n]! / row[i]!), determinant };
}

describe("Gaussian process", () => {
  const random = createRandom(1);
  const points = Array.from({ length: 8 }, () => 3 * random.next());
  const kernel = (a: number, b: number) => Math.exp(-((a - b) ** 2));
  const covariance = points.map((a) => points.map((b) => kernel(a, b)));
  const observations = points.map((x) => Math.sin(3 * x));
  const noise = 0.05;
  const noisy = covariance.map((row, i) => row.map((value, j) => (i === j ? value + noise : value)));
  const process = gaussianProcess(covariance, observations, noise)!;

  it("has the posterior and the marginal likelihood of the textbook", () => {
    for (const x of [0.2, 1.1, 5]) {
      const row = points.map((point) => kernel(point, x));
      const dot = (other: readonly number[]) => row.reduce((sum, value, i) => sum + value * other[i]!, 0);
      const [at] = process.posterior([row]);
      expect(at!.mean).toBeCloseTo(dot(eliminated(noisy, observations).solution), 9);
      expect(at!.variance).toBeCloseTo(1 - dot(eliminated(noisy, row).solution), 9);
    }
    const { solution, determinant } = eliminated(noisy, observations);
    const fit = observations.reduce((sum, y, i) => sum + y * solution[i]!, 0);
    expect(process.logMarginalLikelihood).toBeCloseTo(
      -(fit + Math.log(determinant) + points.length * Math.log(2 * Math.PI)) / 2,
      9,
    );
  });

  it("is none where the covariance is none", () => {
    expect(
      gaussianProcess(
        [
          [1, 2],
          [2, 1],
        ],
        [0, 0],
        0.1,
      ),
    ).toBeUndefined();
  });
});

describe("expected improvement", () => {
  it.each([
    [0, 1, 0.5],
    [-1, 0.3, 1],
    [2, 0.5, 1],
    [0, 1, 5],
  ])("of mean %f and variance %f over %f is its integral", (mean, variance, best) => {
    const [deviation, n] = [Math.sqrt(variance), 40_000];
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const z = -10 + (20 * (i + 0.5)) / n;
      sum += (Math.max(0, mean + deviation * z - best) * Math.exp((-z * z) / 2) * 20) / n;
    }
    const integral = sum / Math.sqrt(2 * Math.PI);
    expect(expectedImprovement(mean, variance, best) / integral).toBeCloseTo(1, 4);
  });

  it("of what is certain is the difference, or none", () => {
    expect([expectedImprovement(2, 0, 1), expectedImprovement(0, 0, 1)]).toEqual([1, 0]);
  });

  it.each([
    [0, 0.5],
    [1.96, 0.9750021048517795],
    [-3, 0.0013498980316300933],
    [-6, 9.865876450376946e-10],
  ])("takes Φ(%f) from the tables", (z, expected) => {
    expect(normalCumulative(z) / expected).toBeCloseTo(1, 12);
  });
});

describe("Weisfeiler-Lehman kernel", () => {
  it("counts operations at depth 0, and what feeds them at depth 1", () => {
    const labels = new SubtreeLabels(1);
    const features = (text: string) => labels.featuresOf(nasbench201, nasbench201.parse(text)!);
    // Input, output, and one convolution each; the second takes its own through a skip.
    const direct = features("|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|");
    const skipped = features("|skip_connect~0|+|none~0|none~1|+|none~0|nor_conv_3x3~1|none~2|");
    // Depth 0: counts 1, 1, 1 against 1, 1, 1, 1. Depth 1: only the input and the output keep a label in common.
    const [shallow, deep] = similarities(direct, skipped);
    expect(shallow).toBeCloseTo(3 / Math.sqrt(3 * 4), 12);
    expect(deep).toBeCloseTo((3 + 2) / Math.sqrt(6 * 8), 12);
  });

  it("knows a cell without any operation, which is like itself alone", () => {
    const labels = new SubtreeLabels(2);
    const cell = (operation: string): Features =>
      labels.featuresOf(
        nasbench201,
        nasbench201.parse(`|${operation}~0|+|none~0|none~1|+|none~0|${operation}~1|none~2|`)!,
      );
    const [nothing, other] = [cell("none"), cell("nor_conv_3x3")];
    expect(similarities(nothing, nothing)).toEqual([1, 1, 1]);
    expect(similarities(nothing, other)).toEqual([0, 0, 0]);
    expect(similarities(other, nothing)).toEqual([0, 0, 0]);
    const matrix = [nothing, other].map((one) => [nothing, other].map((two) => similarities(one, two)[2]!));
    expect(gaussianProcess(matrix, [0.1, 0.9], 1e-6)).toBeDefined();
  });

  it.each(spaces)("is 1 for what computes the same in $id, and positive definite", (space) => {
    const labels = new SubtreeLabels(2);
    const random = createRandom(3);
    // Published rules of NAS-Bench-201 fold skips, which the kernel sees.
    if (space.id !== "nasbench201")
      for (let i = 0; i < 20; i++) {
        const [one, other] = isomorphicPairs[space.id](random).map((it) => labels.featuresOf(space, it));
        for (const value of similarities(one!, other!)) expect(value).toBeCloseTo(1, 12);
      }
    const drawn: Features[] = Array.from({ length: 15 }, () =>
      labels.featuresOf(space, space.sampleUnique(random)),
    );
    const matrix = drawn.map((one) => drawn.map((other) => similarities(one, other)[2]!));
    expect(
      gaussianProcess(
        matrix,
        drawn.map(() => 0),
        1e-6,
      ),
    ).toBeDefined();
  });
});
