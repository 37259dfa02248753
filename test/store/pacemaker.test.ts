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
