/** @file What is taken away comes back: runs in the order in which they went, settings after a reset; and no run goes in silence. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import { bundle, type FakeLab, openFakeLab, score, started } from "./fakeLab.ts";

let lab: FakeLab;
beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const state = () => lab.store.getState();
const ids = () => state().runs.map(({ id }) => id);

it("runs that were removed one after the other come back one after the other, the last first", async () => {
  lab = await openFakeLab();
  lab.actions.addSeeds(state().active ?? "", 3);
  const [shown, ...others] = ids();
  const [first = "", ...rest] = others;
  lab.actions.removeRun(first);
  lab.actions.removeOtherRuns();
  expect(ids()).toEqual([shown]);
  lab.actions.restoreRun();
  expect(ids().sort()).toEqual([shown, ...rest].sort());
  lab.actions.restoreRun();
  expect(ids().sort()).toEqual([shown, ...others].sort());
  expect(state().removed).toEqual([]);
});

it("removing a run that waits for its table hides none that was removed before", async () => {
  lab = await openFakeLab();
  lab.actions.addSeeds(state().active ?? "", 1);
  const [, second = ""] = ids();
  lab.actions.removeRun(second);
  lab.actions.changeSpace("darts");
  const waiting = state().active ?? "";
  expect(state().truth.status).toBe("loading");
  lab.actions.removeRun(waiting);
  expect(state().removed.map((group) => group.length)).toEqual([1]);
});

it("what a reset took away comes back, but for what was chosen since", async () => {
  lab = await openFakeLab("#v=2&lr=0.1&wd=0&autorun=0");
  lab.actions.resetSettings();
  expect(state().config.settings).toEqual({});
  lab.actions.changeSetting("lr", 0.2);
  lab.actions.restoreSettings();
  expect(state().config.settings).toEqual({ lr: 0.2, wd: 0 });
  expect(state().resetFrom).toBeUndefined();
  // In another space they mean nothing.
  lab.actions.resetSettings();
  lab.actions.changeSpace("darts");
  lab.actions.restoreSettings();
  expect(state().config.settings).toEqual({});
});

/** Trains the newest run a little, and has its checkpoint come. */
function train(isFinished: boolean): void {
  const run = state().active ?? "";
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 20, 40);
  if (isFinished) lab.happen({ type: "finished", step: 40 });
  vi.advanceTimersByTime(2 * bundle);
  const checkpoint = { step: 40, config: state().config } as unknown as Checkpoint;
  lab.report({ type: "checkpoint", run, checkpoint });
}

it("of many finished runs the results stay, and of many unfinished ones the oldest is taken out with a word", async () => {
  lab = await openFakeLab();
  for (let index = 0; index < 30; index++) {
    train(true);
    lab.actions.restart();
  }
  expect(ids()).toHaveLength(31);
  expect(state().runs.filter(({ kept }) => kept).length).toBe(24);
  expect(state().runs.every(({ run }, index) => index === 30 || run.scores.length === 20)).toBe(true);
  expect(state().warnings).toEqual([]);
  for (let index = 0; index < 25; index++) {
    train(false);
    lab.actions.restart();
  }
  expect(ids()).toHaveLength(55);
  expect(state().warnings.join()).toMatch(/seed \d+, step 40\) was taken out of the list. It can be brought/);
  const [gone] = state().removed.at(-1) ?? [];
  lab.actions.restoreRun();
  expect(ids()).toContain(gone?.id);
});
