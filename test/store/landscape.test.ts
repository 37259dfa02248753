/** @file What is kept of a loss landscape when the thread that drew it is gone. */
import { expect, it } from "vitest";
import { landscapeSide } from "../../src/core/landscape.ts";
import { endLandscape, type LandscapeState, reduceLandscape } from "../../src/store/landscapeState.ts";

it("fails with its thread unless it is complete", () => {
  const begun = { losses: new Map(), isStopped: false, failure: undefined } as unknown as LandscapeState;
  const points = Array.from({ length: landscapeSide ** 2 }, (_, index) => index);
  const drawn = (count: number): LandscapeState =>
    points
      .slice(0, count)
      .reduce((state, index) => reduceLandscape(state, { type: "point", index, loss: 1 }), begun);
  expect(endLandscape(drawn(points.length - 1), "crash").failure?.message).toContain("(crash)");
  expect(endLandscape(drawn(points.length), "crash").failure).toBeUndefined();
});
