/** @file What a table's own noise says of the best that any ranking could reach. */
import { describe, expect, it } from "vitest";
import { qualityOf } from "../../src/core/tables/quality.ts";
import type { TableRow } from "../../src/core/tables/table.ts";

const view = { metric: "skdt", thr: 0.001 } as const;

const rowsOf = (perSeed: readonly (readonly number[])[], loss?: readonly (readonly number[])[]): TableRow[] =>
  perSeed.map((test, index) => ({
    key: `${index}`,
    architecture: `${index}`,
    accuracy: test.reduce((sum, value) => sum + value, 0) / test.length,
    test,
    validation: [],
    ...(loss && { loss: loss[index] as readonly number[] }),
  }));

describe("the quality of a table", () => {
  it("tells spread, noise and pairs within it", () => {
    // Two trainings each, 2 points apart: deviation √2 points, standard error of a difference √2 · √2/√2 = √2, twice that 2.83 points.
    const means = [0.5, 0.53, 0.56, 0.59, 0.62, 0.65, 0.68, 0.71, 0.74, 0.81, 0.83];
    const quality = qualityOf(rowsOf(means.map((mean) => [mean - 0.01, mean + 0.01])), view);
    expect(quality).toMatchObject({ architectures: 11, seeds: 2 });
    expect(quality?.mean).toBeCloseTo(0.6563636363636364, 12);
    expect([quality?.lowest, quality?.highest]).toEqual([0.5, 0.83]);
    // numpy.std(means, ddof=1)
    expect(quality?.spread).toBeCloseTo(0.10938672015128045, 12);
    expect(quality?.seedDeviation).toBeCloseTo(Math.SQRT2 / 100, 12);
    // Only the last two differ by less than that.
    expect(quality?.withinNoise).toBeCloseTo(1 / 55, 12);
  });

  it("takes the noise of a pair from architectures of about their accuracies", () => {
    // Two trainings of the poor ones lie 8 points apart, those of the good ones agree: the good ones are told apart, however close.
    const poor = Array.from({ length: 40 }, (_, i) => [0.1 + 0.02 * i - 0.04, 0.1 + 0.02 * i + 0.04]);
    const good = Array.from({ length: 40 }, (_, i) => [0.95 + 0.001 * i, 0.95 + 0.001 * i]);
    const pairs = (80 * 79) / 2;
    const quality = qualityOf(rowsOf([...poor, ...good]), view);
    // Pooled: √(40 · 0.0032 / 80) = 4 points, twice the standard error of a difference 8. Then nearly all 780 pairs of the good ones would tie.
    expect(quality?.seedDeviation).toBeCloseTo(0.04, 12);
    const close = (quality?.withinNoise as number) * pairs;
    // Of the poor ones those up to five places apart (twice √0.0032 are 11.3 points), and good ones whose neighbors are poor.
    expect(close).toBeGreaterThan(150);
    expect(close).toBeLessThan(600);
  });

  it("says nothing of noise with one training each", () => {
    const quality = qualityOf(rowsOf([[0.7], [0.8]]), view);
    expect(quality).not.toHaveProperty("seedDeviation");
    expect(quality).not.toHaveProperty("withinNoise");
    expect(quality).not.toHaveProperty("oracle");
    expect(qualityOf(rowsOf([[0.7]]), view)).toBeUndefined();
  });

  it("ranks by the loss of one training against the accuracy of the others", () => {
    const accuracies = [0.7, 0.75, 0.8, 0.85].map((value) => [value, value, value]);
    const falling = [0.9, 0.8, 0.7, 0.6].map((value) => [value, value, value]);
    expect(qualityOf(rowsOf(accuracies, falling), view)?.trainingLoss).toBe(1);
    const oneDiverged = falling.map((values, index) => (index === 1 ? [Number.NaN, 0.8, 0.8] : values));
    expect(qualityOf(rowsOf(accuracies, oneDiverged), view)?.trainingLoss).toBe(1);
    expect(qualityOf(rowsOf(accuracies), view)).not.toHaveProperty("trainingLoss");
  });
});
