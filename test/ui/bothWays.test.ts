import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/run.ts";
import { type Run, reduceRun } from "../../src/core/runState.ts";
import { bothWays } from "../../src/ui/bothWays.ts";

const config = { space: "x", dataset: "y", seed: 0, settings: {} };
const started: RunEvent = {
  type: "started",
  config,
  pool: ["a", "b", "c"],
  backend: "WASM",
  totalSteps: 100,
  stepsPerEpoch: 10,
};
const rules = { images: 100, batchSize: 50, norm: "batch", weights: "raw" } as const;
const began = (step: number, pairedWith?: number): RunEvent => ({
  type: "roundBegan",
  round: { step, size: 3, rules, ...(pairedWith !== undefined && { pairedWith }) },
});
const scored = (...accuracies: readonly number[]): RunEvent => ({
  type: "evaluated",
  scores: accuracies.map((accuracy, place) => ({ architecture: "abc"[place] as string, accuracy })),
});
const ended: RunEvent = { type: "roundEnded", complete: true };
const changed = (
  step: number,
  key: string,
  effect: "nextStep" | "reevaluate" = "reevaluate",
  from = "old",
  to = "new",
): RunEvent => ({
  type: "changed",
  step,
  key,
  from,
  to,
  effect,
  settings: {},
  totalSteps: 100,
  epochClock: { step: 0, epochs: 0, stepsPerEpoch: 10 },
});
const runOf = (...events: readonly RunEvent[]): Run =>
  events.reduce<Run | undefined>(reduceRun, undefined) as Run;

const first = [started, began(5), scored(0.1, 0.2, 0.3), ended] as const;
const rescored = [...first, changed(9, "bn"), began(5, 0), scored(0.4, 0.5), ended] as const;

describe("the same weights scored both ways", () => {
  it("pair the scores of two rounds on one frozen copy, whatever was scored since", () => {
    const run = runOf(...rescored, began(20), scored(0.7, 0.7, 0.7), ended);
    const shown = bothWays(run);
    expect(shown).toMatchObject({
      round: 1,
      pairs: [
        { architecture: "a", before: 0.1, after: 0.4, rankedBefore: 0.1, rankedAfter: 0.4 },
        { architecture: "b", before: 0.2, after: 0.5, rankedBefore: 0.2, rankedAfter: 0.5 },
      ],
    });
    expect([shown?.before.step, shown?.after.step]).toEqual([5, 5]);
  });

  it("rank by the loss, the smaller the better, where that is the rule", () => {
    const lossy = (loss: number): RunEvent => ({
      type: "evaluated",
      scores: [{ architecture: "a", accuracy: 0.5, loss }],
    });
    const run = runOf(started, began(5), lossy(2), ended, changed(9, "bn"), began(5, 0), lossy(1.5), ended);
    expect(bothWays(run, "loss")?.pairs).toEqual([
      { architecture: "a", before: 0.5, after: 0.5, rankedBefore: -2, rankedAfter: -1.5 },
    ]);
    expect(bothWays(runOf(...rescored), "loss")?.pairs[0]?.rankedAfter).toBeUndefined();
  });

  it("name what changed between the two rounds, and nothing that only trains or was set back", () => {
    const run = runOf(
      started,
      changed(1, "evalimages"),
      ...first.slice(1),
      changed(9, "lr", "nextStep"),
      changed(9, "bn"),
      changed(9, "evalbatch", "reevaluate", "250", "50"),
      changed(9, "evalbatch", "reevaluate", "50", "100"),
      changed(9, "weights", "reevaluate", "raw", "ema"),
      changed(9, "weights", "reevaluate", "ema", "raw"),
      began(5, 0),
      scored(0.4),
      ended,
    );
    expect(bothWays(run)?.changes).toEqual([
      { key: "bn", from: "old", to: "new" },
      { key: "evalbatch", from: "250", to: "100" },
    ]);
  });

  it("are not there where all that changed was set back before the second round", () => {
    const back = [
      changed(9, "bn"),
      changed(9, "bn", "reevaluate", "new", "old"),
      began(5, 0),
      scored(0.1),
      ended,
    ];
    expect(bothWays(runOf(...first, ...back))).toBeUndefined();
  });

  it("are not there before such a round is complete", () => {
    expect(bothWays(runOf(...first))).toBeUndefined();
    expect(bothWays(runOf(...first, changed(9, "bn")))).toBeUndefined();
    expect(bothWays(runOf(...first, changed(9, "bn"), began(5, 0), scored(0.4)))).toBeUndefined();
    const abandoned: RunEvent = { type: "roundEnded", complete: false };
    expect(bothWays(runOf(...first, changed(9, "bn"), began(5, 0), scored(0.4), abandoned))).toBeUndefined();
    expect(bothWays(runOf(started, changed(3, "bn"), began(5), scored(0.1), ended))).toBeUndefined();
  });

  it("are those of the last rules", () => {
    const run = runOf(...rescored, changed(9, "evalbatch"), began(5, 1), scored(0.6, 0.7, 0.8), ended);
    expect(bothWays(run)).toMatchObject({ round: 2, changes: [{ key: "evalbatch" }] });
    expect(bothWays(run)?.pairs[1]).toMatchObject({ architecture: "b", before: 0.5, after: 0.7 });
  });
});
