import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import type { RunEvent } from "../../src/core/run.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { exportScores } from "../../src/store/exports.ts";
import { resolved } from "../../src/store/truth.ts";
import { maxUnanswered, maxUnansweredAtFirst, pingMilliseconds } from "../../src/worker/threadWatch.ts";
import {
  bundle,
  createFakeLab,
  type FakeLab,
  intents,
  openFakeLab,
  rules,
  score,
  shippedText,
  started,
  tableText,
  types,
} from "./fakeLab.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("opening", () => {
  it("starts by itself with the table's architectures as the pool", async () => {
    const lab = await openFakeLab();
    expect(types(lab)).toEqual(["start"]);
    const [start] = lab.sent;
    const known = JSON.parse(tableText) as Record<string, number>;
    expect(start?.type === "start" && start.evaluationSet.scored.length).toBeGreaterThan(20);
    expect(start?.type === "start" && start.evaluationSet.scored.every((text) => text in known)).toBe(true);
    expect(start?.type === "start" && start.dataset.url).toMatch(/^http:\/\/lab\.test\/datasets\//);
    expect(lab.store.getState().phase).toBe("preparing");
  });

  it("waits where the link says so, and starts on demand", async () => {
    const lab = await openFakeLab("#v=1&autorun=0");
    expect(lab.sent).toEqual([]);
    expect(lab.store.getState().phase).toBe("waiting");
    lab.actions.toggle();
    expect(types(lab)).toEqual(["start"]);
  });

  it("trains without a table, on different architectures, and says that there is none", async () => {
    const lab = await openFakeLab("#v=1&pool=32", null);
    const [start] = lab.sent;
    expect(start?.type === "start" && new Set(start.evaluationSet.scored).size).toBe(32);
    expect(lab.store.getState().truth).toMatchObject({ status: "none" });
  });

  it("reads settings from the link and names what it cannot read", async () => {
    const lab = await openFakeLab("#v=1&lr=0.1&seed=7&wd=banana");
    expect(lab.store.getState().config).toMatchObject({ seed: 7, settings: { lr: 0.1 } });
    expect(lab.store.getState().warnings.join()).toContain("banana");
    // Nobody shares on what could not be taken.
    expect(lab.hash()).toMatch(/^#v=2&seed=7&lr=0.1&(?!.*wd)/);
    lab.navigate("#v=2&thr=banana&seed=8");
    expect(lab.hash()).toBe("#v=2&seed=8");
  });
});

describe("a run", () => {
  let lab: FakeLab;
  beforeEach(async () => {
    lab = await openFakeLab();
    lab.happen(started(lab));
    vi.advanceTimersByTime(bundle);
  });

  it("shows the correlation of its scores", () => {
    score(lab, 15, 40);
    const { figures, phase } = lab.store.getState();
    expect(phase).toBe("running");
    expect(figures.scored).toBe(15);
    expect(figures.now?.tau).toBeCloseTo(1);
    expect(figures.found.best).toHaveLength(3);
    expect(figures.found.performance).toBeGreaterThan(0);
    expect(figures.round).toMatchObject({ number: 0, step: 40, size: 15 });
  });

  it("is told beside what the table's own seeds and sizes reach, once that has come", () => {
    score(lab, 15, 40);
    const { references, referencesOf } = lab.store.getState();
    expect(referencesOf).toBeTypeOf("function");
    // One seed each: nothing is known of its noise.
    expect(references).toEqual({ seeds: 1 });
  });

  it("keeps the last complete round on show while the next is filled", () => {
    score(lab, 15, 40);
    const { figures } = lab.store.getState();
    lab.happen(
      { type: "roundBegan", round: { step: 90, size: 20, rules } },
      {
        type: "evaluated",
        scores: [{ architecture: lab.store.getState().run?.pool[0] ?? "", accuracy: 0.99 }],
      },
    );
    vi.advanceTimersByTime(2 * bundle);
    expect(lab.store.getState().run?.scores.length).toBe(16);
    expect(lab.store.getState().figures).toBe(figures);
    lab.happen({ type: "roundEnded", complete: false });
    vi.advanceTimersByTime(2 * bundle);
    expect(lab.store.getState().figures).toBe(figures);
  });

  it("takes events in at most a few times a second", () => {
    let changes = 0;
    let last = lab.store.getState().run;
    lab.store.subscribe(({ run }) => {
      if (run !== last) changes++;
      last = run;
    });
    for (let step = 1; step <= 50; step++) {
      lab.happen({ type: "resumed", step });
      vi.advanceTimersByTime(20);
    }
    expect(changes).toBeLessThanOrEqual(6);
    vi.advanceTimersByTime(bundle);
    expect(lab.store.getState().run?.step).toBe(50);
  });

  it("ignores what is left of a run that was given up", () => {
    lab.report({ type: "events", run: "99", events: [{ type: "finished", step: 3 }] });
    vi.advanceTimersByTime(bundle);
    expect(lab.store.getState().phase).toBe("running");
  });

  it("changes a live setting on the fly and keeps the link in step", () => {
    lab.actions.changeSetting("lr", 0.1);
    expect(lab.sent.at(-1)).toMatchObject({ type: "change", settings: { lr: 0.1 } });
    expect(lab.hash()).toContain("lr=0.1");
    expect(lab.store.getState().baseline).toBeUndefined();
  });

  it("rebuilds for a setting of the network and keeps the old run as the baseline", () => {
    score(lab, 15, 40);
    lab.actions.changeSetting("channels", 16);
    expect(lab.sent.at(-1)).toMatchObject({ type: "start", config: { settings: { channels: 16 } } });
    expect(lab.store.getState().baseline?.figures.scored).toBe(15);
    expect(lab.store.getState().figures.scored).toBe(0);
    lab.actions.dropBaseline();
    expect(lab.store.getState().baseline).toBeUndefined();
  });

  it("restarts with the same seed without a baseline, and offers another seed with one", () => {
    score(lab, 15, 40);
    const { seed } = lab.store.getState().config;
    lab.actions.restart();
    expect(lab.sent.at(-1)).toMatchObject({ type: "start", config: { seed } });
    expect(lab.store.getState().baseline).toBeUndefined();
    lab.happen(started(lab));
    vi.advanceTimersByTime(bundle);
    score(lab, 15, 40);
    lab.actions.newSeed();
    const other = lab.store.getState().config.seed;
    expect(other).not.toBe(seed);
    expect(lab.sent.at(-1)).toMatchObject({ type: "start", config: { seed: other } });
    expect(lab.store.getState().baseline?.run.config.seed).toBe(seed);
  });

  it("pauses, steps and resumes", () => {
    lab.actions.toggle();
    expect(lab.store.getState().phase).toBe("paused");
    lab.actions.advance("round");
    expect(lab.sent.at(-1)).toMatchObject({ type: "intend", intent: "round" });
    expect(lab.store.getState().phase).toBe("running");
    lab.happen({ type: "paused", step: 100 });
    vi.advanceTimersByTime(bundle);
    expect(lab.store.getState().phase).toBe("paused");
    lab.actions.toggle();
    expect(intents(lab)).toEqual(["train", "pause", "round", "train"]);
  });

  it("keeps what was measured when training fails, and can restart", () => {
    score(lab, 15, 40);
    const failure = { kind: "diverged", message: "m", advice: "a" } as const;
    lab.happen({ type: "failed", step: 50, failure });
    vi.advanceTimersByTime(bundle);
    expect(lab.store.getState()).toMatchObject({ phase: "failed", figures: { scored: 15 } });
    expect(lab.actions.exportRun()).toContain("diverged");
    lab.actions.restart();
    expect(lab.store.getState().phase).toBe("preparing");
  });

  it.each([
    ["diverged", "change"],
    ["device-lost", "start"],
  ] as const)("after %s a lower learning rate is a %s", (kind, command) => {
    lab.happen({ type: "failed", step: 50, failure: { kind, message: "m", advice: "a" } });
    vi.advanceTimersByTime(2 * bundle);
    lab.actions.changeSetting("lr", 0.001);
    expect(lab.sent.at(-1)?.type).toBe(command);
  });

  it("begins anew in another thread where one is lost without a checkpoint, and gives up when that happens again and again", () => {
    lab.crash("boom");
    expect(types(lab)).toEqual(["start", "start"]);
    lab.happen(started(lab));
    vi.advanceTimersByTime(2 * bundle);
    expect(lab.store.getState()).toMatchObject({ phase: "running", run: { step: 0 } });
    lab.crash("boom");
    lab.crash("boom");
    vi.advanceTimersByTime(2 * bundle);
    expect(lab.store.getState().run?.failure?.message).toContain("boom");
    expect(types(lab)).toEqual(["start", "start", "start"]);
  });

  it("brings what was chosen before the first checkpoint into another thread", () => {
    lab.actions.changeSetting("lr", 0.2);
    lab.crash("boom");
    const [start, change] = lab.sent.slice(-2);
    expect(start).toMatchObject({ type: "start", config: { settings: {} } });
    expect(change).toMatchObject({
      type: "change",
      run: start?.type === "start" ? start.run : "",
      settings: { lr: 0.2 },
    });
  });

  it("begins no half of a comparison that the device has no room for, and keeps the choice of the run shown", () => {
    lab.actions.addSeeds(lab.store.getState().active ?? "", 3);
    lab.navigate("#v=2&lr=0.3&vs=sampler-fairnas");
    const { config, run, warnings } = lab.store.getState();
    expect(warnings.join()).toMatch(/4 runs train already/);
    expect(config.settings).toEqual(run?.config.settings);
  });

  it("selects what is an architecture of the space shown, and nothing else", () => {
    const [architecture = ""] = lab.store.getState().run?.pool ?? [];
    lab.actions.select(architecture);
    lab.actions.select("of another space");
    expect(lab.store.getState().selected).toBe(architecture);
    lab.actions.select(undefined);
    expect(lab.store.getState().selected).toBeUndefined();
  });

  it("gives up on the second thread that never says a word, within 20 seconds of waits", () => {
    lab.crash("silence", true);
    expect(types(lab)).toEqual(["start", "start"]);
    expect(lab.store.getState().preparing).toBe("replacing the training thread");
    lab.crash("silence", true);
    vi.advanceTimersByTime(2 * bundle);
    expect(lab.store.getState().run?.failure?.message).toContain("silence");
    expect(2 * maxUnansweredAtFirst * pingMilliseconds).toBeLessThanOrEqual(20_000);
    expect(maxUnanswered * pingMilliseconds).toBeLessThanOrEqual(20_000);
    lab.actions.restart();
    expect(lab.sent.at(-1)?.type).toBe("start");
  });

  it("goes on from the last checkpoint in another thread, with what was chosen since", () => {
    score(lab, 15, 40);
    lab.happen({ type: "resumed", step: 45 });
    vi.advanceTimersByTime(2 * bundle);
    const { run } = lab.store.getState();
    const checkpoint = { step: 45 } as Checkpoint;
    lab.report({ type: "checkpoint", run: "1", checkpoint });
    lab.actions.changeSetting("lr", 0.02);
    lab.happen(changeTo(0.02, 50));
    score(lab, 20, 60);
    lab.crash("boom");
    expect(lab.sent.slice(-2)).toMatchObject([
      { type: "startFrom", run: "1~2", checkpoint, intent: "train" },
      { type: "change", run: "1~2", settings: { lr: 0.02 } },
    ]);
    const state = lab.store.getState();
    expect(state.run).toMatchObject({
      step: 45,
      status: "running",
      recoveries: [{ step: 45, reason: "boom" }],
    });
    expect(state.run?.rounds).toEqual(run?.rounds);
    expect(state.figures.scored).toBe(15);
  });

  it("goes on after a divergence in another thread, where a lower learning rate acts on it", () => {
    const checkpoint = { step: 0 } as Checkpoint;
    lab.report({ type: "checkpoint", run: "1", checkpoint });
    lab.happen({ type: "failed", step: 50, failure: { kind: "diverged", message: "m", advice: "a" } });
    vi.advanceTimersByTime(2 * bundle);
    lab.crash("boom");
    expect(lab.sent.at(-1)).toMatchObject({ type: "startFrom", run: "1~2", checkpoint });
    expect(lab.store.getState().phase).toBe("running");
    lab.actions.changeSetting("lr", 0.001);
    expect(lab.sent.at(-1)).toMatchObject({ type: "change", run: "1~2", settings: { lr: 0.001 } });
  });

  it("goes on from a checkpoint, once it is taken up again, with what was chosen since", () => {
    const checkpoint = { step: 0, config: lab.store.getState().config } as Checkpoint;
    lab.report({ type: "checkpoint", run: "1", checkpoint });
    lab.actions.changeSetting("lr", 0.02);
    lab.happen(changeTo(0.02, 50));
    vi.advanceTimersByTime(2 * bundle);
    lab.actions.restart();
    lab.actions.showRun("1");
    expect(lab.store.getState().config.settings).toEqual({ lr: 0.02 });
    lab.actions.changeSetting("rankby", "loss");
    lab.actions.resume();
    expect(lab.sent.slice(-2)).toMatchObject([
      { type: "startFrom", run: "1~2", checkpoint },
      { type: "change", run: "1~2", settings: { lr: 0.02, rankby: "loss" } },
    ]);
    // Whatever is shown meanwhile.
    lab.actions.showRun("2");
    lab.actions.showRun("1");
    expect(lab.store.getState().config.settings).toEqual({ lr: 0.02, rankby: "loss" });
  });

  it("begins the run that a link names, which is heard while another one trains", async () => {
    const lab = await openFakeLab();
    lab.happen(started(lab));
    vi.advanceTimersByTime(bundle);
    score(lab, 15, 40);
    lab.navigate("#v=2&portion=0.5");
    expect(lab.sent.at(-1)).toMatchObject({ type: "start", config: { settings: { portion: 0.5 } } });
    expect(lab.store.getState()).toMatchObject({ run: { step: 0 }, baselineId: undefined });
    // How it is shown begins nothing.
    const { length } = lab.sent;
    lab.navigate("#v=2&portion=0.5&theme=dark");
    expect(lab.sent).toHaveLength(length);
  });

  it.each(["vs=seed%3D1%26lr%3D0.2", "changes=300-lr-0.1"])(
    "begins with Start what a link carries that waits: %s",
    async (carried) => {
      const lab = await openFakeLab(`#v=2&autorun=0&${carried}`);
      expect(lab.sent.filter(({ type }) => type === "start")).toEqual([]);
      lab.actions.toggle();
      const isCompared = carried.startsWith("vs");
      await vi.waitFor(
        () => expect(lab.sent.filter(({ type }) => type === "start")).toHaveLength(isCompared ? 2 : 1),
        { timeout: 30_000 },
      );
      if (!isCompared)
        expect(lab.sent.find(({ type }) => type === "start")).toMatchObject({
          planned: [{ step: 300, key: "lr", to: 0.1 }],
        });
    },
  );

  it("hears a changed address", () => {
    lab.navigate("#v=1&seed=9&theme=dark");
    expect(lab.store.getState()).toMatchObject({ config: { seed: 9 }, view: { theme: "dark" } });
    expect(lab.sent.at(-1)).toMatchObject({ type: "start", config: { seed: 9 } });
  });

  it("re-computes for another threshold without the training thread", () => {
    score(lab, 15, 40);
    const before = lab.sent.length;
    lab.actions.changeView({ thr: 0.1 });
    expect(lab.sent.length).toBe(before);
    expect(lab.store.getState().figures.now?.skdt).toBeLessThan(1);
  });

  it("goes to another space with a new table and a new pool", async () => {
    const other = spaces.find(({ id }) => id !== lab.store.getState().config.space);
    if (!other) throw new Error("there is one space only");
    const table = readFileSync(`public/tables/${other.id}.json`, "utf8");
    vi.stubGlobal("fetch", async () => new Response(table));
    lab.actions.changeSpace(other.id);
    await vi.waitFor(() => expect(lab.sent.at(-1)).toMatchObject({ config: { space: other.id } }));
    expect(lab.store.getState().truth).toMatchObject({ status: "ready", table: { space: other.id } });
    const start = lab.sent.at(-1);
    const scored = start?.type === "start" ? start.evaluationSet.scored : [];
    const rows = new Set(
      (JSON.parse(table) as { rows: { architecture: string }[] }).rows.map((row) => row.architecture),
    );
    expect(scored.length).toBeGreaterThan(50);
    expect(scored.filter((text) => !rows.has(text))).toEqual([]);
  });
});

const changeTo = (lr: number, step: number): RunEvent => ({
  ...{ type: "changed", step, key: "lr", from: 0.05, to: lr, effect: "nextStep", settings: { lr } },
  ...{ totalSteps: 100, epochClock: { step: 0, epochs: 0, stepsPerEpoch: 10 } },
});

it("has no run judged by the table of another choice: it waits until it is shown", async () => {
  const lab = await openFakeLab();
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 15, 40);
  const [, other] = spaces;
  const spacesOf = () =>
    lab.sent.flatMap((command) => (command.type === "start" ? command.config.space : []));
  let arrive: (answer: Response) => void = () => {};
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (arrive = resolve)));
  lab.actions.changeSpace(other.id);
  expect(lab.store.getState().active).toBe("2");
  lab.actions.showRun("1");
  arrive(new Response(shippedText, { headers: { "content-type": "application/json" } }));
  await vi.waitFor(() => expect(lab.store.getState().truth.status).toBe("ready"), { timeout: 30_000 });
  expect(spacesOf()).toEqual([spaces[0].id]);
  lab.actions.showRun("2");
  arrive(new Response("", { status: 404 }));
  await vi.waitFor(() => expect(spacesOf()).toEqual([spaces[0].id, other.id]), { timeout: 30_000 });
});

describe("files", () => {
  it("opens an exported run, shows its scores and trains nothing", async () => {
    const first = await openFakeLab();
    first.happen(started(first));
    vi.advanceTimersByTime(bundle);
    score(first, 15, 40);
    const text = first.actions.exportRun() ?? "";
    // What stands on the page stands in the file, with its threshold.
    const told = (state: Parameters<typeof exportScores>[0], column: string): number => {
      const [head = "", row = ""] = (exportScores(state) ?? "").split("\n");
      return Number(row.split(",")[head.split(",").indexOf(column)]);
    };
    const shown = first.store.getState();
    expect(told(shown, "skdt")).toBeCloseTo(shown.figures.now?.skdt ?? Number.NaN, 5);
    expect(told(shown, "skdt_threshold")).toBe(shown.view.thr);
    // Of another round than the last it is not that of these scores.
    const { round } = shown.figures;
    if (!round) throw new Error("nothing was ranked");
    const other = { ...shown, figures: { ...shown.figures, round: { ...round, number: round.number + 1 } } };
    expect(told(other, "skdt")).toBe(0);

    const second = await openFakeLab("#v=1&autorun=0");
    await second.open(["run.json", text]);
    expect(second.store.getState()).toMatchObject({ isRecorded: true, figures: { scored: 15 } });
    expect(second.sent).toEqual([]);
    second.actions.changeSetting("bn", "running");
    second.actions.changeSetting("channels", 16);
    expect(second.store.getState()).toMatchObject({
      isRecorded: true,
      figures: { scored: 15 },
      offer: { changes: { bn: "running", channels: 16 } },
    });
    expect(second.store.getState().offer?.text).toContain("This run was recorded");
    second.actions.dismissOffer();
    second.actions.changeSetting("rankby", "loss");
    expect(second.store.getState()).toMatchObject({
      isRecorded: true,
      offer: undefined,
      figures: { scored: 15, ranked: 0, rule: { rankBy: "loss" } },
    });
    expect(second.sent).toEqual([]);
    second.actions.restart();
    expect(second.store.getState().isRecorded).toBe(false);
    expect(types(second)).toEqual(["start"]);
  });

  it("chooses of a recorded run what is known here, for further seeds of it, too", async () => {
    const first = await openFakeLab();
    first.happen(started(first));
    vi.advanceTimersByTime(bundle);
    score(first, 15, 40);
    const text = (first.actions.exportRun() ?? "").replace('"settings":{', '"settings":{"lr":9,"unheard":1');
    const lab = await openFakeLab("#v=1&autorun=0");
    await lab.open(["run.json", text]);
    const { active = "", run, config, warnings } = lab.store.getState();
    expect(warnings.join()).toContain("unheard");
    expect(run?.config.settings).toEqual({});
    expect(run?.config).toBe(config);
    lab.actions.addSeeds(active, 1);
    expect(lab.sent.at(-1)).toMatchObject({ type: "start", config: { settings: {} } });
    lab.actions.showRun("2");
    lab.actions.showRun(active);
    expect(lab.store.getState().config.settings).toEqual({});
  });

  it("takes nothing of the run that trains into a recorded one, and restarts", async () => {
    const recorded = await openFakeLab();
    recorded.happen(started(recorded));
    vi.advanceTimersByTime(bundle);
    score(recorded, 15, 40);
    const text = recorded.actions.exportRun() ?? "";

    const training = await openFakeLab();
    training.happen(started(training));
    vi.advanceTimersByTime(bundle);
    score(training, 20, 60);
    await training.open(["run.json", text]);
    const shown = training.store.getState();
    expect(types(training)).toEqual(["start", "end"]);
    // What was on its way, what still comes, and the end of the thread itself.
    training.happen({ type: "failed", step: 99, failure: { kind: "internal", message: "gone", advice: "" } });
    vi.advanceTimersByTime(bundle);
    training.crash("gone");
    vi.advanceTimersByTime(bundle);
    expect(training.store.getState().run).toBe(shown.run);
    expect(training.store.getState()).toMatchObject({
      isRecorded: true,
      phase: "finished",
      figures: { scored: 15 },
    });
    expect(training.actions.exportRun()).toBe(text);
    training.actions.restart();
    training.happen(started(training));
    vi.advanceTimersByTime(bundle);
    expect(training.store.getState()).toMatchObject({ isRecorded: false, run: { step: 0 } });
  });

  /** What is not taken word for word is shown first. */
  const judgeByOwn = async (lab: FakeLab): Promise<void> => {
    await lab.open(["own.json", tableText]);
    await lab.actions.judgeByImport(lab.store.getState().imports[0]?.id ?? -1);
  };

  it("can pause a run on a table that was opened while the shipped one was loading", async () => {
    let arrive: (answer: Response) => void = () => {};
    vi.stubGlobal(
      "fetch",
      () =>
        new Promise<Response>((resolve) => {
          arrive = resolve;
        }),
    );
    const lab = createFakeLab();
    expect(lab.store.getState()).toMatchObject({ phase: "preparing", preparing: "loading the table" });
    expect(types(lab)).toEqual([]);
    await judgeByOwn(lab);
    expect(types(lab)).toEqual(["start"]);
    arrive(new Response(tableText));
    lab.actions.pause();
    expect(intents(lab)).toEqual(["train", "pause"]);
  });

  it("keeps a run that was opened while the shipped table was loading", async () => {
    const recorded = await openFakeLab();
    recorded.happen(started(recorded));
    vi.advanceTimersByTime(bundle);
    score(recorded, 15, 40);
    const text = recorded.actions.exportRun() ?? "";
    let arrive: (answer: Response) => void = () => {};
    vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (arrive = resolve)));
    const lab = createFakeLab();
    await lab.open(["kept.json", text]);
    const opened = { isRecorded: true, phase: "finished", run: { step: 40 } };
    expect(lab.store.getState()).toMatchObject(opened);
    arrive(new Response(shippedText, { headers: { "content-type": "application/json" } }));
    await vi.waitFor(() => expect(lab.store.getState().truth.status).toBe("ready"), { timeout: 30_000 });
    expect(lab.store.getState()).toMatchObject({ ...opened, figures: { scored: 15, ranked: 15 } });
    expect(types(lab)).toEqual([]);
    expect(lab.actions.exportRun()).toBe(text);
  });

  it("takes a user's own table and begins anew with its architectures", async () => {
    const lab = await openFakeLab("", null);
    await judgeByOwn(lab);
    expect(lab.store.getState().truth).toMatchObject({ status: "ready", origin: "file" });
    expect(types(lab)).toEqual(["start", "end", "start"]);
  });

  it("says that a table which names no images leaves open what it was made on", async () => {
    const lab = await openFakeLab("", null);
    const remarks = () => resolved(lab.store.getState().config, lab.store.getState().truth).fit;
    expect(remarks()).toEqual({});
    await judgeByOwn(lab);
    expect(remarks().note).toContain("own.json does not say on which images");
  });

  it("names what is wrong with a file and goes on", async () => {
    const lab = await openFakeLab();
    await lab.open(["broken.json", '{"format": "super-net-lab/run", ']);
    expect(lab.store.getState().warnings.join()).toContain("broken.json");
    await lab.open(["empty.csv", ""]);
    expect(lab.store.getState().warnings.join()).toContain("empty.csv");
    expect(types(lab)).toEqual(["start"]);
  });
});
