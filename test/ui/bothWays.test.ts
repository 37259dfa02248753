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
const scored = (step: number, ...accuracies: readonly number[]): RunEvent => ({
  type: "evaluated",
  scores: accuracies.map((accuracy, architecture) => ({ architecture, accuracy, step })),
});
const changed = (step: number, key: string, acts: "live" | "rescore" = "rescore"): RunEvent => ({
  type: "changed",
  step,
  key,
  from: "old",
  to: "new",
  acts,
  settings: {},
  totalSteps: 100,
  course: { step: 0, epochs: 0, stepsPerEpoch: 10 },
});
const runOf = (...events: readonly RunEvent[]): Run =>
  events.reduce<Run | undefined>(reduceRun, undefined) as Run;

describe("the same weights scored both ways", () => {
  it("pair the last scores before the change with the first after it", () => {
    const run = runOf(
      started,
      scored(5, 0.1, 0.2, 0.3),
      scored(9, 0.4),
      changed(10, "bn"),
      scored(10, 0.5, 0.6),
      scored(20, 0.7),
    );
    expect(bothWays(run)).toMatchObject({
      step: 10,
      oldest: 5,
      pairs: [
        { id: 0, before: 0.4, after: 0.5 },
        { id: 1, before: 0.2, after: 0.6 },
      ],
    });
  });

  it("name what changed together, and nothing that only trains", () => {
    const run = runOf(
      started,
      scored(5, 0.1),
      changed(10, "lr", "live"),
      changed(10, "bn"),
      changed(10, "evalbatch"),
    );
    expect(bothWays(run)?.changes.map(({ key }) => key)).toEqual(["evalbatch", "bn"]);
  });

  it("are not there before a change, nor where nothing was scored before it", () => {
    expect(bothWays(runOf(started, scored(5, 0.1)))).toBeUndefined();
    expect(bothWays(runOf(started, changed(3, "bn"), scored(5, 0.1)))).toBeUndefined();
  });
});
