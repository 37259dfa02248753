/** @file What a link carries beside its choice: changes that a run makes on the way, and a run with its scores. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Checkpoint } from "../../src/core/checkpoint.ts";
import { defaultConfig } from "../../src/core/config.ts";
import { readChanges } from "../../src/core/linkStory.ts";
import { defaultView } from "../../src/core/linkView.ts";
import { byAccuracy } from "../../src/core/metrics/prediction.ts";
import { importRun } from "../../src/core/readRun.ts";
import { exportRun } from "../../src/core/runFile.ts";
import type { Run } from "../../src/core/runState.ts";
import { toLink } from "../../src/core/shareLink.ts";
import { briefRun, maxRunInLinkLength, packRun, unpackRun } from "../../src/store/linkRun.ts";
import given from "../fixtures/links/given.json" with { type: "json" };
import { bundle, type FakeLab, openFakeLab, score, started, stepsOf } from "./fakeLab.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const open = async (hash: string): Promise<FakeLab> => {
  const lab = await openFakeLab(hash);
  await vi.waitFor(() => expect(lab.store.getState().active).toBeDefined(), { timeout: 30_000 });
  return lab;
};

describe("changes on the way", () => {
  it("begins the run with them, takes over what it changes, and lets its user change other things", async () => {
    const lab = await open("#v=2&seed=7&changes=40-lr-0.1,60-bn-running");
    const state = () => lab.store.getState();
    const planned = [
      { step: 40, key: "lr", to: 0.1 },
      { step: 60, key: "bn", to: "running" },
    ];
    expect(lab.sent.at(-1)).toMatchObject({ type: "start", config: { seed: 7, settings: {} }, planned });
    expect(state().warnings).toEqual([]);
    const totalSteps = stepsOf(state().config);
    const epochClock = { step: 0, epochs: 0, stepsPerEpoch: 312 };
    lab.happen(started(lab), {
      ...{ type: "changed", step: 40, key: "lr", from: 0.05, to: 0.1, effect: "nextStep" },
      ...{ settings: { lr: 0.1 }, totalSteps, epochClock },
    });
    vi.advanceTimersByTime(2 * bundle);
    expect(state().config.settings).toEqual({ lr: 0.1 });
    expect(state().run?.changes).toMatchObject([{ step: 40, key: "lr", to: 0.1 }]);
    expect(lab.hash()).toBe("#v=2&seed=7&lr=0.1");

    lab.actions.changeSetting("mom", 0.5);
    // The run may have changed by now what the page has not heard of.
    expect(lab.sent.at(-1)).toMatchObject({
      ...{ type: "change", from: { lr: 0.1 }, settings: { lr: 0.1, mom: 0.5 } },
    });
    // A setting that its user has changed in the meantime stays so.
    lab.actions.changeSetting("bn", "recalibrated");
    lab.happen({
      ...{ type: "changed", step: 60, key: "bn", from: "batch", to: "running", effect: "reevaluate" },
      ...{ settings: { lr: 0.1, bn: "running" }, totalSteps, epochClock },
    });
    vi.advanceTimersByTime(2 * bundle);
    expect(state().config.settings).toEqual({ lr: 0.1, mom: 0.5, bn: "recalibrated" });
  });

  it("has what was changed by hand also where it begins again in another thread", async () => {
    const lab = await open("#v=2&changes=40-lr-0.1");
    const state = () => lab.store.getState();
    lab.happen(started(lab));
    vi.advanceTimersByTime(2 * bundle);
    lab.actions.changeSetting("mom", 0.5);
    expect(state().config.settings).toEqual({ mom: 0.5 });
    lab.crash("boom");
    expect(lab.sent.slice(-2)).toMatchObject([
      { type: "start", config: { settings: {} } },
      { type: "change", settings: { mom: 0.5 }, from: {} },
    ]);
    expect(state().config.settings).toEqual({ mom: 0.5 });
  });

  it("leaves a copy what its run changed by itself while the checkpoint came", async () => {
    const lab = await open("#v=2&changes=40-lr-0.1");
    lab.happen(started(lab));
    vi.advanceTimersByTime(2 * bundle);
    const { active: run = "", config } = lab.store.getState();
    lab.actions.compareWith({ mom: 0.5 });
    const checkpoint = { step: 41, config: { ...config, settings: { lr: 0.1 } }, planned: [] };
    lab.report({ type: "checkpoint", run, checkpoint: checkpoint as unknown as Checkpoint });
    await vi.waitFor(() =>
      expect(lab.sent.at(-1)).toMatchObject({ type: "change", settings: { lr: 0.1, mom: 0.5 } }),
    );
  });

  it("is heard in an address that is opened later", async () => {
    const lab = await open("");
    lab.navigate("#v=2&changes=40-lr-0.1");
    const planned = [{ step: 40, key: "lr", to: 0.1 }];
    await vi.waitFor(() => expect(lab.sent.at(-1)).toMatchObject({ planned }), { timeout: 30_000 });
    // And stays in it until the first of them is made, so that a reload or a copy of it means the same.
    lab.actions.changeView({ ...lab.store.getState().view, theme: "dark" });
    expect(lab.hash()).toBe("#v=2&theme=dark&changes=40-lr-0.1");
  });

  it.each([
    ["40lr0.1", /"40lr0.1" was left out: it must look like 312-lr-0\.1/],
    ["40-speed-2", /no setting called "speed"/],
    ["40-channels-4", /Channels.* cannot change on the way, it needs a new run/],
    ["40-lr-fast", /Learning rate \(lr\) must be a number from 0\.0001 to 1/],
    ["9999999-lr-0.1", /training ends at step \d+/],
    [
      "40-lr-0.1,20-lr-0.2",
      /"20-lr-0.2" was left out: its step comes before that of the change before it, 40/,
    ],
    [Array(70).fill("40-lr-0.1").join(","), /makes 70 changes; those after the first 60/],
    ["", /it must look like/],
  ])("%s is named", (text, message) => {
    const { warnings } = readChanges(text === "" ? "," : text, defaultConfig());
    expect(warnings.join(" ")).toMatch(message);
    for (const warning of warnings) expect(warning.length).toBeLessThan(300);
  });

  it("names what is bad, makes the rest, and keeps no bad part in the address", async () => {
    const lab = await open("#v=2&changes=40-lr-0.1,50-lr-fast");
    expect(lab.sent.at(-1)).toMatchObject({ planned: [{ step: 40, key: "lr", to: 0.1 }] });
    expect(lab.store.getState().warnings).toHaveLength(1);
    expect(lab.hash()).toBe("#v=2&changes=40-lr-0.1");
  });

  it("a longer training that was asked for on the way is as long as it says", () => {
    const config = { ...defaultConfig(), settings: { epochs: 1 } };
    const last = stepsOf(config);
    expect(readChanges(`${last + 1}-lr-0.1`, config).warnings).toHaveLength(1);
    expect(readChanges(`${last}-epochs-2,${last + 1}-lr-0.1`, config).warnings).toEqual([]);
  });
});

describe("a run with its scores", () => {
  async function anyRun(): Promise<Run> {
    const lab = await open("#v=2&seed=7");
    lab.happen(started(lab));
    vi.advanceTimersByTime(bundle);
    score(lab, 20, 40);
    score(lab, 30, 80);
    return lab.store.getState().run as Run;
  }
  const linked = (run: Run, text: string): string =>
    toLink({ config: run.config, view: defaultView, run: text });

  it("opens as it was, trains nothing, and stays in the address", async () => {
    const run = await anyRun();
    const text = await packRun(exportRun(run));
    const lab = await open(linked(run, text));
    const state = lab.store.getState();
    expect(state).toMatchObject({ isRecorded: true, warnings: [] });
    expect(exportRun(state.run as Run)).toBe(exportRun(run));
    expect(lab.sent).toEqual([]);
    lab.actions.changeView({ thr: 0.01 });
    expect(lab.hash()).toContain(`&run=${text}`);
    // A full stop behind a link changes nothing.
    expect((await unpackRun(text)).ok).toBe(true);
    const sentence = await open(`${linked(run, text)}.`);
    expect(sentence.store.getState().isRecorded).toBe(true);
  });

  it("that comes late takes the place of no later choice; of several links the last one is opened", async () => {
    const run = await anyRun();
    const [one, other] = await Promise.all(
      [1, 2].map(async (seed) => {
        const config = { ...run.config, seed };
        return linked({ ...run, config }, await packRun(exportRun({ ...run, config })));
      }),
    );
    const lab = await open("#v=2&seed=7");
    const state = lab.store.getState;
    lab.navigate(one as string);
    lab.actions.changeSetting("lr", 0.2);
    lab.navigate(other as string);
    lab.navigate("#v=2&seed=9");
    // Longer than a run takes to be unpacked.
    const late = await open(one as string);
    expect(late.store.getState().isRecorded).toBe(true);
    expect(state()).toMatchObject({ isRecorded: false, config: { seed: 9 } });
    lab.navigate(one as string);
    lab.navigate(other as string);
    await vi.waitFor(() => expect(state().isRecorded).toBe(true), { timeout: 30_000 });
    expect(state().run?.config.seed).toBe(2);
    expect(state().runs.filter(({ origin }) => origin === "recorded")).toHaveLength(1);
  });

  it("opens from every link that was given out", async () => {
    for (const { hash, means } of given) {
      if (!means.run) continue;
      const { run, warnings } = (await open(hash)).store.getState();
      expect(warnings).toEqual([]);
      expect(run?.step).toBe(means.run.step);
      expect(run?.scores.toArray().map(({ accuracy }) => accuracy)).toEqual(means.run.scores);
    }
  });

  it("is short where the whole is too long: the last round as it was", async () => {
    const run = await anyRun();
    const brief = briefRun(run, byAccuracy);
    if (!brief) throw new Error("no round");
    const read = importRun(exportRun(brief));
    expect(read.ok && read.value.rounds).toMatchObject([{ step: 80, size: 30, from: 0 }]);
    expect(read.ok && read.value.scores.toArray()).toEqual(run.scores.toArray().slice(20));
    expect(briefRun(run, { ...byAccuracy, roundsAveraged: 2 })).toBeUndefined();
  });

  it("is named and trained anew where it was cut off, changed, is no run, or would unpack without end", async () => {
    const run = await anyRun();
    const text = await packRun(exportRun(run));
    const middle = text.length >> 1;
    const wrong: [string, RegExp][] = [
      [text.slice(0, middle), /cut off or changed on its way/],
      [
        `${text.slice(0, middle)}${text[middle] === "A" ? "B" : "A"}${text.slice(middle + 1)}`,
        /cut off or changed/,
      ],
      [await packRun("no run"), /the file is not JSON/],
      [await packRun(exportRun(run).replace('"seed":7', '"seed":-7')), /config\.seed must be a whole number/],
      [await packRun(" ".repeat(4 * 2 ** 20)), /unpacks to more than 2 MB/],
      // The last round again and again, without a score.
      [
        await packRun(exportRun({ ...run, rounds: [...run.rounds, ...Array(5000).fill(run.rounds.at(-1))] })),
        /rounds must be a list of at most \d+, for its pool/,
      ],
    ];
    for (const [bad, message] of wrong) {
      expect(bad.length).toBeLessThan(maxRunInLinkLength);
      const lab = await open(linked(run, bad));
      const { warnings } = lab.store.getState();
      expect(warnings.join(" ")).toMatch(message);
      expect(warnings.join(" ")).toMatch(/What it was trained with trains here/);
      expect(lab.sent.at(-1)).toMatchObject({ type: "start", config: { seed: 7 } });
      expect(lab.hash()).toBe("#v=2&seed=7");
    }
  });
});
