/** @file What a page that is opened again finds of the list of runs. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import { exportRun } from "../../src/core/runFile.ts";
import { printAlone, readAlone } from "../../src/store/aloneFile.ts";
import { entryOf } from "../../src/store/keptRecords.ts";
import type { KeptRuns } from "../../src/store/keptRuns.ts";
import { isStandAloneOver } from "../../src/store/standAloneState.ts";
import { bundle, createFakeLab, type FakeLab, score, started } from "./fakeLab.ts";
import { memory } from "./keptInMemory.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function open(kept: KeptRuns, tab: string, hash = "#v=2&seed=5"): Promise<FakeLab> {
  vi.stubGlobal("fetch", async () => new Response("", { status: 404 }));
  const lab = createFakeLab(hash, { tab, kept: Promise.resolve(kept) });
  await vi.waitFor(() => expect(lab.store.getState().truth.status).toBe("none"), { timeout: 30_000 });
  await vi.waitFor(() => expect(lab.store.getState().active).toBeDefined());
  return lab;
}
const seeds = ({ store }: FakeLab): number[] => store.getState().runs.map(({ run }) => run.config.seed);

it("keeps rows that have not trained, and runs that can be brought back", async () => {
  const kept = memory();
  const first = await open(kept, "a-");
  first.actions.addSeeds(first.store.getState().active ?? "", 2);
  expect(seeds(first)).toEqual([5, 6, 7]);
  const [, second] = first.store.getState().runs;
  first.actions.removeRun(second?.id ?? "");
  await vi.waitFor(() => expect(kept.ids()).toHaveLength(3));
  await vi.waitFor(async () =>
    expect((await kept.load()).filter(({ isRemoved }) => isRemoved)).toHaveLength(1),
  );

  const again = await open(kept, "b-");
  // The one shown had not trained: it begins anew, and is kept once.
  expect(seeds(again)).toEqual([7, 5]);
  await vi.waitFor(async () =>
    expect((await kept.load()).map(({ entry }) => entry.run.config.seed).sort()).toEqual([5, 6, 7]),
  );
  expect(
    again.store
      .getState()
      .removed.flat()
      .map(({ run }) => run.config.seed),
  ).toEqual([6]);
  again.actions.restoreRun();
  expect(seeds(again)).toEqual([6, 7, 5]);
  const waiting = again.store.getState().runs.find(({ run }) => run.config.seed === 7);
  again.actions.resumeRun(waiting?.id ?? "");
  expect(again.sent.at(-1)).toMatchObject({ type: "start", config: { seed: 7 } });
});

it("goes on with both runs of a comparison, and compares them again", async () => {
  const kept = memory();
  const first = await open(kept, "a-");
  const id = first.store.getState().active ?? "";
  first.happen(started(first));
  vi.advanceTimersByTime(bundle);
  score(first, 20, 40);
  const checkpointOf = (run: string): void => {
    const { config } = first.store.getState();
    first.report({ type: "checkpoint", run, checkpoint: { step: 40, config } as unknown as Checkpoint });
  };
  first.actions.compareWith({ lr: 0.1 });
  checkpointOf(id);
  await vi.waitFor(() => expect(first.store.getState().baselineId).toBe(id));
  const twin = first.store.getState().active ?? "";
  const { config, run } = first.store.getState();
  if (!run) throw new Error("no run");
  const { epochClock, totalSteps } = run;
  const change = { key: "lr", from: 0.05, to: 0.1, effect: "nextStep", settings: config.settings } as const;
  const changed = { type: "changed", step: 40, epochClock, totalSteps, ...change } as const;
  first.report({ type: "events", run: twin, events: [changed] });
  vi.advanceTimersByTime(bundle);
  checkpointOf(twin);
  await vi.waitFor(() => expect(kept.ids()).toEqual([id, twin]));

  const again = await open(kept, "b-", first.hash());
  await vi.waitFor(() => expect(again.sent.filter(({ type }) => type === "startFrom")).toHaveLength(2));
  expect(again.store.getState()).toMatchObject({ active: twin, baselineId: id });

  // The bare address of the lab begins no third run beside them.
  const bare = await open(kept, "c-", "");
  await vi.waitFor(() => expect(bare.sent.filter(({ type }) => type === "startFrom")).toHaveLength(2));
  expect(bare.store.getState()).toMatchObject({ active: twin, baselineId: id, config });
  expect(seeds(bare)).toEqual([5, 5]);
});

it("goes back to the run that was shown last, though it was not begun last", async () => {
  const kept = memory();
  const first = await open(kept, "a-");
  first.actions.addSeeds(first.store.getState().active ?? "", 1);
  const [one, two] = first.store.getState().runs.map(({ id }) => id) as [string, string];
  for (const run of [one, two])
    first.report({
      ...{ type: "checkpoint", run },
      checkpoint: { step: 40, config: first.store.getState().config } as unknown as Checkpoint,
    });
  await vi.waitFor(() => expect(kept.ids()).toHaveLength(2));
  for (const shown of [two, one]) {
    first.actions.showRun(shown);
    await vi.waitFor(async () =>
      expect((await kept.load()).filter(({ isActive }) => isActive).map(({ entry }) => entry.id)).toEqual([
        shown,
      ]),
    );
  }
  const again = await open(kept, "b-");
  await vi.waitFor(() => expect(again.store.getState().runs).toHaveLength(2));
  expect(again.store.getState().active).toBe(one);
});

it("begins what a link compares or changes on the way, though a run of its configuration is kept", async () => {
  const kept = memory();
  const first = await open(kept, "a-");
  const run = first.store.getState().active ?? "";
  first.happen(started(first));
  vi.advanceTimersByTime(bundle);
  const checkpoint = { step: 40, config: first.store.getState().config } as unknown as Checkpoint;
  first.report({ type: "checkpoint", run, checkpoint });
  await vi.waitFor(() => expect(kept.ids()).toEqual([run]));
  const again = await open(kept, "b-", "#v=2&seed=5&vs=seed%3D5%26lr%3D0.2");
  await vi.waitFor(() => expect(again.sent.filter(({ type }) => type === "start")).toHaveLength(2));
  expect(again.sent.filter(({ type }) => type === "startFrom")).toEqual([]);
  const { baselineId, runs } = again.store.getState();
  expect(runs.find(({ id }) => id === baselineId)?.run.config.settings).toEqual({ lr: 0.2 });

  const [shown] = await kept.load();
  if (!shown) throw new Error("nothing was kept");
  const planned = [{ step: 300, key: "lr", to: 0.1 }];
  const load = async () => [
    { ...shown, isActive: true, isBaseline: false, entry: { ...shown.entry, planned } },
  ];
  const story = async (changes: string): Promise<string[]> => {
    const lab = await open({ ...kept, load }, "c-", `#v=2&seed=5&changes=${changes}`);
    await vi.waitFor(() => expect(lab.sent.some(({ type }) => type.startsWith("start"))).toBe(true), {
      timeout: 30_000,
    });
    return lab.sent.map(({ type }) => type).filter((type) => type.startsWith("start"));
  };
  expect(await story("600-lr-0.01")).toEqual(["start"]);
  expect(await story("300-lr-0.1")).toEqual(["startFrom"]);
});

it("compares with no baseline of another page, and says that a table judged which the page forgot", async () => {
  const kept = memory();
  const first = await open(kept, "a-");
  const run = first.store.getState().active ?? "";
  const checkpoint = { step: 40, config: first.store.getState().config } as unknown as Checkpoint;
  first.report({ type: "checkpoint", run, checkpoint });
  await vi.waitFor(() => expect(kept.ids()).toEqual([run]));
  const [shown] = await kept.load();
  if (!shown) throw new Error("nothing was kept");
  const baselineOf = (tab: string, id: string) => ({
    ...{ ...shown, tab, entry: { ...shown.entry, id } },
    ...{ isActive: false, isBaseline: true },
  });
  const load = async () => [
    baselineOf("another page", "b-1"),
    baselineOf(shown.tab, "a-2"),
    { ...shown, judgedBy: "mine.csv" },
    baselineOf("another page", "b-2"),
  ];
  const again = await open({ ...kept, load }, "c-");
  expect(again.store.getState()).toMatchObject({ active: run, baselineId: "a-2" });
  expect(again.store.getState().warnings.join()).toMatch(
    /judged by the table “mine\.csv”.* own table judges it now/,
  );
});

it("asks for the last weights of a run at its end, before another takes its place", async () => {
  const lab = await open(memory(), "a-");
  lab.happen(started(lab), { type: "finished", step: 90 });
  vi.advanceTimersByTime(bundle);
  expect(lab.sent.at(-1)).toMatchObject({ type: "checkpoint", run: lab.store.getState().active });
});

it("what is chosen while the database is opened has the last word over the link", async () => {
  vi.stubGlobal("fetch", async () => new Response("", { status: 404 }));
  const kept = memory();
  let open: (runs: KeptRuns) => void = () => {};
  const lab = createFakeLab("#v=2&seed=5", { kept: new Promise((resolve) => (open = resolve)) });
  lab.actions.changeSpace("darts");
  open(kept);
  await vi.waitFor(() =>
    expect(lab.sent.at(-1)).toMatchObject({ type: "start", config: { space: "darts", seed: 5 } }),
  );
  expect(lab.store.getState().config.space).toBe("darts");
});

it("keeps what was removed in turn, so that it comes back in a page that is opened anew, too", async () => {
  const kept = memory();
  const lab = await open(kept, "a-");
  lab.actions.addSeeds(lab.store.getState().active ?? "", 2);
  const [, second, third] = lab.store.getState().runs;
  lab.actions.removeRun(second?.id ?? "");
  lab.actions.removeRun(third?.id ?? "");
  const all = [lab.store.getState().active, second?.id, third?.id].sort();
  await vi.waitFor(async () =>
    expect((await kept.load()).filter(({ isRemoved }) => isRemoved)).toHaveLength(2),
  );
  expect(kept.ids().sort()).toEqual(all);
  const again = await open(kept, "b-");
  again.actions.restoreRun();
  again.actions.restoreRun();
  expect(seeds(again).sort()).toEqual([5, 6, 7]);
});

it("brings what was trained alone into a page that is opened anew, and forgets it when all is cleared", async () => {
  const kept = memory();
  const lab = await open(kept, "a-");
  const architecture = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|";
  lab.actions.trainStandAlone(architecture, [2001, 2002], lab.store.getState().config);
  await vi.waitFor(() => expect(lab.sent.at(-1)).toMatchObject({ type: "trainStandAlone" }), {
    timeout: 30_000,
  });
  const [task] = lab.store.getState().standAlone;
  for (const [seed, test] of [[2001, 0.8] as const, [2002, 0.82] as const])
    lab.report({
      type: "standAlone",
      run: task?.id ?? "",
      events: [{ type: "trained", result: { seed, test, validation: test, loss: null, gradientNorm: 2 } }],
    });
  const results = lab.store.getState().standAlone[0]?.results;
  expect(results).toHaveLength(2);
  await vi.waitFor(async () => expect((await kept.loadAlone())[0]?.results).toHaveLength(2));
  const again = await open(kept, "b-");
  expect(again.store.getState().standAlone).toMatchObject([
    { results, request: { architecture, seeds: [2001, 2002] } },
  ]);
  expect(isStandAloneOver(again.store.getState().standAlone[0]!)).toBe(true);
  await again.actions.clearKept();
  expect(await kept.loadAlone()).toEqual([]);

  const text = printAlone(again.store.getState().standAlone[0]!);
  for (const [from, to] of [
    ["nor_conv_3x3", "nor_conv_9x9"],
    ["0.82", "82"],
    ['"results":[', '"results":[7,'],
    // Made by another recipe than that of now, or by one that is not told: its accuracies would mislead beside those of now.
    ['"epochs":4', '"epochs":5'],
    ['"recipe"', '"other"'],
  ] as const)
    expect(readAlone("1", text.replaceAll(from, to)), to).toBeUndefined();
});

it("keeps what a run has measured where its weights cannot be read any more", async () => {
  const lab = await open(memory(), "a-");
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  lab.happen({ type: "resumed", step: 45 });
  vi.advanceTimersByTime(2 * bundle);
  const { run } = lab.store.getState();
  const record = {
    id: "old",
    parent: undefined,
    tab: "b-",
    run: exportRun(run!),
    isActive: true,
    savedAt: 1,
  };
  const damaged = entryOf({ ...record, checkpoint: new Uint8Array(10), isPaused: false });
  expect(damaged).toMatchObject({ origin: "recorded", kept: undefined, run: { step: 45 } });
  expect(entryOf({ ...record, run: "no run", checkpoint: undefined, isPaused: false })).toBeUndefined();
});
