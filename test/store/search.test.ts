/** @file A search on the active run's weights: asked for once its checkpoint is there, told as its events say, ended with its thread. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
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

it("searches with every algorithm and seed on the weights of now, and keeps what each found", async () => {
  lab.actions.startSearch(["random", "regularized-evolution"], 10, [1, 2]);
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
    }) as const;
  const first = scored("a", 0.3, 0);
  lab.report({ type: "searched", run: asked.run, events: [proposed(0, first), proposed(1, first)] });
  lab.report({ type: "searched", run: asked.run, events: [proposed(2, scored("b", 0.4, 2))] });
  expect(state().search).toMatchObject({ of: "1", step: 40 });
  expect(state().search?.searches[1]).toMatchObject({ evaluations: 3, best: [first, { architecture: "b" }] });
  for (let step = 1; step <= 500; step++) {
    const mixed = { step, probabilities: [[step / 500, 1 - step / 500]], architecture: "c", skips: 1 };
    lab.report({ type: "searched", run: asked.run, events: [{ type: "mixed", search: 2, ...mixed }] });
  }
  const found = scored("c", 0.5, 0);
  lab.report({
    ...{ type: "searched", run: asked.run },
    events: [{ type: "searched", search: 2, evaluations: 1, found }],
  });
  const relaxed = state().search!.searches[2]!;
  expect(relaxed).toMatchObject({ isOver: true, best: [found] });
  expect(relaxed.path.length).toBeLessThanOrEqual(200);
  expect(relaxed.path.at(-1)).toMatchObject({ step: 500, probabilities: [[1, 0]] });
  lab.actions.pauseSearch();
  await vi.waitFor(() =>
    expect(lab.sent.at(-1)).toEqual({ type: "intend", run: asked.run, intent: "pause" }),
  );
  // The run goes on as it was.
  expect(state()).toMatchObject({ phase: "running", active: "1" });
  lab.crash("boom");
  expect(state().search?.failure?.message).toContain("boom");
});
