import { describe, expect, it } from "vitest";
import { differenceSentence, signed } from "../../src/ui/difference.ts";

const base = { of: "rules", before: 0.3, now: 0.34 } as const;

describe("a difference", () => {
  it("that the noise can explain is not told as one", () => {
    expect(differenceSentence({ ...base, interval: { low: -0.02, high: 0.1 } })).toBe(
      "higher by 0.04, inside the noise of 0.06 (95 % interval −0.02 to 0.10): cannot tell yet",
    );
  });

  it("that the noise cannot explain is clear, to either side", () => {
    expect(differenceSentence({ ...base, now: 0.09, interval: { low: -0.3, high: -0.12 } })).toBe(
      "lower by 0.21, beyond the noise of 0.09 (95 % interval −0.30 to −0.12): a clear effect",
    );
    expect(differenceSentence({ ...base, now: 0.5, interval: { low: 0.1, high: 0.3 } })).toContain(
      "higher by 0.20, beyond the noise of 0.10 (95 % interval 0.10 to 0.30): a clear",
    );
  });

  it("over few architectures is a first impression, however clear", () => {
    const clear = { ...base, of: "run", interval: { low: 0.01, high: 0.07 } } as const;
    expect(differenceSentence({ ...clear, count: 12 })).toContain("a first impression, over only 12");
    expect(differenceSentence({ ...clear, count: 48 })).toContain("a clear difference");
  });

  it("between two runs is one between two seeds, too", () => {
    const sentence = differenceSentence({ ...base, of: "run", interval: { low: 0.01, high: 0.07 } });
    expect(sentence).toContain("other seeds may differ");
    expect(sentence).not.toContain("effect");
  });

  it("of runs that noise can explain says how many more seeds could tell", () => {
    const more = (low: number, high: number, seeds = 1) =>
      differenceSentence({ ...base, of: "run", interval: { low, high }, seeds }).split(
        "cannot tell yet; ",
      )[1];
    // How far seeds scatter is not known of one.
    expect(more(-0.04, 0.12)).toBe("three seeds of each, or more, would show how far that is chance");
    // By Student's t: 12.7 / √2 of two, 4.3 / √3 of three, 2.57 / √6 of six; at best, since the architectures stay as many.
    expect(more(-0.04, 0.12, 2)).toBe("one more seed might");
    expect(more(-0.05, 0.13, 3)).toBe("3 more seeds might");
    expect(more(-0.3, 0.38, 3)).toBe("20 more seeds hardly would");
    const none = { ...base, of: "run", now: base.before, interval: { low: -0.1, high: 0.2 } } as const;
    expect(differenceSentence(none)).toContain("no difference, inside the noise of 0.20");
    expect(differenceSentence({ ...none, seeds: 2 })).toContain("20 more seeds hardly would");
    const clear = differenceSentence({ ...base, of: "run", interval: { low: 0.01, high: 0.07 }, seeds: 3 });
    expect(clear).toMatch(/: a clear difference over 3 seeds$/);
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

  it("between runs of like length and unlike compute names what the other side of it cost", () => {
    const clear = {
      ...base,
      of: "run",
      interval: { low: 0.16, high: 0.39 },
      steps: { before: 3581, now: 2925 },
    } as const;
    expect(differenceSentence({ ...clear, images: { before: 1000, now: 2070 } })).toMatch(
      /a clear difference .*; it took 2\.07 times the images of the other$/,
    );
    const open = { ...clear, interval: { low: -0.02, high: 0.1 }, images: { before: 1000, now: 480 } };
    expect(differenceSentence(open)).toMatch(
      /cannot tell yet.*; it took 0\.48 times the images of the other$/,
    );
    expect(differenceSentence({ ...clear, images: { before: 1000, now: 1050 } })).not.toContain("images");
  });

  it("never writes an end that excludes zero as zero", () => {
    const sentence = differenceSentence({ ...base, interval: { low: 0.003, high: 0.07 } });
    expect(sentence).toContain("higher by 0.040, beyond the noise of 0.037 (95 % interval 0.003 to 0.070)");
  });

  it("of two sides that rank alike has no noise to be told from", () => {
    const alike = { ...base, of: "run", now: base.before, interval: { low: 0, high: 0 } } as const;
    expect(differenceSentence(alike)).toBe(
      "no difference: both sides rank all of them alike, as they do where nothing was scored since they parted",
    );
  });

  it("touching zero still cannot tell", () => {
    expect(differenceSentence({ ...base, interval: { low: 0, high: 0.1 } })).toContain("cannot tell");
  });

  it("of nothing is none, and waits for its interval", () => {
    expect(differenceSentence({ ...base, now: 0.301, interval: undefined })).toBe(
      "no difference; no interval yet",
    );
    expect(differenceSentence({ ...base, interval: undefined })).toBe("higher by 0.04; no interval yet");
    expect(differenceSentence({ ...base, now: undefined, interval: undefined })).toContain("same accuracy");
  });
});

it("writes a true minus, and none before zero", () => {
  expect([signed(-0.126), signed(-0.001), signed(0.5)]).toEqual(["−0.13", "0.00", "0.50"]);
});
