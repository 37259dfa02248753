/** @file The button of a lesson's step that changes the run that is there: what it offers before that can be scored both ways. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lessons } from "../../src/core/lessons/index.ts";
import { beginningAt, labAt } from "../../src/core/lessons/lesson.ts";
import { LessonActions } from "../../src/ui/lessons/LessonActions.tsx";
import { bundle, type FakeLab, openFakeLab, score, started } from "../store/fakeLab.ts";
import { htmlOf } from "./rendered.tsx";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const lesson = lessons.find(({ id }) => id === "batch-norm")!;

function buttons(lab: FakeLab): string[] {
  const html = htmlOf(
    lab,
    <LessonActions
      lab={labAt(lesson, 2)}
      before={beginningAt(lesson, 2)}
      check={lesson.steps[2]?.check}
      isOwn={true}
      action={undefined}
    />,
  );
  return [...html.matchAll(/<button([^>]*)>([^<]*)/g)].map(
    ([, given, text]) => `${text}${given?.includes("disabled") ? ", not yet" : ""}`,
  );
}

it("begins with the rules before, changes them once there are scores, and by way of them where there is no pair", async () => {
  const lab = await openFakeLab("#v=2&autorun=0&lesson=batch-norm.3");
  expect(buttons(lab)).toEqual(["Begin the run"]);
  lab.actions.start();
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  expect(buttons(lab)).toEqual(["Change it, not yet"]);
  score(lab, 20, 40);
  expect(buttons(lab)).toEqual(["Change it"]);
  const { run } = lab.store.getState();
  const { totalSteps, epochClock } = run!;
  const changed = {
    key: "bn",
    from: "batch",
    to: "running",
    effect: "reevaluate",
    settings: { bn: "running" },
  };
  lab.happen({ type: "changed", step: 40, totalSteps, epochClock, ...changed } as never);
  vi.advanceTimersByTime(2 * bundle);
  expect(buttons(lab)).toEqual([]);
  // The next round came first.
  score(lab, 20, 90);
  expect(buttons(lab)).toEqual(["Change it back"]);
  score(lab, 20, 90, 1);
  expect(buttons(lab)).toEqual([]);
});
