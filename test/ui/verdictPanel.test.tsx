/** @file The headline and the numbers beside it: each under its own name. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { VerdictPanel } from "../../src/ui/panels/VerdictPanel.tsx";
import { bundle, openFakeLab, score, started } from "../store/fakeLab.ts";
import { htmlOf } from "./rendered.tsx";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("shows S-KdT, Kendall τ and Spearman ρ of the round, each under its name", async () => {
  const lab = await openFakeLab();
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 20, 40);
  const { figures } = lab.store.getState();
  if (!figures.now) throw new Error("nothing was ranked");
  const now = { ...figures.now, skdt: 0.111, tau: 0.222, rho: 0.333 };
  const html = htmlOf(lab, <VerdictPanel />, { figures: { ...figures, now } });
  const shown = (name: string) => new RegExp(`<output aria-label="${name}"[^>]*>([^<]*)<`).exec(html)?.[1];
  expect(["S-KdT", "Kendall τ", "Spearman ρ"].map(shown)).toEqual(["0.111", "0.222", "0.333"]);
});
