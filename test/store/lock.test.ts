/** @file What a link locks stays as the link says, but for a lesson. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { linkVersion } from "../../src/core/shareLink.ts";
import { bundle, openFakeLab, score, started } from "./fakeLab.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("keeps locked settings, space and seed, lets the others change, and a lesson all of them", async () => {
  const lab = await openFakeLab(`#v=${linkVersion}&lr=0.1&wd=0&lock=lr,space,seed`);
  const config = () => lab.store.getState().config;
  const { space, seed } = config();
  lab.actions.changeSetting("lr", 0.2);
  lab.actions.changeSettings({ lr: 0.2, clip: 1 });
  lab.actions.trainWith({ lr: 0.4 });
  lab.actions.compareWith({ lr: 0.4 });
  lab.actions.newSeed();
  lab.actions.changeSpace("darts");
  expect(config()).toMatchObject({ space, seed, settings: { lr: 0.1, wd: 0, clip: 1 } });
  lab.actions.addSeeds(lab.store.getState().active ?? "", 1);
  expect(lab.store.getState().runs.map(({ run }) => run.config.seed)).toEqual([seed]);
  const darts = readFileSync("public/tables/darts.json", "utf8");
  await lab.open(["darts.json", darts]);
  const [opened] = lab.store.getState().imports;
  await lab.actions.readImportFor(opened?.id ?? -1, "darts");
  await lab.actions.judgeByImport(opened?.id ?? -1);
  await vi.waitFor(() => expect(lab.store.getState().warnings.join()).toMatch(/keeps to nasbench201/));
  expect(config()).toMatchObject({ space, seed, settings: { lr: 0.1, wd: 0, clip: 1 } });
  lab.actions.resetSettings();
  expect(config().settings).toEqual({ lr: 0.1 });
  lab.actions.changeAsLesson({ lr: 0.2 });
  expect(config().settings).toEqual({ lr: 0.2 });
});

it("shows a run that is opened, or shown again, with the settings that it has", async () => {
  const free = await openFakeLab("#v=2&lr=0.4");
  free.happen(started(free));
  vi.advanceTimersByTime(bundle);
  score(free, 15, 40);
  const text = free.actions.exportRun() ?? "";
  const lab = await openFakeLab("#v=2&lr=0.1&lock=lr");
  const first = lab.store.getState().active ?? "";
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 15, 40);
  const rate = () => lab.store.getState().config.settings.lr;
  await lab.open(["run.json", text]);
  expect([rate(), lab.store.getState().run?.config.settings.lr]).toEqual([0.4, 0.4]);
  const opened = lab.store.getState().active ?? "";
  lab.actions.showRun(first);
  expect(rate()).toBe(0.1);
  lab.actions.showRun(opened);
  expect(rate()).toBe(0.4);
});
