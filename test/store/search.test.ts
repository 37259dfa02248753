/** @file A search on the active run's weights: asked for once its checkpoint is there, told as its events say, ended with its thread. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import { everySeed } from "../../src/core/search/searchEvent.ts";
import { bundle, type FakeLab, openFakeLab, score, started } from "./fakeLab.ts";

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

const state = () => lab.store.getState();
const compute = { trained: 8, scored: 2, seconds: 0.5 };

it("searches with every algorithm and seed on the weights of now, and keeps what each found", async () => {
  lab.actions.startSearch(
    everySeed({ algorithms: ["random", "regularized-evolution"], budget: 10, seeds: [1, 2] }),
  );
  await vi.waitFor(() => expect(lab.sent.at(-1)?.type).toBe("checkpoint"), { timeout: 30_000 });
  const checkpoint = { step: 40, config: state().config } as unknown as Checkpoint;
  lab.report({ type: "checkpoint", run: "1", checkpoint });
  await vi.waitFor(() => expect(lab.sent.at(-1)?.type).toBe("search"));
  const asked = lab.sent.at(-1);
  if (asked?.type !== "search") throw new Error("no search");
  expect(asked).toMatchObject({ checkpoint, intent: "train" });
  expect(asked.searches.map(({ algorithm, seed, budget }) => `${algorithm} ${seed} ${budget}`)).toEqual([
    "random 1 10",
    "random 2 10",
    "regularized-evolution 1 10",
    "regularized-evolution 2 10",
  ]);
  const scored = (architecture: string, accuracy: number, index: number) => ({
    architecture,
    accuracy,
    index,
  });
  const proposed = (index: number, best: ReturnType<typeof scored>) =>
    ({
      type: "proposed",
      search: 1,
      ...scored("x", 0.1, index),
      loss: 1,
      parents: [],
      best,
      isShared: false,
      compute,
    }) as const;
  const first = scored("a", 0.3, 0);
  lab.report({ type: "searched", run: asked.run, events: [proposed(0, first), proposed(1, first)] });
  lab.report({ type: "searched", run: asked.run, events: [proposed(2, scored("b", 0.4, 2))] });
  expect(state().search).toMatchObject({ of: "1", step: 40 });
  expect(state().search?.searches[1]).toMatchObject({ evaluations: 3, best: [first, { architecture: "b" }] });
  for (let step = 1; step <= 500; step++) {
    const mixed = {
      step,
      probabilities: [[step / 500, 1 - step / 500]],
      architecture: "c",
      skips: 1,
      compute,
    };
    lab.report({ type: "searched", run: asked.run, events: [{ type: "mixed", search: 2, ...mixed }] });
  }
  const found = scored("c", 0.5, 0);
  lab.report({
    ...{ type: "searched", run: asked.run },
    events: [{ type: "searched", search: 2, evaluations: 1, found, compute }],
  });
  const relaxed = state().search!.searches[2]!;
  expect(relaxed).toMatchObject({ isOver: true, best: [found] });
  expect(relaxed.path.length).toBeLessThanOrEqual(200);
  expect(relaxed.path.at(-1)).toMatchObject({ step: 500, probabilities: [[1, 0]] });
  expect(relaxed).toMatchObject({ steps: 500, collapsedAt: 1, compute: { trained: 501 * 8, scored: 1002 } });
  lab.actions.intendSearch("pause");
  await vi.waitFor(() =>
    expect(lab.sent.at(-1)).toEqual({ type: "intend", run: asked.run, intent: "pause" }),
  );
  lab.actions.intendSearch("step");
  await vi.waitFor(() => expect(lab.sent.at(-1)).toEqual({ type: "intend", run: asked.run, intent: "step" }));
  expect(state().search?.isPaused).toBe(true);
  // The run goes on as it was.
  expect(state()).toMatchObject({ phase: "running", active: "1" });
  lab.crash("boom");
  expect(state().search?.failure?.message).toContain("boom");
});

it("searches on a file's weights, stops for good, and says where another run has none", async () => {
  const checkpoint = { step: 7, config: { ...state().config, seed: 9 } } as unknown as Checkpoint;
  const asked = everySeed({ algorithms: ["random"], budget: 5, seeds: [1] });
  lab.actions.startSearch(asked, { kind: "file", name: "good.ckpt", checkpoint });
  await vi.waitFor(() => expect(lab.sent.at(-1)?.type).toBe("search"), { timeout: 30_000 });
  expect(lab.sent.at(-1)).toMatchObject({ checkpoint, searches: asked });
  expect(state().search).toMatchObject({ of: undefined, file: "good.ckpt", step: 7, config: { seed: 9 } });
  const { id } = state().search!;
  lab.actions.stopSearch();
  await vi.waitFor(() => expect(lab.sent.at(-1)).toEqual({ type: "end", run: id }));
  expect(state().search?.isStopped).toBe(true);
  const sent = lab.sent.length;
  lab.actions.intendSearch("train");
  lab.actions.startSearch(asked, { kind: "run", run: "none" });
  await vi.waitFor(() => expect(state().warnings[0]).toMatch(/no weights to work on/));
  expect(lab.sent).toHaveLength(sent);
});

const asked = everySeed({ algorithms: ["random"], budget: 5, seeds: [1] });
const checkpointOfRun = () => ({ step: 40, config: state().config }) as unknown as Checkpoint;

it("asked for twice while the weights are on their way, ends the first", async () => {
  lab.actions.startSearch(asked);
  lab.actions.startSearch(asked);
  await vi.waitFor(
    () => expect(lab.sent.filter(({ type }) => type === "checkpoint").length).toBeGreaterThan(1),
    {
      timeout: 30_000,
    },
  );
  lab.report({ type: "checkpoint", run: "1", checkpoint: checkpointOfRun() });
  const begun = () => lab.sent.flatMap((command) => (command.type === "search" ? [command.run] : []));
  await vi.waitFor(() => expect(begun()).toHaveLength(2));
  const [first, second] = begun();
  expect(lab.sent).toContainEqual({ type: "end", run: first });
  expect(state().search?.id).toBe(second);
});

it("goes on the last kept weights of a run that failed", async () => {
  lab.report({ type: "checkpoint", run: "1", checkpoint: checkpointOfRun() });
  const failure = { kind: "device-lost", message: "m", advice: "a" } as const;
  lab.happen({ type: "failed", step: 50, failure });
  vi.advanceTimersByTime(2 * bundle);
  lab.actions.startSearch(asked);
  await vi.waitFor(() => expect(lab.sent.at(-1)?.type).toBe("search"), { timeout: 30_000 });
  expect(lab.sent.at(-1)).toMatchObject({ checkpoint: { step: 40 } });
});

it("goes on the last kept weights of a run whose thread was lost again and again", async () => {
  lab.report({ type: "checkpoint", run: "1", checkpoint: checkpointOfRun() });
  for (let times = 0; times < 3; times++) lab.crash("boom");
  vi.advanceTimersByTime(2 * bundle);
  expect(state().phase).toBe("failed");
  lab.actions.startSearch(asked);
  await vi.waitFor(
    () => expect(lab.sent.at(-1)).toMatchObject({ type: "search", checkpoint: { step: 40 } }),
    {
      timeout: 30_000,
    },
  );
});
