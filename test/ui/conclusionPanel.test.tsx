/** @file Nothing is concluded of a run while the table that judges it is on its way. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import ConclusionPanel from "../../src/ui/panels/ConclusionPanel.tsx";
import { bundle, openFakeLab, score, started, stepsOf } from "../store/fakeLab.ts";
import { wordsOf } from "./rendered.tsx";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("waits for the table, and says where there is none", async () => {
  const lab = await openFakeLab("#v=2&epochs=1", null);
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 20, 40);
  lab.happen({ type: "finished", step: stepsOf(lab.store.getState().config) });
  vi.advanceTimersByTime(2 * bundle);
  expect(wordsOf(lab, <ConclusionPanel />)).toContain("Without a table its ranking cannot be judged");
  expect(wordsOf(lab, <ConclusionPanel />, { truth: { status: "loading" } })).toBe("");
});
