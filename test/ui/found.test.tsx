/** @file What a run has found so far: its regret is held against what a search on it is held against. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { tableJudge } from "../../src/core/search/tableJudge.ts";
import { points } from "../../src/ui/format.ts";
import FoundPanel from "../../src/ui/panels/FoundPanel.tsx";
import { bundle, openFakeLab, rules, started } from "../store/fakeLab.ts";
import { wordsOf } from "./rendered.tsx";

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("a super-net that ranks as the table does has no regret but that of the three's mean", async () => {
  const shipped = readFileSync(new URL("../../public/tables/nasbench101.json", import.meta.url), "utf8");
  // All that the run admits, so that the best of the table is among them.
  const lab = await openFakeLab("#space=nasbench101&pool=400", shipped);
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  const { run, truth, config } = lab.store.getState();
  if (truth.status !== "ready" || !run) throw new Error("no table");
  const judge = tableJudge(config, truth.table);
  const scores = run.pool.map((architecture) => ({ architecture, accuracy: judge.truthOf(architecture)! }));
  lab.happen(
    { type: "roundBegan", round: { step: 40, size: scores.length, rules } },
    { type: "evaluated", scores },
    { type: "roundEnded", complete: true },
  );
  vi.advanceTimersByTime(2 * bundle);
  const accuracies = judge.rows.map((row) => row.accuracy).sort((a, b) => b - a);
  const regret = accuracies[0]! - (accuracies[0]! + accuracies[1]! + accuracies[2]!) / 3;
  // The best of the whole table is of a cell that the run does not admit.
  expect(Math.max(...truth.table.rows.map((row) => row.accuracy)) - accuracies[0]!).toBeGreaterThan(0.005);
  expect(wordsOf(lab, <FoundPanel />)).toContain(`Regret ${points(regret)}`);
});
