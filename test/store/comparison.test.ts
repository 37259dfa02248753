/** @file What the round shown is compared with, and which architectures are judged. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { datasets } from "../../src/core/datasets.ts";
import { createRandom } from "../../src/core/random.ts";
import type { RunEvent } from "../../src/core/run.ts";
import type { Run } from "../../src/core/runState.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import { parseTable } from "../../src/core/tables/parseTable.ts";
import type { Table } from "../../src/core/tables.ts";
import { comparisonOf, partingOf } from "../../src/store/comparison.ts";
import { resolved } from "../../src/store/truth.ts";
import { bundle, type FakeLab, openFakeLab, score, shippedText, started, tableText } from "./fakeLab.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const measured = (accuracy: number) => ({
  test: [accuracy],
  validation: [accuracy],
  parameters: 1,
  flops: 1,
  gradientNorm: 1,
});

const textOf = (rows: readonly unknown[]): string =>
  JSON.stringify({
    format: "super-net-lab/table",
    version: 2,
    space: nasbench201.id,
    dataset: { id: "fashion-mnist-14", sha256: datasets[0].sha256 },
    recipe: {},
    seeds: [1],
    code: "test",
    created: "2026-01-01",
    rows,
  });

function tableOf(rows: readonly unknown[]): Table {
  const parsed = parseTable(textOf(rows), nasbench201, "own.json");
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.table;
}

describe("a comparison", () => {
  let lab: FakeLab;
  beforeEach(async () => {
    lab = await openFakeLab();
    lab.happen(started(lab));
    vi.advanceTimersByTime(bundle);
  });

  it("compares the same weights by other rules, and has the interval of both values once it is computed", async () => {
    score(lab, 20, 40);
    score(lab, 20, 40, 0);
    const { figures } = lab.store.getState();
    expect(figures.comparison).toMatchObject({ with: "rules", step: 40, count: 20 });
    expect(figures.architectures[3]?.superNetBefore).toBe(figures.architectures[3]?.superNet);
    await vi.waitFor(
      () => {
        vi.advanceTimersByTime(1);
        expect(lab.store.getState().certainty).toMatchObject({ round: 1, difference: { low: 0, high: 0 } });
      },
      { timeout: 30_000 },
    );
    score(lab, 20, 90);
    expect(lab.store.getState().certainty).toBeUndefined();
    expect(lab.store.getState().figures.comparison).toBeUndefined();
  });

  it("compares with the previous run near the same step, never with a later one's end", () => {
    score(lab, 15, 40);
    score(lab, 20, 400);
    score(lab, 20, 900);
    lab.actions.newSeed();
    lab.happen(started(lab));
    vi.advanceTimersByTime(bundle);
    const compared = (count: number, step: number): unknown => {
      score(lab, count, step);
      return lab.store.getState().figures.comparison;
    };
    expect(compared(12, 40)).toMatchObject({ with: "run", step: 40, count: 12 });
    expect(compared(20, 200)).toMatchObject({ step: 40, count: 15 });
    expect(compared(20, 420)).toMatchObject({ step: 400, count: 20 });
    expect(compared(20, 3000)).toMatchObject({ step: 900, count: 20 });
  });

  it("ranks each of two runs by its own rule", () => {
    const round = (step: number): RunEvent[] => {
      const scores = (lab.store.getState().run as Run).pool
        .slice(0, 12)
        .map((architecture, id) => ({ architecture, accuracy: id / 20, loss: 1 + ((id * 5) % 12) / 4 }));
      const rules = { images: 1000, norm: "batch" } as const;
      return [
        { type: "roundBegan", round: { step, size: 12, rules } } as unknown as RunEvent,
        { type: "evaluated", scores },
        { type: "roundEnded", complete: true },
      ];
    };
    lab.happen(...round(40));
    vi.advanceTimersByTime(2 * bundle);
    lab.actions.newSeed();
    lab.happen(started(lab));
    vi.advanceTimersByTime(bundle);
    lab.happen(...round(40));
    vi.advanceTimersByTime(2 * bundle);
    const { run, config } = lab.store.getState();
    const { epochClock, totalSteps } = run as Run;
    const settings = { ...config.settings, rankby: "loss" };
    const change = { key: "rankby", from: "accuracy", to: "loss", effect: "rerank", settings } as const;
    lab.happen({ type: "changed", step: 40, epochClock, totalSteps, ...change });
    vi.advanceTimersByTime(2 * bundle);
    const { comparison } = lab.store.getState().figures;
    expect(comparison).toMatchObject({ with: "run", count: 12 });
    expect(comparison?.rankBy).toEqual({ before: "accuracy", now: "loss" });
    expect(comparison?.pairs.a).toEqual(Array.from({ length: 12 }, (_, id) => id / 20));
    expect(comparison?.pairs.b).toEqual(Array.from({ length: 12 }, (_, id) => -1 - ((id * 5) % 12) / 4));
  });

  it("compares with nothing where the previous run has only later rounds", () => {
    score(lab, 20, 900);
    lab.actions.newSeed();
    lab.happen(started(lab));
    vi.advanceTimersByTime(bundle);
    score(lab, 20, 40);
    expect(lab.store.getState().figures.comparison).toBeUndefined();
  });
});

it("holds a copy against its origin only after they parted, or by the round that they share", async () => {
  const lab = await openFakeLab();
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  const ofNow = (): Run => lab.store.getState().run as Run;
  score(lab, 20, 40);
  score(lab, 20, 94);
  const early = ofNow();
  score(lab, 20, 282);
  const late = ofNow();
  const change = { step: 421, key: "lr", from: 0.05, to: 0.1, effect: "nextStep" } as const;
  const copyOf = (run: Run): Run => ({ ...run, changes: [change] });
  expect(partingOf(early, copyOf(late))).toBe(421);
  expect(partingOf(early, { ...late, config: { ...late.config, seed: 9 } })).toBe(-1);
  const compared = (run: Run, before: Run) =>
    comparisonOf({
      ...{ run, before, shown: run.rounds.length - 1, measure: "steps", threshold: 0 },
      groundTruths: run.pool.map((_, index) => 0.5 + index / 100),
      rule: { rankBy: "accuracy", roundsAveraged: 1 },
    });
  // The copy was scored at 282 first; its origin at 94 has other weights, but only because they are older.
  expect(compared(copyOf(late), early)).toBeUndefined();
  expect(compared(copyOf(late), late)).toMatchObject({ step: 282 });
  score(lab, 20, 500);
  expect(compared(copyOf(ofNow()), late)).toMatchObject({ step: 282 });
});

it("reads all runs at equal steps or at equal compute, as far as the least advanced one that is not hidden", async () => {
  const lab = await openFakeLab("#v=2&paths=4&bs=64");
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 20, 40);
  score(lab, 20, 100);
  score(lab, 20, 200);
  lab.actions.compareWith({ channels: 16, paths: 8 });
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 20, 20);
  score(lab, 20, 50);
  const read = () => lab.store.getState().listed.map(({ figures }) => figures.round?.step);
  const compared = () => lab.store.getState().listed[1]?.figures.comparison;
  expect(read()).toEqual([200, 50]);
  lab.actions.changeView({ at: "steps" });
  expect(read()).toEqual([40, 50]);
  expect(compared()).toMatchObject({ step: 40, images: { before: 40 * 4 * 64, now: 50 * 8 * 64 } });
  lab.actions.changeView({ at: "images" });
  expect(lab.hash()).toContain("at=images");
  expect(read()).toEqual([100, 50]);
  expect(compared()).toMatchObject({ step: 100, images: { before: 25_600, now: 25_600 } });
  // What the page shows of the run itself is its last round all along, beside what the baseline had after as much.
  expect(lab.store.getState().figures).toMatchObject({ round: { step: 50 }, comparison: { step: 100 } });
  // The run that is further on is told where the list tells it: one answer on the page.
  lab.actions.showRun("1");
  const { figures, comparedFigures, listed } = lab.store.getState();
  expect(figures.round).toMatchObject({ step: 200 });
  expect(comparedFigures).toBe(listed[0]?.figures);
  expect(comparedFigures).toMatchObject({ round: { step: 100 }, comparison: { step: 50 } });
  lab.actions.showRun("2");
  // One that was let go of on its way, as by a restart, decides nothing.
  lab.actions.compareWith({ channels: 4 });
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 12, 10);
  expect(read()).toEqual([40, 20, 10]);
  lab.actions.restart();
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  lab.actions.setBaseline("1");
  score(lab, 20, 55);
  expect(read()).toEqual([100, 50, 10, 55]);
  lab.actions.removeRun("3");
  lab.actions.removeRun("4");
  lab.actions.showRun("2");
  lab.actions.setBaseline("1");
  lab.actions.hideRun("2", true);
  expect(read()).toEqual([200, 50]);
});

it("does not take rules that were set back before the second round for other ones", async () => {
  const lab = await openFakeLab("#v=2");
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 20, 40);
  const { totalSteps, epochClock } = lab.store.getState().run!;
  const change = (from: string, to: string): RunEvent => ({
    ...{ type: "changed", step: 40, totalSteps, epochClock, key: "bn", from, to, effect: "reevaluate" },
    settings: { bn: to },
  });
  lab.happen(change("batch", "running"), change("running", "batch"));
  score(lab, 20, 40, 0);
  expect(lab.store.getState().figures).toMatchObject({ round: { pairedWith: 0 } });
  expect(lab.store.getState().figures.comparison).toBeUndefined();
});

it("reads no run at a round by earlier rules of scoring", async () => {
  const lab = await openFakeLab("#v=2");
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 20, 40);
  score(lab, 20, 100);
  const { totalSteps, epochClock } = lab.store.getState().run!;
  const changed = { key: "bn", from: "batch", to: "running", effect: "reevaluate" } as const;
  lab.happen({ type: "changed", step: 100, totalSteps, epochClock, ...changed, settings: { bn: "running" } });
  score(lab, 20, 100, 1);
  score(lab, 20, 200);
  lab.actions.compareWith({ channels: 16 });
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 20, 40);
  // Nearer is that of step 40, by the rules before.
  expect(lab.store.getState().figures.comparison).toMatchObject({ with: "run", step: 100 });
  lab.actions.changeView({ at: "steps" });
  expect(lab.store.getState().listed.map(({ figures }) => figures.round?.step)).toEqual([100, 40]);
});

it("what was picked for a table is shown, but not judged", async () => {
  // So many that those drawn at random are enough to judge by.
  const [space] = spaces;
  const random = createRandom(3);
  const drawn = Array.from({ length: 90 }, () => space.sampleUnique(random));
  const texts = new Map(drawn.map((one) => [space.canonical(one), space.print(one)] as const));
  const known = [...texts.values()].map((text, index) => [text, 0.5 + index / 300] as const);
  const rows = known.map(([architecture, accuracy], index) => ({
    architecture,
    ...measured(accuracy),
    source: index % 3 === 0 ? "picked" : "uniform",
  }));
  const lab = await openFakeLab("", null);
  await lab.open(["own.json", textOf(rows)]);
  lab.happen({
    ...(started(lab) as Extract<RunEvent, { type: "started" }>),
    pool: known.map(([text]) => text),
  });
  vi.advanceTimersByTime(bundle);
  const ranked = rows.filter(({ source }) => source !== "picked");
  lab.actions.changeView({ thr: 0.002 });
  score(lab, known.length, 40);
  const { figures } = lab.store.getState();
  expect(figures.scored).toBe(known.length);
  expect(figures.ranked).toBe(ranked.length);
  const picked = figures.architectures.filter((item) => item.standAloneRank === undefined);
  expect(picked.length).toBe(known.length - ranked.length);
  expect(picked.every(({ superNet, standAlone }) => superNet !== undefined && standAlone !== undefined)).toBe(
    true,
  );
});

it("a table that does not say how its rows were chosen is told of, one that does is not", async () => {
  const lab = await openFakeLab();
  const { truth, config } = lab.store.getState();
  expect(resolved(config, truth).choice).toContain("does not say how its architectures were chosen");
  const [architecture = ""] = Object.keys(JSON.parse(tableText));
  const table = tableOf([{ architecture, ...measured(0.5), source: "uniform" }]);
  expect(
    resolved(config, { status: "ready", table, origin: "shipped", source: { file: new Blob(), answers: [] } })
      .choice,
  ).toBeUndefined();
  expect(resolved(config, { status: "loading" }).choice).toBeUndefined();
});

it("a ranking by parameter count is held against the super-net's on the same architectures, the right way round", async () => {
  const table = JSON.parse(shippedText) as { rows: object[] };
  // An order that has nothing to do with accuracy.
  const rows = table.rows.map((row, index) => ({ ...row, parameters: ((index * 7) % 30) + 1, flops: 1 }));
  const lab = await openFakeLab("", JSON.stringify({ ...table, rows }));
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 20, 40);
  const { againstParameters } = lab.store.getState().figures;
  expect(againstParameters?.now).toBeCloseTo(1);
  expect(againstParameters?.before).toBeLessThan(0.5);
  await vi.waitFor(() => expect(lab.store.getState().certainty?.parameters?.low).toBeGreaterThan(0));
});
