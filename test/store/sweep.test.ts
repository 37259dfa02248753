/** @file A study on the page: its jobs run in turn, what came out stays and is that of the terminal, stopped is stopped. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import type { RunEvent } from "../../src/core/run.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import { effectsOf } from "../../src/core/study/effects.ts";
import { printResults } from "../../src/core/study/results.ts";
import { readStudy } from "../../src/core/study/studyFile.ts";
import { defaultsOf, printStudy, type StudyPlan } from "../../src/core/study/studyPlan.ts";
import { printSweep, readSweep } from "../../src/store/sweepFile.ts";
import { isSweepOver, type SweepState, sweepResults } from "../../src/store/sweepState.ts";
import {
  bundle,
  createFakeLab,
  type FakeLab,
  openFakeLab,
  rules,
  score,
  started,
  tableText,
} from "./fakeLab.ts";
import { memory } from "./keptInMemory.ts";

const plan: StudyPlan = {
  base: { space: nasbench201.id, dataset: "fashion-mnist-14", settings: { epochs: 1 } },
  vary: [{ key: "lr", values: [0.05, 0.1] }],
  design: "grid",
  seeds: [1, 2],
  threshold: 0.001,
};
let lab: FakeLab;
const state = () => lab.store.getState();
const starts = () => lab.sent.flatMap((command) => (command.type === "start" ? [command] : []));

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  lab = await openFakeLab();
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 20, 40);
  lab.actions.startSweep(plan, 1);
  await vi.waitFor(() => expect(state().sweep).toBeDefined(), { timeout: 30_000 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The last words of the newest run, or of another; it ranks as the table does, or in reverse. */
async function end(isReversed: boolean, run = starts().at(-1)?.run ?? "", pool = poolOf()): Promise<void> {
  const known = JSON.parse(tableText) as Record<string, number>;
  const scores = pool.map((architecture) => {
    const accuracy = (known[architecture] ?? 0) / 2;
    return { architecture, accuracy: isReversed ? 0.9 - accuracy : accuracy };
  });
  const events: RunEvent[] = [
    { type: "roundBegan", round: { step: 90, size: scores.length, rules } },
    { type: "evaluated", scores },
    { type: "roundEnded", complete: true },
    { type: "finished", step: 90 },
  ];
  const isBegun = starts().some((start) => start.run === run);
  lab.report({ type: "events", run, events: isBegun ? [started(lab), ...events] : events });
  vi.advanceTimersByTime(2 * bundle);
  const asked = lab.sent.at(-1);
  const failure = { kind: "internal", message: "none", advice: "" } as const;
  if (asked?.type === "checkpoint") lab.report({ type: "noCheckpoint", run: asked.run, failure });
  await Promise.resolve();
}
const poolOf = () => (started(lab) as Extract<RunEvent, { type: "started" }>).pool;

it("runs every option with every seed in turn, beside the run shown, which pauses", async () => {
  expect(state()).toMatchObject({ active: "1", phase: "paused" });
  expect(starts().map(({ config }) => [config.seed, config.settings.lr])).toEqual([
    [1, undefined],
    [1, undefined],
  ]);
  for (const isReversed of [true, false, true, false]) await end(isReversed);
  const { sweep } = state();
  if (!sweep) throw new Error("no sweep");
  expect(isSweepOver(sweep)).toBe(true);
  expect(starts().map(({ config }) => `${config.seed} ${config.settings.lr ?? ""}`)).toEqual([
    "1 ",
    "1 ",
    "1 0.1",
    "2 ",
    "2 0.1",
  ]);
  const [effect] = effectsOf(sweepResults(sweep), sweep.seconds);
  expect(effect).toMatchObject({ key: "lr", value: 0.1, reference: 0.05, pairs: 2, seeds: 2 });
  expect(effect?.difference).toBeCloseTo(2, 1);

  // What it writes it shows again, as what a terminal wrote.
  const text = printResults(plan, sweep.ground, sweep.jobs, sweep.outcomes);
  lab.actions.closeSweep();
  await vi.waitFor(() => expect(state().sweep).toBeUndefined());
  // Another one loses nothing.
  lab.actions.restoreSweep();
  await vi.waitFor(() => expect(state().sweep?.outcomes).toEqual(sweep.outcomes));
  lab.actions.closeSweep();
  await vi.waitFor(() => expect(state().sweep).toBeUndefined());
  await lab.open(["results.json", text]);
  expect(state().sweep).toMatchObject({ isRecorded: true, plan });
  expect(sweepResults(state().sweep as never).results).toEqual(sweepResults(sweep).results);
  await lab.open(["results.json", text.replace('"design":"grid"', '"design":"square"')]);
  expect(state().warnings.join()).toMatch(/results.json cannot be opened: plan.design must be one of grid/);
});

it("is set aside with a word where results of a file take its place, and comes back, in a page opened anew, too", async () => {
  const kept = memory();
  lab = createFakeLab("#v=2&autorun=0", { kept: Promise.resolve(kept), tab: "a-" });
  await vi.waitFor(() => expect(state().keeping.status).not.toBe("off"));
  lab.actions.startSweep(plan, 1);
  await vi.waitFor(() => expect(starts()).toHaveLength(1), { timeout: 30_000 });
  await end(false);
  await vi.waitFor(async () => expect(readSweep((await kept.loadSweep()) ?? "")?.outcomes.size).toBe(1));
  const own = state().sweep as SweepState;
  const outcomes = new Map(own.jobs.map(({ key }) => [key, [...own.outcomes.values()][0] as never]));
  await lab.open(["results.json", printResults(plan, own.ground, own.jobs, outcomes)]);
  expect(state().sweep).toMatchObject({ isRecorded: true });
  expect(state().warnings.join()).toContain("The sweep that trained has stopped (1 of 4 runs done)");
  // “New sweep” on the results of the file.
  lab.actions.closeSweep();
  await vi.waitFor(() => expect(state().sweep).toBeUndefined());
  lab.actions.restoreSweep();
  await vi.waitFor(() => expect(state().sweep).toMatchObject({ isRecorded: false, isStopped: true }));
  expect(state().sweep?.outcomes).toEqual(own.outcomes);
  await lab.open(["results.json", printResults(plan, own.ground, own.jobs, outcomes)]);
  lab.actions.closeSweep();
  await vi.waitFor(() => expect(state().sweep).toBeUndefined());
  expect(readSweep((await kept.loadSweep()) ?? "")?.outcomes).toEqual(own.outcomes);
});

it("stops and continues where it was, and is given up with its runs", async () => {
  const run = starts().at(-1)?.run;
  lab.actions.stopSweep();
  await vi.waitFor(() => expect(lab.sent.at(-1)).toEqual({ type: "intend", run, intent: "pause" }));
  await end(false);
  expect(state().sweep?.outcomes.size).toBe(1);
  expect(starts()).toHaveLength(2);
  lab.actions.resumeSweep();
  await vi.waitFor(() => expect(starts()).toHaveLength(3));
  lab.actions.closeSweep();
  await vi.waitFor(() => expect(lab.sent.at(-1)).toEqual({ type: "end", run: starts().at(-1)?.run }));
  expect(state().sweep).toBeUndefined();
  lab.actions.restoreSweep();
  await vi.waitFor(() => expect(state().sweep).toMatchObject({ isStopped: true }));
  expect(state().sweep?.outcomes.size).toBe(1);
  lab.actions.resumeSweep();
  await vi.waitFor(() => expect(starts()).toHaveLength(4));
});

it("waits for no run that another one took the place of, and takes none for a result that was changed by hand", async () => {
  const { run = "" } = starts().at(-1) ?? {};
  lab.actions.showRun(run);
  lab.actions.newSeed();
  expect(state().sweep).toMatchObject({
    isStopped: true,
    problem: "One of its runs was let go of or removed.",
  });
  lab.actions.resumeSweep();
  // It had no checkpoint: the job begins anew.
  await vi.waitFor(() => expect(starts().at(-1)?.config).toMatchObject({ seed: 1, settings: { epochs: 1 } }));
  const again = starts().at(-1)?.run ?? "";
  const change = {
    key: "mom",
    from: 0.9,
    to: 0.5,
    effect: "nextStep",
    settings: { epochs: 1, mom: 0.5 },
  } as const;
  const { epochClock, totalSteps } = {
    epochClock: { step: 0, epochs: 0, stepsPerEpoch: 90 },
    totalSteps: 90,
  };
  lab.report({
    type: "events",
    run: again,
    events: [started(lab), { type: "changed", step: 20, epochClock, totalSteps, ...change }],
  });
  vi.advanceTimersByTime(bundle);
  const before = state().sweep?.outcomes.size;
  const pool = poolOf();
  const scores = pool.map((architecture) => ({ architecture, accuracy: 0.5 }));
  lab.report({
    type: "events",
    run: again,
    events: [
      { type: "roundBegan", round: { step: 90, size: scores.length, rules } },
      { type: "evaluated", scores },
      { type: "roundEnded", complete: true },
      { type: "finished", step: 90 },
    ],
  });
  vi.advanceTimersByTime(2 * bundle);
  await vi.waitFor(() => expect(state().sweep?.problem).toMatch(/changed by hand, so that it is no result/));
  expect(state().sweep?.outcomes.size).toBe(before);
});

it("stops and says why where a run is removed or fails in a way that may not come again; a divergence is a result", async () => {
  const fail = (kind: "diverged" | "device-lost"): void => {
    lab.happen(started(lab), {
      type: "failed",
      step: 3,
      failure: { kind, message: `It ${kind}.`, advice: "" },
    });
    vi.advanceTimersByTime(2 * bundle);
  };
  fail("diverged");
  expect([...(state().sweep?.outcomes.values() ?? [])]).toMatchObject([{ failure: "Training diverged." }]);
  fail("device-lost");
  expect(state().sweep).toMatchObject({ isStopped: true, problem: "It device-lost." });
  lab.actions.resumeSweep();
  await vi.waitFor(() => expect(starts()).toHaveLength(4));
  lab.actions.removeRun(state().listed.at(-1)?.entry.id ?? "");
  expect(state().sweep).toMatchObject({
    isStopped: true,
    problem: "One of its runs was let go of or removed.",
  });
});

it("takes the place of a finished run where the device is full, once its last weights are there", async () => {
  lab.actions.closeSweep();
  await vi.waitFor(() => expect(state().sweep).toBeUndefined());
  lab.actions.addSeeds("1", 2);
  lab.actions.startSweep(plan, 2);
  await vi.waitFor(() => expect(state().sweep?.running.size).toBe(1));
  const other = state().runs.find(({ isSwept, id }) => !isSwept && id !== "1")?.id ?? "";
  lab.report({ type: "events", run: other, events: [{ type: "finished", step: 90 }] });
  vi.advanceTimersByTime(2 * bundle);
  expect(state().sweep?.running.size).toBe(1);
  const checkpoint = { step: 90, config: state().config } as unknown as Checkpoint;
  lab.report({ type: "checkpoint", run: other, checkpoint });
  expect(state().sweep?.running.size).toBe(2);
  expect(state().runs.find(({ id }) => id === other)).toMatchObject({
    origin: "ended",
    kept: { checkpoint },
  });
});

it("waits for no round of a run that failed in the middle of one", () => {
  const failure = { kind: "diverged", message: "It diverged.", advice: "" } as const;
  const round = { step: 2, size: 5, rules };
  lab.happen(started(lab), { type: "roundBegan", round }, { type: "failed", step: 3, failure });
  vi.advanceTimersByTime(2 * bundle);
  expect(state().sweep?.outcomes.size).toBe(1);
  expect(starts()).toHaveLength(3);
});

it("stops and says why where a run has nothing to score, and the page goes on", () => {
  lab.happen({ ...started(lab), pool: [] } as RunEvent, { type: "finished", step: 90 });
  vi.advanceTimersByTime(2 * bundle);
  expect(state().sweep).toMatchObject({
    ...{ isStopped: true, running: new Map() },
    problem: "The table has no architecture that the run trains, so nothing was scored.",
  });
  lab.report({ type: "events", run: "1", events: [{ type: "resumed", step: 77 }] });
  vi.advanceTimersByTime(2 * bundle);
  expect(state().run?.step).toBe(77);
});

it("goes on after the page was loaded anew: what is done stays, what had begun goes on, nothing trains twice", async () => {
  const kept = memory();
  const open = async (tab: string): Promise<void> => {
    lab = createFakeLab("#v=2&autorun=0", { kept: Promise.resolve(kept), tab });
    await vi.waitFor(() => expect(state().truth.status).toBe("ready"), { timeout: 30_000 });
  };
  await open("a-");
  lab.actions.startSweep(plan, 1);
  await vi.waitFor(() => expect(starts()).toHaveLength(1));
  await end(true);
  await vi.waitFor(() => expect(starts()).toHaveLength(2));
  const [, second] = starts();
  if (!second) throw new Error("no second run");
  const pool = poolOf();
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  lab.report({ type: "checkpoint", run: second.run, checkpoint: { config: second.config } as Checkpoint });
  await vi.waitFor(() => expect(kept.ids()).toContain(second.run));

  await open("b-");
  await vi.waitFor(() => expect(state().sweep).toMatchObject({ isStopped: true, isEarlier: true }));
  expect(state().sweep?.outcomes.size).toBe(1);
  expect(starts()).toEqual([]);
  lab.actions.resumeSweep();
  await vi.waitFor(() => expect(lab.sent.at(-1)).toMatchObject({ type: "startFrom", run: second.run }));
  await end(false, second.run, pool);
  for (const isReversed of [true, false]) await end(isReversed);
  expect(starts().map(({ config }) => `${config.seed} ${config.settings.lr ?? ""}`)).toEqual(["2 ", "2 0.1"]);
  const { sweep } = state();
  if (!sweep) throw new Error("no sweep");
  expect(isSweepOver(sweep)).toBe(true);

  // Once more, when all is done.
  await vi.waitFor(async () => expect(readSweep((await kept.loadSweep()) ?? "")?.outcomes.size).toBe(4));
  await open("c-");
  await vi.waitFor(() => expect(state().sweep).toMatchObject({ isStopped: false }));
  expect(printResults(plan, sweep.ground, sweep.jobs, state().sweep?.outcomes ?? new Map())).toBe(
    printResults(plan, sweep.ground, sweep.jobs, sweep.outcomes),
  );
});

it("does not go on by another version of the lab, and says so", async () => {
  const kept = memory();
  const sweep = state().sweep as SweepState;
  await kept.saveSweep(printSweep({ ...sweep, ground: { ...sweep.ground, code: "older" } }));
  lab = createFakeLab("#v=2&autorun=0", { kept: Promise.resolve(kept), tab: "b-" });
  await vi.waitFor(() => expect(state().sweep).toMatchObject({ isStopped: true }), { timeout: 30_000 });
  lab.actions.resumeSweep();
  await vi.waitFor(() =>
    expect(state().sweep?.problem).toMatch(/another version of the lab\. What is done stays/),
  );
  expect(starts()).toEqual([]);
});

it("is written as a study file that the terminal reads", () => {
  const read = readStudy(printStudy(plan));
  expect(read.ok && read.value.plan).toEqual({ ...plan, defaults: defaultsOf(plan) });
});
