/** @file Runs beside each other: branches, twins, the list, what is removed and brought back. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import { bundle, type FakeLab, openFakeLab, rules, score, started, tableText, types } from "./fakeLab.ts";

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

/** The training thread's answer to the question for a checkpoint. */
async function answer(run = "1"): Promise<void> {
  expect(lab.sent.at(-1)).toEqual({ type: "checkpoint", run });
  const checkpoint = { step: 40, config: state().config } as unknown as Checkpoint;
  lab.report({ type: "checkpoint", run, checkpoint });
  await Promise.resolve();
  await Promise.resolve();
}

it("leaves the run as it is and trains a branch of it with the change, both live", async () => {
  const before = state().run;
  lab.actions.setBeside(true);
  lab.actions.changeSetting("lr", 0.1);
  await answer();
  expect(lab.sent.slice(-2)).toMatchObject([
    { type: "startFrom", run: "2", intent: "train", checkpoint: { step: 40 } },
    { type: "change", run: "2", settings: { lr: 0.1 } },
  ]);
  expect(state()).toMatchObject({
    active: "2",
    baselineId: "1",
    isBeside: false,
    config: { settings: { lr: 0.1 } },
  });
  expect(state().run).toBe(before);
  // What the one tells changes the other in nothing.
  lab.report({ type: "events", run: "1", events: [{ type: "resumed", step: 77 }] });
  vi.advanceTimersByTime(2 * bundle);
  expect(state().listed.map(({ entry }) => entry.run.step)).toEqual([77, 40]);
  expect(state().run?.step).toBe(40);
  // The next change acts on the run shown, as ever.
  lab.actions.changeSetting("lr", 0.2);
  expect(lab.sent.at(-1)).toMatchObject({ type: "change", run: "2", settings: { lr: 0.2 } });
});

it("gives the copy a further change, too, that comes before its weights", async () => {
  lab.actions.setBeside(true);
  lab.actions.changeSetting("lr", 0.1);
  lab.actions.changeSetting("lr", 0.2);
  lab.actions.changeSetting("nesterov", true);
  await answer();
  expect(lab.sent.slice(-2)).toMatchObject([
    { type: "startFrom", run: "2" },
    { type: "change", run: "2", settings: { lr: 0.2, nesterov: true } },
  ]);
  expect(lab.sent.filter(({ type }) => type === "change")).toHaveLength(1);
  expect(state()).toMatchObject({ active: "2", baselineId: "1", isBeside: false });
  expect(state().config.settings).toEqual({ lr: 0.2, nesterov: true });
});

it("compares with the run that is the baseline now, not with another copy of the same origin", async () => {
  const pool = state().run?.pool ?? [];
  const known = JSON.parse(tableText) as Record<string, number>;
  /** A round that ranks as the table does, or in reverse. */
  const scored = (run: string, sign: 1 | -1): void => {
    const scores = pool.map((architecture) => ({
      architecture,
      accuracy: 0.5 + (sign * (known[architecture] ?? 0)) / 2,
    }));
    const round = { step: 80, size: scores.length, rules };
    lab.report({
      ...{ type: "events", run },
      events: [
        { type: "roundBegan", round },
        { type: "evaluated", scores },
        { type: "roundEnded", complete: true },
      ],
    });
    vi.advanceTimersByTime(2 * bundle);
  };
  scored("1", 1);
  lab.actions.compareWith({ lr: 0.1 });
  await answer();
  scored("2", -1);
  lab.actions.showRun("1");
  lab.actions.compareWith({ lr: 0.2 });
  await answer();
  scored("3", 1);
  expect(state()).toMatchObject({ active: "3", baselineId: "1" });
  expect(state().figures.comparison?.before).toBeCloseTo(1, 1);
  lab.actions.setBaseline("2");
  expect(state().figures.comparison?.before).toBeCloseTo(-1, 1);
  const beside = state().listed.find(({ entry }) => entry.id === "1");
  expect(beside?.figures.comparison?.before).toBeCloseTo(-1, 1);
});

it("begins a branch paused where its run was paused while the checkpoint came", async () => {
  lab.actions.compareWith({ lr: 0.1 });
  lab.actions.pauseRun("1");
  lab.report({
    type: "checkpoint",
    run: "1",
    checkpoint: { step: 40, config: state().config } as Checkpoint,
  });
  await Promise.resolve();
  await Promise.resolve();
  expect(lab.sent.findLast(({ type }) => type === "startFrom")).toMatchObject({ run: "2", intent: "pause" });
});

it("shows no branch whose run is shown no more by the time its weights come, and begins none without room", async () => {
  lab.actions.compareWith({ channels: 16 });
  lab.actions.showRun("1");
  lab.actions.compareWith({ lr: 0.1 });
  lab.actions.showRun("2");
  const checkpoint = { step: 40, config: state().config } as Checkpoint;
  lab.report({ type: "checkpoint", run: "1", checkpoint });
  await Promise.resolve();
  await Promise.resolve();
  expect(lab.sent.at(-1)).toMatchObject({ type: "change", run: "3", settings: { lr: 0.1 } });
  expect(state()).toMatchObject({ active: "2", config: { settings: { channels: 16 } } });
  lab.actions.showRun("1");
  lab.actions.compareWith({ lr: 0.2 });
  lab.actions.addSeeds("1", 1);
  lab.report({ type: "checkpoint", run: "1", checkpoint });
  await Promise.resolve();
  await Promise.resolve();
  expect(state().runs).toHaveLength(4);
  expect(state().warnings.join()).toContain("4 runs train already");
});

it("begins a twin where the change needs another network, with the same seed", () => {
  lab.actions.compareWith({ channels: 16 });
  expect(types(lab)).toEqual(["start", "start"]);
  const [first, twin] = lab.sent.filter(({ type }) => type === "start");
  expect(twin).toMatchObject({ run: "2", config: { seed: first?.type === "start" && first.config.seed } });
  expect(state()).toMatchObject({ active: "2", baselineId: "1" });
  expect(state().listed.map(({ entry }) => entry.origin)).toEqual(["training", "training"]);
});

it("says that four runs are enough", () => {
  for (const channels of [4, 16, 32]) lab.actions.compareWith({ channels });
  expect(state().listed).toHaveLength(4);
  lab.actions.compareWith({ cells: 3 });
  expect(state().listed).toHaveLength(4);
  expect(state().warnings.join()).toContain("4 runs train already");
  // What is chosen is what the run shown has.
  expect(state().config).toEqual(state().run?.config);
});

it("shows another run with its settings, pauses one by id, removes one and brings it back", () => {
  lab.actions.compareWith({ channels: 16 });
  lab.actions.showRun("1");
  expect(state()).toMatchObject({ active: "1", baselineId: "2", config: { settings: {} } });
  lab.actions.pauseRun("2");
  expect(lab.sent.at(-1)).toEqual({ type: "intend", run: "2", intent: "pause" });
  lab.actions.removeRun("2");
  expect(lab.sent.at(-1)).toEqual({ type: "end", run: "2" });
  expect(state().listed).toHaveLength(1);
  lab.actions.removeRun("1");
  expect(state().listed).toHaveLength(1);
  expect(state().baselineId).toBeUndefined();
  lab.actions.restoreRun();
  expect(state().baselineId).toBe("2");
  lab.actions.removeOtherRuns();
  expect(state().listed).toHaveLength(1);
  lab.actions.restoreRun();
  // In place of the one shown the one that it was compared with is shown.
  lab.actions.showRun("2");
  lab.actions.setBaseline("1");
  lab.actions.removeRun("2");
  expect(state()).toMatchObject({ active: "1", baselineId: undefined, config: { settings: {} } });
  expect(state().listed).toHaveLength(1);
  lab.actions.restoreRun();
  // It comes back as what the one shown is compared with.
  expect(state()).toMatchObject({ active: "1", baselineId: "2" });
  expect(
    state()
      .listed.map(({ entry }) => entry.id)
      .sort(),
  ).toEqual(["1", "2"]);
});

it("pauses and goes on together with the run that it is compared with, and steps alone", () => {
  lab.actions.compareWith({ channels: 16 });
  lab.actions.pause();
  expect(state().runs.map(({ intent }) => intent)).toEqual(["pause", "pause"]);
  lab.actions.advance("step");
  expect(lab.sent.at(-1)).toEqual({ type: "intend", run: "2", intent: "step" });
  lab.actions.resume();
  expect(state().runs.map(({ intent }) => intent)).toEqual(["train", "train"]);
  lab.actions.pauseRun("1");
  expect(state().runs.map(({ intent }) => intent)).toEqual(["pause", "train"]);
});

it("shows a run that was left with a change on its way as that change chose it", async () => {
  lab.actions.compareWith({ lr: 0.1 });
  await answer();
  lab.actions.changeSetting("lr", 0.2);
  lab.actions.showRun("1");
  expect(state().config.settings).not.toHaveProperty("lr");
  lab.actions.showRun("2");
  expect(state().config.settings).toMatchObject({ lr: 0.2 });
  // What is changed next goes with it instead of taking it back.
  lab.actions.changeSetting("wd", 0);
  expect(lab.sent.at(-1)).toMatchObject({ type: "change", run: "2", settings: { lr: 0.2, wd: 0 } });
});

it("leaves nothing in the list of a run that never came to a step, unless it has a name", () => {
  const ids = () => state().runs.map(({ id }) => id);
  lab.actions.changeSetting("channels", 4);
  lab.actions.changeSetting("channels", 16);
  expect(ids()).toEqual(["1", "3"]);
  lab.actions.renameRun("3", "mine");
  lab.actions.changeSetting("channels", 4);
  expect(ids()).toEqual(["1", "3", "4"]);
  expect(state()).toMatchObject({ active: "4", baselineId: "1" });
});

it("opens a link to a comparison as one, and hands out the same link", async () => {
  const hash = "#v=2&lr=0.1&vs=seed%3D3%26channels%3D16";
  const other = await openFakeLab(hash);
  expect(other.sent.flatMap((command) => (command.type === "start" ? command.config : []))).toMatchObject([
    { seed: 3, settings: { channels: 16 } },
    { seed: 1, settings: { lr: 0.1 } },
  ]);
  expect(other.store.getState()).toMatchObject({ active: "2", baselineId: "1" });
  expect(other.actions.comparisonLink()).toBe(hash);
  expect(lab.actions.comparisonLink()).toBeUndefined();
  lab.navigate(hash);
  expect(types(lab)).toEqual(["start", "end", "start", "start"]);
});

it("names a run, begins further seeds of it, and lets finished ones make room", () => {
  lab.actions.renameRun("1", "  mine ");
  expect(state().listed[0]?.entry.name).toBe("mine");
  lab.actions.renameRun("1", " ");
  expect(state().listed[0]?.entry.name).toBeUndefined();
  lab.actions.addSeeds("1", 2);
  const seeds = () => lab.sent.flatMap((command) => (command.type === "start" ? command.config.seed : []));
  expect(seeds()).toEqual([1, 2, 3]);
  expect(state().active).toBe("1");
  lab.actions.addSeeds("2", 2);
  expect(seeds()).toEqual([1, 2, 3, 4]);
  expect(state().warnings.join()).toContain("4 runs train already");
  lab.report({ type: "events", run: "3", events: [{ type: "finished", step: 80 }] });
  vi.advanceTimersByTime(2 * bundle);
  // Not before its last weights are there.
  lab.actions.addSeeds("1", 1);
  expect(seeds()).toEqual([1, 2, 3, 4]);
  const checkpoint = { step: 80, config: state().config } as unknown as Checkpoint;
  lab.report({ type: "checkpoint", run: "3", checkpoint });
  lab.actions.addSeeds("1", 1);
  expect(seeds()).toEqual([1, 2, 3, 4, 5]);
  const ended = { origin: "ended", run: { status: "finished" }, kept: { checkpoint } };
  expect(state().listed[2]?.entry).toMatchObject(ended);
});

it("a run that was let go of goes on from its last checkpoint", () => {
  const checkpoint = { step: 40, config: state().config } as unknown as Checkpoint;
  lab.report({ type: "checkpoint", run: "1", checkpoint });
  lab.actions.restart();
  expect(state().listed.map(({ entry }) => entry.origin)).toEqual(["ended", "training"]);
  lab.actions.resumeRun("1");
  expect(lab.sent.at(-1)).toMatchObject({ type: "startFrom", run: "1~2", checkpoint, intent: "train" });
  expect(state().listed[0]?.entry.origin).toBe("training");
});

it("one pair of runs after another takes the place of the one before, and each begins whole", () => {
  const pair = (lr: number) =>
    [
      { ...state().config, settings: { lr } },
      { ...state().config, settings: { lr: lr / 2 } },
    ] as const;
  for (const lr of [0.2, 0.1, 0.05, 0.04, 0.02]) {
    const [config, baseline] = pair(lr);
    lab.actions.beginLinked(config, baseline);
    lab.happen(started(lab));
    vi.advanceTimersByTime(bundle);
    const { runs, active, baselineId, warnings } = state();
    expect(warnings).toEqual([]);
    expect(runs.filter(({ origin }) => origin === "training").map(({ id }) => id)).toEqual([
      baselineId,
      active,
    ]);
    expect(state().run?.config.settings).toEqual({ lr });
  }
});

it("a run that was let go of takes a change as a paused one does, from its checkpoint", () => {
  const { config } = state();
  lab.report({ type: "checkpoint", run: "1", checkpoint: { step: 40, config } as unknown as Checkpoint });
  lab.actions.changeSetting("wd", 0);
  const [epochClock, totalSteps] = [state().run!.epochClock, state().run!.totalSteps];
  const change = { key: "wd", from: 5e-4, to: 0, effect: "nextStep", settings: { wd: 0 } } as const;
  lab.happen({ type: "changed", step: 45, totalSteps, epochClock, ...change });
  vi.advanceTimersByTime(2 * bundle);
  lab.actions.restart();
  lab.actions.showRun("1");
  expect(state().phase).toBe("paused");
  lab.actions.changeSetting("lr", 0.1);
  // What had acted after the checkpoint acts again.
  expect(lab.sent.slice(-3)).toMatchObject([
    { type: "startFrom", run: "1~2", checkpoint: { step: 40 }, intent: "pause" },
    { type: "change", run: "1~2", settings: { wd: 0 } },
    { type: "change", run: "1~2", settings: { wd: 0, lr: 0.1 } },
  ]);
  expect(state()).toMatchObject({
    active: "1",
    phase: "paused",
    offer: undefined,
    config: { settings: { lr: 0.1 } },
  });
});

it("a run that was let go of and holds no weights refuses a change", () => {
  lab.actions.restart();
  lab.actions.restart();
  lab.actions.showRun("1");
  lab.actions.changeSetting("lr", 0.1);
  expect(state().offer?.text).toBe("The weights of this run are gone, so Learning rate cannot act on it.");
});
