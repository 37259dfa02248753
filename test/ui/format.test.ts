import { describe, expect, it } from "vitest";
import {
  correlation,
  count,
  duration,
  ordinal,
  percent,
  percentTicks,
  points,
  settingNumber,
  short,
  thresholdText,
} from "../../src/ui/format.ts";

describe("format", () => {
  it("writes correlations with three digits and a true minus sign", () => {
    expect(correlation(0.4123)).toBe("0.412");
    expect(correlation(-0.05)).toBe("−0.050");
    expect(correlation(-0.0001)).toBe("0.000");
    expect(correlation(undefined)).toBe("–");
    expect(correlation(undefined, "undefined")).toBe("undefined");
  });

  it("writes shares, differences and sizes", () => {
    expect(percent(0.8312)).toBe("83.1 %");
    expect(percent(undefined)).toBe("–");
    expect(points(0.013)).toBe("1.3 points");
    expect(points(-0.0001)).toBe("0.0 points");
    expect([0.001, 0.0005, 0.0025, 0.01].map(thresholdText)).toEqual([
      "0.1 points",
      "0.05 points",
      "0.25 points",
      "1 point",
    ]);
    expect(short(1_230_000)).toBe("1.23 M");
    expect(count(12345.4)).toBe("12,345");
  });

  it("writes no two ticks alike", () => {
    const written = (all: number[]): string[] => all.map(percentTicks(all));
    expect(written([0.1, 0.2, 0.3])).toEqual(["10", "20", "30"]);
    expect(written([0.1, 0.105, 0.11, 0.115])).toEqual(["10.0", "10.5", "11.0", "11.5"]);
    expect(written([0.1, 0.1025])).toEqual(["10.00", "10.25"]);
  });

  it("writes times and ranks", () => {
    expect(duration(48.4)).toBe("48 s");
    expect(duration(200)).toBe("3 min 20 s");
    expect(duration(3900)).toBe("1 h 05 min");
    expect([1, 2, 3, 4, 11, 12, 21, 112].map(ordinal)).toEqual([
      "1st",
      "2nd",
      "3rd",
      "4th",
      "11th",
      "12th",
      "21st",
      "112th",
    ]);
  });

  it("writes small settings in scientific form", () => {
    expect([0, 0.0005, 0.001, 0.025, 100].map(settingNumber)).toEqual(["0", "5e-4", "0.001", "0.025", "100"]);
  });
});
