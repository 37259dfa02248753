/** @file Two runs in one training thread take turns, and neither is changed by the other. */
import { expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { datasets } from "../../src/core/datasets.ts";
import type { RunEvent, RunId } from "../../src/core/run.ts";
import type { Settings } from "../../src/core/settings.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { Engine } from "../../src/engine/engine.ts";
import type { Backend } from "../../src/engine/probe.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { readDataset } from "../../src/headless/dataset.ts";
import { LabHost } from "../../src/worker/host.ts";
import { Scheduler, type Task } from "../../src/worker/scheduler.ts";

const yieldToEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it("whoever waited longest is next, and whoever has nothing to do is passed over", async () => {
  const order: string[] = [];
  const scheduler = new Scheduler(yieldToEventLoop, () => 0);
  const task = (name: string, units: number): Task & { left: number } => ({
    left: units,
    get isReady() {
      return this.left > 0;
    },
    isOver: false,
    async work() {
      order.push(name);
      this.left--;
    },
  });
  const late = task("c", 0);
  for (const one of [task("a", 4), task("b", 3), late]) scheduler.add(one);
  while (order.length < 3) await yieldToEventLoop();
  late.left = 2;
  while (order.length < 9) await yieldToEventLoop();
  expect(order.slice(0, 3).join("")).toBe("aba");
  // After c woke, nobody waits for more than one unit of each of the others, as long as all three have something to do.
  for (const from of [3, 4]) expect([...order.slice(from, from + 3)].sort()).toEqual(["a", "b", "c"]);
  expect([...order].sort().join("")).toBe("aaaabbbcc");
});

it("a task with a share takes no more of the time than that while others are ready, and all of it when alone", async () => {
  let now = 0;
  const spent = { run: 0, other: 0, landscape: 0 };
  const scheduler = new Scheduler(yieldToEventLoop, () => now);
  const task = (name: keyof typeof spent, unit: number, share?: number): Task & { isReady: boolean } => ({
    ...{ isReady: true, isOver: false, share },
    async work() {
      now += unit;
      spent[name] += unit;
    },
  });
  const [run, other] = [task("run", 7), task("other", 20)];
  const landscape = task("landscape", 50, 0.25);
  for (const one of [landscape, run, other]) scheduler.add(one);
  while (now < 10_000) await yieldToEventLoop();
  // Up to one unit of its own.
  expect(spent.landscape).toBeLessThanOrEqual(0.25 * now + 50);
  expect(spent.landscape).toBeGreaterThan(0.2 * now);
  const before = { now, ...spent };
  [run.isReady, other.isReady] = [false, false];
  while (now < 20_000) await yieldToEventLoop();
  expect(now - before.now - (spent.landscape - before.landscape)).toBeLessThanOrEqual(27);
  run.isReady = true;
  const again = { now, ...spent };
  while (now < 30_000) await yieldToEventLoop();
  // What it had while nobody else was ready is not held against it.
  expect(spent.landscape - again.landscape).toBeGreaterThan(0.2 * (now - again.now));
  landscape.isReady = false;
  run.isReady = false;
});

const settings: Settings = {
  ...{ bs: 16, portion: 0.032, epochs: 1, channels: 4, evalimages: 50, evalbatch: 50, pool: 8 },
};

/** Trains runs in one thread, all at once, to their end. */
async function train(runs: Readonly<Record<RunId, Settings>>) {
  const images = await readDataset(datasets[0].id);
  /** Every training step and every score, by its engine; engines are numbered in the order in which they were made. */
  const units: { readonly engine: number; readonly kind: "step" | "score" }[] = [];
  let engines = 0;
  const watched = (engine: Engine): Engine => {
    const number = engines++;
    const [trainStep, score] = [engine.trainStep.bind(engine), engine.score.bind(engine)];
    engine.trainStep = (step) => {
      units.push({ engine: number, kind: "step" });
      return trainStep(step);
    };
    engine.score = (...asked) => {
      units.push({ engine: number, kind: "score" });
      return score(...asked);
    };
    return engine;
  };
  const wasm: Backend = {
    id: "wasm",
    open: async () => ({
      device: "processor",
      software: false,
      create: async (...input) => watched(await createWasmEngine(...input)),
    }),
  };
  const events = new Map<RunId, RunEvent[]>(Object.keys(runs).map((id) => [id, []]));
  const host = new LabHost({
    post: (report) => {
      if (report.type === "events") events.get(report.run)?.push(...report.events);
    },
    backends: [wasm],
    loadImages: async () => ({ ok: true, images }),
    now: () => performance.now(),
    yieldToEventLoop,
  });
  const evaluationSet = {
    scored: Array.from({ length: 8 }, (_, index) => nasbench201.print([index % 5, 1, 2, 3, 4, 3])),
    landmarks: [],
  };
  for (const [run, more] of Object.entries(runs))
    host.receive({
      ...{ type: "start", run, dataset: datasets[0], backend: "auto", intent: "train", evaluationSet },
      config: { ...defaultConfig(), space: nasbench201.id, settings: { ...settings, ...more } },
    });
  const isOver = (id: RunId): boolean => events.get(id)?.some(({ type }) => type === "finished") ?? false;
  while (!Object.keys(runs).every(isOver)) await yieldToEventLoop();
  for (const run of Object.keys(runs)) host.receive({ type: "end", run });
  return { events, units };
}

/** All that does not follow the clock: training is reported as often as there is time. */
const measured = (events: readonly RunEvent[] | undefined): RunEvent[] =>
  (events ?? []).filter(({ type }) => type !== "trained");

it("two runs by id take turns fairly, and each is bit-equal to running alone", async () => {
  const other = { lr: 0.02, sampler: "random-nas" };
  const both = await train({ a: {}, b: other });
  const [aloneA, aloneB] = [await train({ a: {} }), await train({ b: other })];
  expect(measured(both.events.get("a"))).toEqual(measured(aloneA.events.get("a")));
  expect(measured(both.events.get("b"))).toEqual(measured(aloneB.events.get("b")));
  expect(measured(both.events.get("a")).some(({ type }) => type === "evaluated")).toBe(true);
  // Engine 0 measured the backend. While both are at work, neither waits for more than two units of the other, steps or scores.
  const all = both.units.filter(({ engine }) => engine > 0);
  const turns = all.map(({ engine }) => engine);
  const end = Math.min(turns.lastIndexOf(1), turns.lastIndexOf(2));
  const start = Math.max(turns.indexOf(1), turns.indexOf(2));
  for (const kind of ["step", "score"])
    expect(all.slice(start, end).filter((unit) => unit.kind === kind).length).toBeGreaterThan(10);
  for (let i = start; i + 2 <= end; i++) expect(new Set(turns.slice(i, i + 3)).size).toBe(2);
});
