/** @file A list of many runs: what is known of each stays known, and what left the list is not kept. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import { createDerivation } from "../../src/store/derivation.ts";
import { keepRuns } from "../../src/store/keeping.ts";
import { createLabStore } from "../../src/store/labStore.ts";
import type { RunEntry } from "../../src/store/runs.ts";
import { bundle, type FakeLab, openFakeLab, score, started } from "./fakeLab.ts";
import { memory } from "./keptInMemory.ts";

let lab: FakeLab;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  lab = await openFakeLab();
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 20, 40);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const shown = (): RunEntry => lab.store.getState().runs[0]!;

it("computes nothing again of a hundred runs when something else changes", () => {
  const runs = Array.from({ length: 100 }, (_, index) => ({ ...shown(), id: `${index}` }));
  const derive = createDerivation();
  const source = { ...lab.store.getState(), runs, active: "0" };
  const before = derive(source).listed;
  const after = derive({ ...source, hovered: "x" }).listed;
  expect(before.every(({ figures }) => figures.now?.skdt !== undefined)).toBe(true);
  expect(after.map(({ figures }) => figures)).toEqual(before.map(({ figures }) => figures));
  expect(after.filter(({ figures }, index) => figures !== before[index]?.figures)).toEqual([]);
});

it("keeps no run that has left the list for good, whatever it had come to", async () => {
  const checkpoint = { step: 40, config: shown().run.config } as unknown as Checkpoint;
  const kept = { run: shown().run, checkpoint };
  const runs = ["a", "b"].map((id) => ({ ...shown(), id, kept, isSwept: true }));
  const store = createLabStore({ ...lab.store.getState(), runs: [], active: undefined });
  const records = memory();
  keepRuns(store, records);
  store.update({ runs });
  await vi.waitFor(() => expect(records.ids().sort()).toEqual(["a", "b"]));
  store.update({ runs: runs.slice(1) });
  await vi.waitFor(() => expect(records.ids()).toEqual(["b"]));
  // One that can be brought back stays.
  store.update({ runs: [], removed: [runs.slice(1)] });
  await vi.waitFor(async () => expect((await records.load())[0]?.isRemoved).toBe(true));
});
