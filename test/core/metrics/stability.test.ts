/** @file Round held against round: which are, over what, and by what. */
import { expect, test } from "vitest";
import { correlationHistory } from "../../../src/core/metrics/history.ts";
import { byAccuracy } from "../../../src/core/metrics/prediction.ts";
import { roundAgreements } from "../../../src/core/metrics/stability.ts";
import { changed, replay, round, roundBegan, roundEnded, started } from "../runEvents.ts";

const rising = Array.from({ length: 12 }, (_, place) => place / 20);
/** One pair of neighbors the other way round: 65 of 66 pairs agree. */
const swapped = rising.with(0, rising[1] as number).with(1, rising[0] as number);

test("complete rounds by the same rules are held against the one before, over what both scored", () => {
  const run = replay([
    started,
    // Too few to rank.
    ...round(5, 0.1, 0.2),
    ...round(10, ...rising),
    roundBegan(15),
    roundEnded(false),
    ...round(20, ...rising.slice(0, 11).toReversed()),
    ...round(30, ...rising),
    ...round(40, ...swapped),
    changed(45, "reevaluate", 1),
    ...round(50, ...rising),
    ...round(60, ...rising.map(() => 0.5)),
  ]);
  expect(roundAgreements(run, byAccuracy)).toEqual([
    { step: 20, n: 11, tau: -1 },
    { step: 30, n: 11, tau: -1 },
    { step: 40, n: 12, tau: expect.closeTo((65 - 1) / 66, 12) },
    { step: 60, n: 12, tau: null },
  ]);
});

test("a round on averaged weights is not held against one on the weights themselves", () => {
  const averaged = round(20, ...rising.toReversed()).map((event) =>
    event.type === "roundBegan"
      ? { ...event, round: { ...event.round, rules: { ...event.round.rules, weights: "ema" as const } } }
      : event,
  );
  const run = replay([started, ...round(10, ...rising), ...averaged, ...round(30, ...rising)]);
  expect(roundAgreements(run, byAccuracy)).toEqual([]);
  const history = correlationHistory(run, rising, { threshold: 0.001 });
  expect(history.map(({ weights }) => weights)).toEqual(["raw", "ema", "raw"]);
});

test("a run with one round has nothing to hold", () => {
  expect(roundAgreements(replay([started, ...round(10, ...rising)]), byAccuracy)).toEqual([]);
});
