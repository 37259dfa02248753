import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { continued, type EpochClock, epochsAt, lastStepOf, positionAt } from "../../src/core/epochClock.ts";

const from = (stepsPerEpoch: number): EpochClock => ({ step: 0, epochs: 0, stepsPerEpoch });

describe("the epoch clock of a run", () => {
  it("is plain counting where nothing changes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.nat(100),
        fc.nat(100_000),
        (length, epochs, step) => {
          const epochClock = from(length);
          expect(lastStepOf(epochClock, epochs)).toBe(epochs * length);
          expect(positionAt(epochClock, step)).toBe(step);
          expect(continued(epochClock, step, length)).toBe(epochClock);
        },
      ),
    );
  });

  it("keeps the epochs done through any number of changes, and ends where they are all done", () => {
    const change = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 10_000 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
        let epochClock = from(312);
        let [step, done] = [0, 0];
        for (const [steps, length] of changes) {
          done += steps / epochClock.stepsPerEpoch;
          step += steps;
          epochClock = continued(epochClock, step, length);
          expect(epochsAt(epochClock, step)).toBeCloseTo(done, 9);
        }
        const last = lastStepOf(epochClock, done + 3);
        expect(Math.abs(last - step - 3 * epochClock.stepsPerEpoch)).toBeLessThan(1);
      }),
    );
  });

  it("ends at once where fewer epochs are asked for than are done", () => {
    expect(lastStepOf({ step: 100, epochs: 2, stepsPerEpoch: 10 }, 1)).toBe(90);
  });
});
