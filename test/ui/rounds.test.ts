import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/run.ts";
import { type Run, reduceRun } from "../../src/core/runState.ts";
import { fillingOf, rankedBy, weightsOf } from "../../src/ui/rounds.ts";

const started: RunEvent = {
  type: "started",
  config: { space: "x", dataset: "y", seed: 0, settings: {} },
  pool: Array.from({ length: 112 }, (_, index) => `cell ${index}`),
  backend: "WASM",
  totalSteps: 5000,
  stepsPerEpoch: 500,
};
const rules = { images: 100, batchSize: 50, norm: "batch", weights: "raw" } as const;
const began = (step: number, size: number, pairedWith?: number): RunEvent => ({
  type: "roundBegan",
  round: { step, size, rules, ...(pairedWith !== undefined && { pairedWith }) },
});
const scored = (count: number): RunEvent => ({
  type: "evaluated",
  scores: Array.from({ length: count }, (_, place) => ({ architecture: `cell ${place}`, accuracy: 0.5 })),
});
const ended: RunEvent = { type: "roundEnded", complete: true };
const runOf = (...events: readonly RunEvent[]): Run =>
  [started, ...events].reduce<Run | undefined>(reduceRun, undefined) as Run;

describe("the round that is being filled", () => {
  it("is called the first until one is complete", () => {
    expect(fillingOf(runOf(began(40, 12), scored(5)))).toEqual({
      text: "first round: 5 of 12",
      share: 5 / 12,
    });
  });

  it("names its weights from then on", () => {
    const run = runOf(began(40, 12), scored(12), ended, began(1234, 112), scored(45));
    expect(fillingOf(run)?.text).toBe("scoring the weights of step 1,234: 45 of 112");
  });

  it("says where the same weights are scored anew", () => {
    const run = runOf(began(40, 12), scored(12), ended, began(40, 12, 0));
    expect(fillingOf(run)?.text).toBe("scoring the weights of step 40 by the new rules: 0 of 12");
  });

  it("is not there between rounds", () => {
    expect(fillingOf(runOf())).toBeUndefined();
    expect(fillingOf(runOf(began(40, 12), scored(12), ended))).toBeUndefined();
    expect(fillingOf(runOf(began(40, 12), { type: "roundEnded", complete: false }))).toBeUndefined();
  });
});

it("the ranking rule is told where it is not the accuracy of one round", () => {
  expect(rankedBy(undefined)).toBeUndefined();
  expect(rankedBy({ rankBy: "accuracy", roundsAveraged: 1 })).toBeUndefined();
  expect(rankedBy({ rankBy: "loss", roundsAveraged: 1 })).toBe("ranked by validation loss");
  expect(rankedBy({ rankBy: "accuracy", roundsAveraged: 3 })).toBe(
    "ranked by the mean accuracy of up to 3 rounds",
  );
});

it("weights have one step, or two where an early lab mixed them", () => {
  expect(weightsOf({ step: 1234 })).toBe("weights of step 1,234");
  expect(weightsOf({ step: 900, oldest: 900 })).toBe("weights of step 900");
  expect(weightsOf({ step: 900, oldest: 600 })).toBe("weights of steps 600 to 900");
});
