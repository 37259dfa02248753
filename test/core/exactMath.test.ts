import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosOfTurns, exp, log } from "../../src/core/exactMath.ts";

/** Distance in units of the larger number's last place. */
function ulps(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  const size = Math.max(Math.abs(a), Math.abs(b));
  return Math.abs(a - b) / 2 ** (Math.floor(Math.log2(size)) - 52);
}

describe("functions that give the same bits everywhere", () => {
  it("agree with the platform's within two units in the last place", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(ulps(exp(x), Math.exp(x))).toBeLessThanOrEqual(2);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(2);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (turns) => {
        expect(Math.abs(cosOfTurns(turns) - Math.cos(2 * Math.PI * turns))).toBeLessThan(3e-15);
      }),
    );
  });

  it("is exact where the value is known", () => {
    expect([exp(0), log(1), cosOfTurns(0), cosOfTurns(0.25), cosOfTurns(0.5), cosOfTurns(1)]).toEqual([
      1, 0, 1, 0, -1, 1,
    ]);
    expect([exp(-Infinity), exp(Infinity), log(0), log(Infinity)]).toEqual([
      0,
      Infinity,
      -Infinity,
      Infinity,
    ]);
    expect([exp(Number.NaN), log(-1), cosOfTurns(Infinity)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it("gives these very bits", () => {
    // Written down once; an engine in which they differ would train another run from the same link.
    expect([exp(1), exp(-3.7), log(2), log(0.3), cosOfTurns(0.1), cosOfTurns(0.37)]).toMatchInlineSnapshot(`
      [
        2.7182818284590455,
        0.024723526470339388,
        0.6931471805599453,
        -1.2039728043259361,
        0.8090169943749475,
        -0.6845471059286886,
      ]
    `);
  });
});
