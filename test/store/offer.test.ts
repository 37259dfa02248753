/** @file Settings that cannot act any more are offered for a new run. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { linkVersion } from "../../src/core/shareLink.ts";
import { bundle, type FakeLab, openFakeLab, rules, score, started, stepsOf, types } from "./fakeLab.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a setting after the end", () => {
  let lab: FakeLab;
  beforeEach(async () => {
    lab = await openFakeLab(`#v=${linkVersion}&epochs=2`);
    const start = started(lab);
    lab.happen(start);
    vi.advanceTimersByTime(bundle);
    score(lab, 20, 40);
    const { config } = lab.store.getState();
    lab.happen({ type: "finished", step: stepsOf(config) });
    vi.advanceTimersByTime(2 * bundle);
    expect(lab.store.getState().phase).toBe("finished");
  });

  it("that can no longer act is offered for a new run and changes nothing", () => {
    const { config } = lab.store.getState();
    const hash = lab.hash();
    lab.actions.changeSetting("lr", 0.1);
    expect(types(lab)).toEqual(["start"]);
    expect(lab.store.getState().config).toEqual(config);
    expect(lab.hash()).toBe(hash);
    expect(lab.store.getState().offer).toEqual({
      changes: { lr: 0.1 },
      text: "Training is finished, so Learning rate can no longer act.",
    });
  });

  it("joins those already offered, and leaves when it is set back", () => {
    lab.actions.changeSetting("lr", 0.1);
    lab.actions.changeSetting("wd", 0);
    expect(lab.store.getState().offer?.changes).toEqual({ lr: 0.1, wd: 0 });
    expect(lab.store.getState().offer?.text).toContain("Learning rate and Weight decay");
    lab.actions.changeSetting("lr", 0.05);
    lab.actions.changeSetting("wd", 5e-4);
    expect(lab.store.getState().offer).toBeUndefined();
  });

  it("trains anew when the offer is taken, with the old run beside it", () => {
    lab.actions.changeSetting("lr", 0.1);
    lab.actions.takeOffer();
    expect(lab.sent.at(-1)).toMatchObject({
      type: "start",
      intent: "train",
      config: { settings: { lr: 0.1, epochs: 2 } },
    });
    expect(lab.hash()).toContain("lr=0.1");
    expect(lab.store.getState()).toMatchObject({ offer: undefined, baseline: { figures: { scored: 20 } } });
  });

  it("is forgotten when the offer is dismissed, or another run begins", () => {
    lab.actions.changeSetting("lr", 0.1);
    lab.actions.dismissOffer();
    expect(lab.store.getState().offer).toBeUndefined();
    lab.actions.changeSetting("lr", 0.1);
    lab.actions.restart();
    expect(lab.store.getState().offer).toBeUndefined();
    expect(lab.sent.at(-1)).toMatchObject({ type: "start", config: { settings: { epochs: 2 } } });
  });

  it("that trains longer, or scores the same weights anew, acts as ever", () => {
    lab.actions.changeSetting("bn", "running");
    expect(lab.sent.at(-1)).toEqual({ type: "change", run: "1", settings: { bn: "running", epochs: 2 } });
    lab.actions.changeSettings({ epochs: 4, lr: 0.1 });
    expect(lab.sent.at(-1)).toMatchObject({ type: "change", settings: { lr: 0.1, epochs: 4 } });
    expect(lab.store.getState().offer).toBeUndefined();
  });

  it("that only ranks the scores that are there another way acts, too", () => {
    lab.actions.changeSetting("rankby", "loss");
    expect(lab.sent.at(-1)).toMatchObject({ type: "change", settings: { rankby: "loss" } });
    expect(lab.store.getState().offer).toBeUndefined();
  });

  it("is told apart from one that acts, where both come at once", () => {
    lab.actions.changeSettings({ bn: "running", lr: 0.1 });
    expect(lab.sent.at(-1)).toEqual({ type: "change", run: "1", settings: { bn: "running", epochs: 2 } });
    expect(lab.store.getState().offer?.changes).toEqual({ lr: 0.1 });
  });

  it("begins a new run at once where that is what was asked for, or a link", () => {
    lab.actions.trainWith({ lr: 0.1 });
    expect(lab.sent.at(-1)).toMatchObject({ type: "start", config: { settings: { lr: 0.1, epochs: 2 } } });
    lab.happen(started(lab), { type: "finished", step: stepsOf(lab.store.getState().config) });
    vi.advanceTimersByTime(2 * bundle);
    lab.navigate(`#v=${linkVersion}&epochs=2&lr=0.2`);
    expect(lab.sent.at(-1)).toMatchObject({ type: "start", config: { settings: { lr: 0.2, epochs: 2 } } });
  });

  it("cannot act while the last weights are still being scored", () => {
    const { config, run } = lab.store.getState();
    const totalSteps = stepsOf(config);
    const settings = { ...config.settings, evalbatch: 50 };
    const change = { key: "evalbatch", from: 100, to: 50, effect: "reevaluate", settings } as const;
    if (!run) throw new Error("no run");
    lab.happen(
      { type: "changed", step: totalSteps, totalSteps, epochClock: run.epochClock, ...change },
      { type: "roundBegan", round: { step: totalSteps, size: 20, rules } },
    );
    vi.advanceTimersByTime(2 * bundle);
    expect(lab.store.getState().phase).toBe("running");
    lab.actions.changeSetting("lr", 0.1);
    expect(types(lab)).toEqual(["start"]);
    expect(lab.store.getState().offer?.changes).toEqual({ lr: 0.1 });
  });
});

it("a setting on the way acts, whatever is left to train", async () => {
  const lab = await openFakeLab(`#v=${linkVersion}&epochs=2`);
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  lab.actions.changeSetting("lr", 0.1);
  expect(lab.sent.at(-1)).toMatchObject({ type: "change", settings: { lr: 0.1 } });
  expect(lab.store.getState().offer).toBeUndefined();
});
