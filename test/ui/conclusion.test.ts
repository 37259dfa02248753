import { describe, expect, it } from "vitest";
import { type ConclusionInput, conclusion, peakBefore } from "../../src/ui/conclusion.ts";

const base: ConclusionInput = {
  tableMissing: false,
  ownImages: false,
  ranked: 112,
  pool: 112,
  value: 0.35,
  parameters: 0.54,
  difference: { low: -0.3, high: -0.1 },
  oracle: 0.86,
  seedAgainstSeed: 0.72,
  peak: undefined,
  epochs: 8,
  isRescored: false,
  isSecond: false,
  settings: { sampler: "random-nas" },
};

describe("the conclusion of a run", () => {
  it("says that size does better and offers an experiment, after a comparison another seed", () => {
    const { text, next } = conclusion(base);
    expect(text).toContain("ended at 0.35, clearly worse than counting parameters (0.54)");
    expect(next).toEqual({ title: "Try FairNAS sampling", settings: { sampler: "fairnas" } });
    const seed = { title: "Train again with another seed" };
    expect(conclusion({ ...base, isSecond: true }).next).toEqual(seed);
    expect(conclusion({ ...base, settings: { sampler: "fairnas" } }).next).toEqual(seed);
  });

  it("names the correlation where it is not S-KdT", () => {
    expect(conclusion({ ...base, shownInstead: "Spearman ρ" }).text).toMatch(
      /^The run ended at a Spearman ρ of 0\.35/,
    );
  });

  it("does not say that a run ended at what its weights rank at by other rules", () => {
    const peak = { step: 900, epoch: 2.9, value: 0.57, isLessAccurate: true };
    for (const input of [base, { ...base, ranked: 12 }, { ...base, peak }]) {
      const { text } = conclusion({ ...input, isRescored: true });
      expect(text).toContain("By the present rules the last weights rank at 0.35");
      expect(text).not.toContain("ended");
    }
  });

  it("claims nothing that the noise could explain", () => {
    const { text } = conclusion({ ...base, difference: { low: -0.3, high: 0.1 } });
    expect(text).toContain("cannot be told apart from counting parameters (0.54) over 112 architectures");
    expect(conclusion({ ...base, difference: undefined }).text).toBe(
      "The run ended at 0.35; counting parameters (0.54) is the mark to beat.",
    );
  });

  it("concludes nothing from a table whose own trainings disagree", () => {
    const { text, next } = conclusion({ ...base, seedAgainstSeed: 0.13 });
    expect(text).toContain("agree only at 0.13. This table can hardly judge a ranking.");
    expect(text).not.toContain("parameters");
    expect(next.settings).toBeUndefined();
  });

  it("says what a better ranking is worth", () => {
    const { text } = conclusion({ ...base, value: 0.7, difference: { low: 0.05, high: 0.3 } });
    expect(text).toContain("clearly better than counting parameters (0.54)");
    expect(text).toContain("the best to hope for is 0.86");
    expect(conclusion({ ...base, value: 0.85 }).text).toContain("can trust this ranking");
  });

  it("offers a shorter run where an earlier round ranked much better", () => {
    const peak = { step: 900, epoch: 2.9, value: 0.57, isLessAccurate: true };
    const { text, next } = conclusion({ ...base, peak });
    expect(text).toContain("seemed to rank better at step 900 (0.57): accuracy went on rising");
    expect(next).toEqual({ title: "Train for 3 epochs only", settings: { epochs: 3 } });
    expect(conclusion({ ...base, peak: { ...peak, isLessAccurate: false } }).text).not.toContain("rising");
    // Not for what the best of many rounds is by luck, nor for a peak that is hardly a ranking.
    expect(conclusion({ ...base, peak: { ...peak, value: 0.42 } }).text).toContain("clearly worse");
    expect(conclusion({ ...base, value: -0.1, peak: { ...peak, value: 0.1 } }).text).toContain(
      "clearly worse",
    );
    expect(conclusion({ ...base, epochs: 3, peak }).next.settings).toBeUndefined();
  });

  it("does not judge what cannot be judged", () => {
    expect(conclusion({ ...base, tableMissing: true }).text).toContain("Without a table");
    expect(conclusion({ ...base, value: undefined }).text).toContain("no ranking");
    expect(conclusion({ ...base, ranked: 12 }).text).toContain("over 12 architectures, too few");
    expect(conclusion({ ...base, ranked: 12, pool: 12 }).text).toContain("too few");
    expect(conclusion({ ...base, parameters: undefined }).text).toContain("not known");
  });
});

it("the peak is over as many architectures and by the same rules as the end", () => {
  const point = (round: number, skdt: number, scored = 112, generation = 1) => ({
    step: 100 * round,
    round,
    generation,
    size: scored,
    scored,
    tau: skdt,
    skdt,
    rho: skdt,
    meanAccuracy: round / 10,
  });
  const history = [point(1, 0.9, 12), point(2, 0.8, 112, 0), point(3, 0.4), point(4, 0.5), point(5, 0.3)];
  expect(peakBefore(history, ({ skdt }) => skdt)).toEqual({ step: 400, value: 0.5, isLessAccurate: true });
  expect(peakBefore(history.slice(-1), ({ skdt }) => skdt)).toBeUndefined();
  expect(peakBefore([], ({ skdt }) => skdt)).toBeUndefined();
});
