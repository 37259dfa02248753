import { describe, expect, it } from "vitest";
import { differenceSentence, signed } from "../../src/ui/difference.ts";

const base = { of: "rules", before: 0.3, now: 0.34 } as const;

describe("a difference", () => {
  it("that the noise can explain is not told as one", () => {
    expect(differenceSentence({ ...base, interval: { low: -0.02, high: 0.1 } })).toBe(
      "0.04 better; the 95 % interval −0.02 to 0.10 includes 0: cannot tell yet",
    );
  });

  it("that the noise cannot explain is clear, to either side", () => {
    expect(differenceSentence({ ...base, now: 0.09, interval: { low: -0.3, high: -0.12 } })).toBe(
      "−0.21, worse; 95 % interval −0.30 to −0.12: a clear effect",
    );
    expect(differenceSentence({ ...base, now: 0.5, interval: { low: 0.1, high: 0.3 } })).toContain(
      "0.20 better; 95 % interval 0.10 to 0.30: a clear",
    );
  });

  it("between two runs is one between two seeds, too", () => {
    const sentence = differenceSentence({ ...base, of: "run", interval: { low: 0.01, high: 0.07 } });
    expect(sentence).toContain("other seeds may differ");
    expect(sentence).not.toContain("effect");
  });

  it("between runs of unlike length is no effect of their settings", () => {
    const told = (before: number, now: number) =>
      differenceSentence({
        ...base,
        of: "run",
        interval: { low: 0.16, high: 0.39 },
        steps: { before, now },
      });
    expect(told(41, 312)).toContain("one was trained longer than the other");
    expect(told(41, 312)).not.toContain("clear");
    expect(told(312, 41)).toContain("one was trained longer");
    expect(told(40, 60)).toContain("a clear difference");
    expect(told(2000, 2300)).toContain("a clear difference");
  });

  it("never writes an end that excludes zero as zero", () => {
    const sentence = differenceSentence({ ...base, interval: { low: 0.003, high: 0.07 } });
    expect(sentence).toContain("0.040 better; 95 % interval 0.003 to 0.070");
  });

  it("touching zero still cannot tell", () => {
    expect(differenceSentence({ ...base, interval: { low: 0, high: 0.1 } })).toContain("cannot tell");
  });

  it("of nothing is none, and waits for its interval", () => {
    expect(differenceSentence({ ...base, now: 0.301, interval: undefined })).toBe(
      "no difference; no interval yet",
    );
    expect(differenceSentence({ ...base, interval: undefined })).toBe("0.04 better; no interval yet");
    expect(differenceSentence({ ...base, now: undefined, interval: undefined })).toContain("same accuracy");
  });
});

it("writes a true minus, and none before zero", () => {
  expect([signed(-0.126), signed(-0.001), signed(0.5)]).toEqual(["−0.13", "0.00", "0.50"]);
});
