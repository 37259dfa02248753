import { describe, expect, it } from "vitest";
import { createRateMeter } from "../../src/store/rateMeter.ts";

describe("rateMeter", () => {
  it("tells the rate of the last seconds", () => {
    let now = 0;
    const rateMeter = createRateMeter(() => now);
    expect(rateMeter.see(0, true)).toBeUndefined();
    now = 1000;
    expect(rateMeter.see(10, true)).toBeUndefined();
    now = 2000;
    expect(rateMeter.see(20, true)).toBeCloseTo(10);
    for (now = 3000; now <= 40_000; now += 1000) rateMeter.see(20 + (now / 1000 - 2) * 30, true);
    expect(rateMeter.see(20 + 39 * 30, true)).toBeCloseTo(30, -1);
  });

  it("tells it in a hidden tab, which looks once a minute, and starts afresh when the tab is looked at again", () => {
    let now = 0;
    const rateMeter = createRateMeter(() => now);
    let pace: number | undefined;
    for (; now <= 600_000; now += 60_000) pace = rateMeter.see(now / 100, true);
    expect(pace).toBeCloseTo(10);
    const step = now / 100;
    for (const at of [0, 500, 1000, 2000, 4000]) {
      now = 660_000 + at;
      pace = rateMeter.see(step + at / 50, true);
    }
    expect(pace).toBeCloseTo(20);
  });

  it("forgets at a pause and when the steps go back", () => {
    let now = 0;
    const rateMeter = createRateMeter(() => now);
    rateMeter.see(0, true);
    now = 5000;
    rateMeter.see(50, true);
    now = 60_000;
    rateMeter.see(50, false);
    now = 62_000;
    expect(rateMeter.see(70, true)).toBeCloseTo(10);
    now = 63_000;
    expect(rateMeter.see(5, true)).toBeUndefined();
  });
});
