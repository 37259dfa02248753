import { describe, expect, it } from "vitest";
import { type VerdictInput, verdict } from "../../src/ui/verdict.ts";

const base: VerdictInput = {
  phase: "running",
  tableMissing: false,
  scored: 100,
  pool: 128,
  tau: 0.5,
  skdt: 0.5,
  parameters: 0.3,
  ceiling: 0.8,
};

describe("verdict", () => {
  it("turns τ into pairs in the right order", () => {
    expect(verdict(base)).toContain("about 75 in the right order");
    expect(verdict({ ...base, tau: 0, skdt: 0 })).toContain("about 50");
  });

  it("compares with the parameter count and with stand-alone training", () => {
    expect(verdict(base)).toContain("beats ranking them by parameter count");
    expect(verdict({ ...base, skdt: 0.2 })).toContain("does better so far");
    expect(verdict({ ...base, skdt: 0.31 })).toContain("about as good");
    expect(verdict({ ...base, skdt: 0.79 })).toContain("one stand-alone training predicts another");
    expect(verdict({ ...base, parameters: undefined })).not.toContain("parameter");
  });

  it("calls few architectures few", () => {
    const early = verdict({ ...base, scored: 13 });
    expect(early).toContain("from 13 of 128 architectures: too few to trust");
    expect(early).not.toContain("parameter");
    expect(verdict({ ...base, scored: 20, pool: 20 })).toContain("beats");
  });

  it("does not judge what cannot be judged", () => {
    expect(verdict({ ...base, tau: undefined, skdt: undefined })).toContain("same accuracy");
    expect(verdict({ ...base, tau: null, skdt: null })).toContain("ten architectures");
    expect(verdict({ ...base, tableMissing: true })).toContain("Without a table");
    expect(verdict({ ...base, phase: "waiting" })).toContain("Press Start");
  });
});
