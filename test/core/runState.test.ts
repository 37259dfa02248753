/** @file The reducer, and scoring rounds as it keeps them. */
import { describe, expect, test } from "vitest";
import { AppendLog } from "../../src/core/appendLog.ts";
import { fillingRound, mixesAges, roundScores, shownRound } from "../../src/core/rounds.ts";
import type { RunEvent } from "../../src/core/run.ts";
import { reduceRun } from "../../src/core/runState.ts";
import {
  cell,
  changed,
  evaluated,
  plain,
  recovered,
  replay,
  round,
  roundBegan,
  roundEnded,
  rules,
  started,
  trained,
} from "./runEvents.ts";

const failure = { kind: "diverged", message: "m", advice: "a" } as const;

describe("reduceRun", () => {
  test("collects points and the log of all scores", () => {
    const run = replay([started, trained(10), ...round(12, 0.5, 0.6)]);
    expect(run.status).toBe("running");
    expect(run.step).toBe(12);
    expect(run.points.last?.step).toBe(10);
    expect(run.scores.toArray()).toEqual([
      { architecture: cell(0), accuracy: 0.5 },
      { architecture: cell(1), accuracy: 0.6 },
    ]);
  });

  test("a round that began before the present step does not set it back", () => {
    expect(replay([started, trained(50), roundBegan(40)]).step).toBe(50);
  });

  test("earlier states stay as they were", () => {
    const before = replay([started, roundBegan(1), evaluated([0, 0.5])]);
    const snapshot = structuredClone(plain(before));
    const a = reduceRun(before, evaluated([1, 0.6]));
    const b = reduceRun(before, evaluated([2, 0.7]));
    expect(plain(before)).toEqual(snapshot);
    expect(a.scores.toArray().map(({ architecture }) => architecture)).toEqual([cell(0), cell(1)]);
    expect(b.scores.toArray().map(({ architecture }) => architecture)).toEqual([cell(0), cell(2)]);
  });

  test("a live change is marked and changes the settings, not what is scored", () => {
    const run = replay([started, roundBegan(5), evaluated([0, 0.5]), changed(5, "nextStep", 0.2)]);
    expect(run.config.settings).toEqual({ lr: 0.2 });
    expect(run.initialSettings).toEqual({ lr: 0.1 });
    expect(run.totalSteps).toBe(400);
    expect(run.changes).toEqual([{ step: 5, key: "lr", from: 0.5, to: 0.2, effect: "nextStep" }]);
    expect(run.generation).toBe(0);
    expect(run.rounds.at(-1)?.state).toBe("filling");
  });

  test("a change of evaluation leaves the round that is filled; the next one is of another generation", () => {
    const run = replay([
      started,
      roundBegan(5, 2),
      changed(6, "reevaluate", 1),
      evaluated([0, 0.5], [1, 0.6]),
      roundEnded(),
      roundBegan(5, 2, 0),
    ]);
    expect(run.generation).toBe(1);
    expect(run.rounds).toEqual([
      { step: 5, size: 2, rules, state: "complete", from: 0, generation: 0 },
      { step: 5, size: 2, rules, pairedWith: 0, state: "filling", from: 2, generation: 1 },
    ]);
  });

  test("status follows pause, resume, the end, more work after the end, and failure", () => {
    const status = (...events: RunEvent[]) => replay([started, ...events]).status;
    expect(status({ type: "paused", step: 3 })).toBe("paused");
    expect(status({ type: "paused", step: 3 }, trained(4))).toBe("paused");
    expect(status({ type: "paused", step: 3 }, { type: "resumed", step: 3 })).toBe("running");
    expect(status({ type: "finished", step: 9 })).toBe("finished");
    expect(status({ type: "finished", step: 9 }, { type: "paused", step: 9 })).toBe("finished");
    const finished = { type: "finished", step: 9 } as const;
    expect(status(finished, changed(9, "reevaluate", 1))).toBe("running");
    expect(status(finished, changed(9, "rerank", 1))).toBe("finished");
    expect(status(finished, changed(9, "reevaluate", 1), { type: "paused", step: 9 })).toBe("paused");
    const failed = replay([
      started,
      trained(4),
      roundBegan(4),
      evaluated([0, 0.1]),
      { type: "failed", step: 4, failure },
    ]);
    expect(failed).toMatchObject({ status: "failed", failure });
    expect([failed.points.length, failed.scores.length]).toEqual([1, 1]);
  });

  test("a run that diverged goes on with a changed setting, from the step of its last sound weights", () => {
    const run = replay([
      started,
      trained(9),
      { type: "failed", step: 9, failure },
      changed(5, "nextStep", 0.01),
    ]);
    expect(run).toMatchObject({ status: "running", step: 5, failure: undefined });
    expect(run.points.length).toBe(1);
  });

  test("another look at the scores does not revive a run that failed", () => {
    const failed = [started, trained(9), { type: "failed", step: 9, failure } as const];
    expect(replay([...failed, changed(9, "rerank", 3)])).toMatchObject({ status: "failed", failure });
  });

  test("a failure before the start is a failed run; any other event there is a bug", () => {
    const early = { kind: "no-backend", message: "m", advice: "a" } as const;
    expect(reduceRun(undefined, { type: "failed", step: 0, failure: early }).status).toBe("failed");
    expect(() => reduceRun(undefined, trained(1))).toThrow();
  });

  test("a recovery is noted with its new backend", () => {
    const run = replay([started, trained(10), recovered(8)]);
    expect(run).toMatchObject({ step: 8, backend: "WebGL", status: "running", totalSteps: 450 });
    expect(run.recoveries).toEqual([{ step: 8, backend: "WebGL", reason: "lost" }]);
  });
});

describe("rounds", () => {
  test("the last complete one is shown while the next is filled", () => {
    const one = [started, ...round(40, 0.1, 0.2), trained(60), roundBegan(60, 3), evaluated([0, 0.9])];
    const run = replay(one);
    expect(shownRound(run)).toBe(0);
    expect(fillingRound(run)).toMatchObject({ scored: 1, round: { step: 60, size: 3 } });
    const done = replay([...one, evaluated([2, 0.7]), roundEnded()]);
    expect(shownRound(done)).toBe(1);
    expect(fillingRound(done)).toBeUndefined();
  });

  test("hold their own scores only, by index of the pool", () => {
    const run = replay([started, ...round(40, 0.1, 0.2), roundBegan(60, 3), evaluated([2, 0.7], [0, 0.9])]);
    const accuracies = (number: number) => roundScores(run, number).map((score) => score?.accuracy);
    expect(accuracies(0).slice(0, 4)).toEqual([0.1, 0.2, undefined, undefined]);
    expect(accuracies(1).slice(0, 4)).toEqual([0.9, undefined, 0.7, undefined]);
    expect(accuracies(1)).toHaveLength(run.pool.length);
    expect(accuracies(2).every((accuracy) => accuracy === undefined)).toBe(true);
  });

  test("that are given up are never shown, nor are those that the next one cut off", () => {
    const cut = [started, roundBegan(5), evaluated([0, 0.5])];
    expect(shownRound(replay([...cut, roundEnded(false)]))).toBeUndefined();
    const next = replay([...cut, roundBegan(9)]);
    expect(next.rounds.map(({ state }) => state)).toEqual(["abandoned", "filling"]);
    expect(shownRound(replay([...cut, roundBegan(9), roundEnded()]))).toBe(1);
  });

  test("an end without a round changes nothing", () => {
    const run = replay([started, ...round(5, 0.5)]);
    expect(reduceRun(run, roundEnded(false)).rounds).toEqual(run.rounds);
  });

  test("mix no ages", () => {
    expect(mixesAges(replay([started, ...round(5, 0.5), ...round(9, 0.6)]))).toBe(false);
  });
});

test("a log's version never shows what was appended to another", () => {
  const empty = AppendLog.of<number>([]);
  const one = empty.append([1]);
  const two = one.append([2]);
  const other = one.append([3]);
  expect([empty, one, two, other].map((log) => log.toArray())).toEqual([[], [1], [1, 2], [1, 3]]);
  expect(one.at(1)).toBeUndefined();
  expect(one.append([])).toBe(one);
  expect(two.toArray()).toBe(two.toArray());
});
