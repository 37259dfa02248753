/** @file Links that ship with the site keep the page as it is shown, and do not get round its locks. */
import { afterEach, expect, it, vi } from "vitest";
import { linkHere } from "../../src/ui/storedLink.ts";
import { openFakeLab } from "../store/fakeLab.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const stored = "#v=2&bn=running&epochs=4&vs=seed%3D1%26epochs%3D4";

it("opens the two runs of the link with the view, the lesson and the locks of the page", async () => {
  const lab = await openFakeLab("#v=2&autorun=0&embed=1&theme=dark&lock=lr&hide=cell&lesson=ranking.2");
  const { view } = lab.store.getState();
  const link = linkHere(stored, lab.store.getState());
  if (link === undefined) throw new Error("no link");
  lab.navigate(link);
  const state = lab.store.getState();
  expect(state.view).toEqual(view);
  expect(state.run?.config.settings).toEqual({ bn: "running", epochs: 4 });
  expect(state.baseline?.run.config.settings).toEqual({ epochs: 4 });
});

it.each(["all", "bn", "epochs"])("opens nothing that would change what lock=%s forbids", async (lock) => {
  const lab = await openFakeLab(`#v=2&autorun=0&lock=${lock}`);
  expect(linkHere(stored, lab.store.getState())).toBeUndefined();
});

it("compares a lock with what is chosen now, and looks at the run that the link compares with, too", async () => {
  const lab = await openFakeLab("#v=2&autorun=0&lock=bn&bn=running");
  expect(linkHere("#v=2&bn=running", lab.store.getState())).toBeDefined();
  expect(linkHere(stored, lab.store.getState())).toBeUndefined();
});
