/** @file What a table's own noise says of the best that any ranking could reach. */
import fc from "fast-check";
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
    const quality = qualityOf(
      rowsOf([
        [0.7, 0.72],
        [0.73, 0.75],
        [0.8, 0.82],
        [0.82, 0.84],
      ]),
      view,
    );
    expect(quality).toMatchObject({ architectures: 4, seeds: 2 });
    expect(quality?.mean).toBeCloseTo(0.7725, 12);
    expect([quality?.lowest, quality?.highest]).toEqual([0.71, 0.83]);
    // numpy.std([0.71, 0.74, 0.81, 0.83], ddof=1)
    expect(quality?.spread).toBeCloseTo(0.0567890834580027, 12);
    expect(quality?.seedDeviation).toBeCloseTo(Math.SQRT2 / 100, 12);
    // Only the last two differ by less than that; the first two by 3 points.
    expect(quality?.withinNoise).toBeCloseTo(1 / 6, 12);
  });

  it("counts pairs as a plain loop does", () => {
    const seed = fc.integer({ min: 0, max: 40 }).map((value) => value / 64);
    fc.assert(
      fc.property(fc.array(fc.tuple(seed, seed), { minLength: 2, maxLength: 30 }), (perSeed) => {
        const rows = rowsOf(perSeed);
        const quality = qualityOf(rows, view);
        const within = 2 * (quality?.seedDeviation as number);
        let close = 0;
        for (const a of rows)
          for (const b of rows) if (a.key < b.key && Math.abs(a.accuracy - b.accuracy) < within) close++;
        expect(quality?.withinNoise).toBeCloseTo(close / ((rows.length * (rows.length - 1)) / 2), 12);
      }),
    );
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
