import { describe, expect, it } from "vitest";
import { type VerdictInput, verdict } from "../../src/ui/verdict.ts";

const base: VerdictInput = {
  phase: "running",
  table: "ready",
  ownImages: false,
  scored: 100,
  pool: 128,
  early: false,
  tau: 0.5,
  skdt: 0.5,
  parameters: 0.3,
  difference: { low: 0.1, high: 0.3 },
  interval: { low: 0.4, high: 0.6 },
  oracle: 0.8,
  seedAgainstSeed: 0.72,
};
const unscored: VerdictInput = { ...base, scored: 0, tau: null, skdt: null };

describe("verdict", () => {
  it("turns τ into pairs in the right order", () => {
    expect(verdict(base)).toContain("about 75 in the right order (by Kendall τ)");
    expect(verdict({ ...base, tau: 0, skdt: 0 })).toContain("about 50");
  });

  it("names the correlation that it speaks of where that is not the one of the headline", () => {
    expect(verdict({ ...base, shownInstead: "Spearman ρ" })).toContain(
      "By Spearman ρ: That clearly beats counting parameters (0.30).",
    );
    expect(verdict({ ...base, scored: 0, tau: null, skdt: null, shownInstead: "Spearman ρ" })).not.toContain(
      "Spearman",
    );
  });

  it("promises no ranking over so few architectures that it never comes", () => {
    expect(verdict({ ...unscored, pool: 2 })).toContain("Only 2 architectures judge here");
    expect(verdict({ ...unscored, pool: 10 })).toContain("The first ranking appears");
    expect(verdict({ ...unscored, scored: 128 })).toContain(
      "the table that judges knows fewer than 10 of them",
    );
  });

  it("compares with the parameter count, as far as the noise lets it, and with the best to hope for", () => {
    expect(verdict(base)).toContain("clearly beats counting parameters (0.30)");
    expect(verdict({ ...base, skdt: 0.2, difference: { low: -0.2, high: -0.05 } })).toContain(
      "Counting parameters (0.30) would have ranked better than this super-net (0.20), beyond the noise",
    );
    expect(verdict({ ...base, difference: { low: -0.05, high: 0.4 } })).toContain(
      "cannot be told apart from counting parameters (0.30): the 95 % interval of the difference, −0.05 to 0.40",
    );
    expect(verdict({ ...base, difference: undefined })).toContain("Counting parameters (0.30) is the mark");
    expect(verdict({ ...base, skdt: 0.79 })).toContain("the best to hope for (0.80)");
    expect(verdict({ ...base, parameters: undefined })).not.toContain("parameter");
  });

  it("says where guessing cannot be excluded", () => {
    const text = verdict({ ...base, skdt: 0.05, interval: { low: -0.08, high: 0.15 } });
    expect(text).toContain("not clearly better than guessing");
    expect(verdict(base)).not.toContain("than guessing");
    expect(verdict({ ...base, interval: undefined })).not.toContain("than guessing");
    expect(text).not.toContain("normal");
    const early = verdict({ ...base, early: true, skdt: 0.05, interval: { low: -0.08, high: 0.15 } });
    expect(early).toContain("Early in a run the value wanders around 0; that is normal.");
    expect(verdict({ ...base, early: true })).not.toContain("wanders");
  });

  it("says where the truth itself is mostly chance", () => {
    expect(verdict({ ...base, seedAgainstSeed: 0.13 })).toContain(
      "two trainings of these architectures agree only at 0.13. That clearly beats",
    );
    expect(verdict({ ...base, seedAgainstSeed: undefined })).not.toContain("agree only");
    expect(verdict(base)).not.toContain("agree only");
  });

  it("calls few architectures few", () => {
    const early = verdict({ ...base, scored: 12 });
    expect(early).toContain("12 of 128: too few to trust yet");
    expect(early).not.toContain("parameter");
    expect(verdict({ ...base, scored: 20, pool: 20 })).toContain("beats counting");
  });

  it("does not judge what cannot be judged", () => {
    expect(verdict({ ...base, tau: undefined, skdt: undefined })).toContain("same accuracy");
    expect(verdict({ ...base, table: "none" })).toContain("Without a table");
    expect(verdict({ ...base, phase: "waiting" })).toContain("Press Start");
  });

  it("judges nothing before the table is there", () => {
    const text = verdict({ ...base, table: "loading", phase: "finished", tau: null, skdt: null });
    expect(text).toMatch(/^The ranking of 100 architectures can be judged once the table .* is loaded/);
  });

  it("says that training has begun only while it runs", () => {
    expect(verdict(unscored)).toContain("Training has begun");
    for (const phase of ["preparing", "paused", "finished", "failed"] as const) {
      const text = verdict({ ...unscored, phase });
      expect(text).not.toContain("begun");
      expect(text.length).toBeGreaterThan(20);
    }
  });
});
