/** @file What a link locks or hides is offered nowhere, and no number of a recorded run passes for one of this device. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { spaces } from "../../src/core/spaces/index.ts";
import HelpDialog from "../../src/ui/help/HelpDialog.tsx";
import { BackendChip } from "../../src/ui/panels/BackendChip.tsx";
import { BudgetControl } from "../../src/ui/panels/BudgetControl.tsx";
import { ResetControl } from "../../src/ui/panels/ResetControl.tsx";
import StateNotes from "../../src/ui/panels/StateNotes.tsx";
import { SweepForm } from "../../src/ui/panels/SweepForm.tsx";
import { sweepable } from "../../src/ui/sweepChoice.ts";
import { bundle, openFakeLab, score, started } from "../store/fakeLab.ts";
import { wordsOf } from "./rendered.tsx";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const point = { step: 40, loss: 2, accuracy: 0.2, gradientNorm: 1, learningRate: 0.1, imagesPerSecond: 777 };

async function trained(hash: string) {
  const lab = await openFakeLab(hash);
  lab.actions.start();
  lab.happen(started(lab), { type: "trained", point });
  vi.advanceTimersByTime(2 * bundle);
  return lab;
}

it("no budget where epochs are locked, and no undoing of locked settings", async () => {
  const free = await trained("#v=2&lr=0.1&wd=0&epochs=2");
  expect(wordsOf(free, <BudgetControl />)).toContain("Budget");
  expect(wordsOf(free, <ResetControl />)).toBe("undo 3 changes");
  const locked = await trained("#v=2&lr=0.1&wd=0&epochs=2&lock=epochs,lr");
  expect(wordsOf(locked, <BudgetControl />)).toBe("");
  expect(wordsOf(locked, <ResetControl />)).toBe("undo 1 change");
});

it("no sweep of what is locked, and no lessons where they are hidden", async () => {
  const [space] = spaces;
  const keys = sweepable(space, { lock: ["lr"] }).flatMap(({ specs }) => specs.map(({ key }) => key));
  expect(keys).toContain("wd");
  expect(keys).not.toContain("lr");
  expect(sweepable(space, { lock: ["all"] })).toEqual([]);
  const locked = await openFakeLab("#v=2&autorun=0&lock=all&hide=try");
  expect(wordsOf(locked, <SweepForm />)).not.toMatch(/seeds|epochs|Path sampling/);
  const nothing = (): void => {};
  const help = <HelpDialog onClose={nothing} onMap={nothing} onTour={nothing} />;
  expect(wordsOf(locked, help)).not.toContain("Lessons");
  expect(wordsOf(await openFakeLab("#v=2&autorun=0"), help)).toContain("Lessons");
});

it("of the speed of a recorded run no time on this device is told", async () => {
  const lab = await trained("#v=2");
  score(lab, 20, 40);
  expect(wordsOf(lab, <BackendChip />)).toContain("777");
  await lab.open(["run.json", lab.actions.exportRun() ?? ""]);
  expect(lab.store.getState().isRecorded).toBe(true);
  // Beside the backend that the file tells, and the run is called recorded.
  expect(wordsOf(lab, <BackendChip />)).toContain("777");
  expect(wordsOf(lab, <BudgetControl />)).toBe("");
  expect(wordsOf(lab, <SweepForm />)).not.toContain("777");
});

it("only the run of the last visit is said to be of it, and to go on only where it does", async () => {
  const lab = await trained("#v=2");
  const keeping = { status: "resumed", run: lab.store.getState().active! } as const;
  expect(wordsOf(lab, <StateNotes />, { keeping })).toContain("goes on from your last visit");
  expect(wordsOf(lab, <StateNotes />, { keeping, phase: "paused" })).toContain(
    "was kept from your last visit",
  );
  expect(wordsOf(lab, <StateNotes />, { keeping: { ...keeping, run: "other" } })).toBe("");
});
