import { describe, expect, it } from "vitest";
import { createPacemaker } from "../../src/store/pacemaker.ts";

describe("pacemaker", () => {
  it("tells the pace of the last seconds", () => {
    let now = 0;
    const pacemaker = createPacemaker(() => now);
    expect(pacemaker.see(0, true)).toBeUndefined();
    now = 1000;
    expect(pacemaker.see(10, true)).toBeUndefined();
    now = 2000;
    expect(pacemaker.see(20, true)).toBeCloseTo(10);
    for (now = 3000; now <= 40_000; now += 1000) pacemaker.see(20 + (now / 1000 - 2) * 30, true);
    expect(pacemaker.see(20 + 39 * 30, true)).toBeCloseTo(30, -1);
  });

  it("tells it in a hidden tab, which looks once a minute, and starts afresh when the tab is looked at again", () => {
    let now = 0;
    const pacemaker = createPacemaker(() => now);
    let pace: number | undefined;
    for (; now <= 600_000; now += 60_000) pace = pacemaker.see(now / 100, true);
    expect(pace).toBeCloseTo(10);
    const step = now / 100;
    for (const at of [0, 500, 1000, 2000, 4000]) {
      now = 660_000 + at;
      pace = pacemaker.see(step + at / 50, true);
    }
    expect(pace).toBeCloseTo(20);
  });

  it("forgets at a pause and when the steps go back", () => {
    let now = 0;
    const pacemaker = createPacemaker(() => now);
    pacemaker.see(0, true);
    now = 5000;
    pacemaker.see(50, true);
    now = 60_000;
    pacemaker.see(50, false);
    now = 62_000;
    expect(pacemaker.see(70, true)).toBeCloseTo(10);
    now = 63_000;
    expect(pacemaker.see(5, true)).toBeUndefined();
  });
});
