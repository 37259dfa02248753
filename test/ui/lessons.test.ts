import { expect, it, vi } from "vitest";
import { checkConfig, defaultConfig } from "../../src/core/config.ts";
import { conflicts, heuristics, settingSpec } from "../../src/core/heuristics/index.ts";
import { printAnswerFile } from "../../src/core/lessons/answerFile.ts";
import { contradicting, lessons, touched } from "../../src/core/lessons/index.ts";
import { beginningAt, type LessonCheck, labAt, lessonAt } from "../../src/core/lessons/lesson.ts";
import type { CorrelationPoint } from "../../src/core/metrics/history.ts";
import type { RunConfig } from "../../src/core/run.ts";
import { fromLink } from "../../src/core/shareLink.ts";
import type { LabState } from "../../src/store/labState.ts";
import { correlation, percent } from "../../src/ui/format.ts";
import {
  canChange,
  configsOf,
  isMet,
  isSet,
  lessonStart,
  mustChangeBack,
  nowhere,
  resetBy,
  spaceOf,
} from "../../src/ui/lessons/lessonLab.ts";
import { reading } from "../../src/ui/lessons/readings.ts";
import { shownReading } from "../../src/ui/lessons/useMeasured.ts";
import { bundle, openFakeLab, score, started } from "../store/fakeLab.ts";

const everyStep = lessons.flatMap((lesson) =>
  lesson.steps.map((step, index) => ({ name: `${lesson.id}.${index + 1}`, lesson, step, index })),
);

/** Those of the steps, and those that a step offers beside. */
const everyLab = everyStep.flatMap(({ name, step: { lab, further = [] } }) => [
  ...(lab ? [{ name, lab }] : []),
  ...further.map((one) => ({ name: `${name}, ${one.title}`, lab: one.lab })),
]);

it("each of the eight asks for a prediction first, ends in what it means with a source, and asks what was seen", () => {
  expect(lessons.length).toBe(8);
  expect(new Set(lessons.map(({ id }) => id)).size).toBe(8);
  for (const { id, steps } of lessons) {
    expect(steps[0]?.question?.kind, id).toBe("prediction");
    expect(steps.at(-1)?.sources?.length, id).toBeGreaterThan(0);
    expect(steps.at(-1)?.question?.kind, id).toBe("seen");
    expect(
      steps.some(({ check }) => check),
      id,
    ).toBe(true);
  }
});

it.each(everyStep)(
  "$name opens by its link, and names findings that are there",
  ({ name, step, lesson, index }) => {
    expect(fromLink(`#v=2&lesson=${name}`)).toMatchObject({ link: { view: { lesson: name } }, warnings: [] });
    expect(lessonAt(lessons, name)).toEqual({ lesson, index });
    for (const source of step.sources ?? []) {
      if (!("heuristic" in source)) continue;
      expect(heuristics.find(({ id }) => id === source.heuristic)).toHaveProperty("finding");
    }
    // What a step waits for comes by its lab or its action.
    if (step.check) expect(labAt(lesson, index) ?? step.action).toBeDefined();
    // Numbers come from the run: none with a fraction or a sign stands in a text.
    expect(step.text).not.toMatch(/\d[.,]\d|−\d|\d ?%/);
  },
);

it("what a lesson sets is legal and free of conflicts, and leaves alone what no lesson touches", () => {
  const present = { ...defaultConfig(), settings: { wd: 0.001, lr: 0.2, bn: "running" } };
  for (const { lab, name } of everyLab) {
    const space = spaceOf(lab);
    const { config, baseline } = configsOf(lab, present);
    expect([config.space, baseline?.space ?? space.id], name).toEqual([space.id, space.id]);
    for (const [wanted, own] of [
      [lab.settings, config],
      [lab.against ?? {}, baseline ?? config],
    ] as const) {
      const { warnings } = checkConfig({ ...defaultConfig(), space: space.id, settings: wanted });
      expect(warnings, name).toEqual([]);
      for (const { id, settings, unavailable } of heuristics)
        if (settings.some(({ key }) => key in wanted))
          expect(unavailable?.(space.traits), `${name}, ${id}`).toBeUndefined();
      expect(conflicts(space, wanted), name).toEqual(
        wanted.sampler === "fairnas" ? [expect.stringContaining("FairNAS decides")] : [],
      );
      expect(own.settings.wd, name).toBe(0.001);
      for (const key of ["lr", "bn"])
        expect([undefined, lab.settings[key], lab.against?.[key]], name).toContain(own.settings[key]);
    }
    // The two sides differ, or there would be nothing to compare.
    if (baseline) expect(baseline.settings, name).not.toEqual(config.settings);
  }
  expect(touched).not.toContain("wd");
});

it("a name that is none is no lesson, and neither is a step too far", () => {
  expect(lessonAt(lessons, "nothing.1")).toBeUndefined();
  expect(lessonAt(lessons, `ranking.${99}`)).toBeUndefined();
});

it("the file of answers holds every question, answered or not, with what was shown", () => {
  const lesson = lessons[0] as (typeof lessons)[number];
  const answers = {
    [`${lesson.id}.1`]: { choice: "They stand still", readings: [{ label: "step", value: "3" }] },
  };
  const file = JSON.parse(printAnswerFile(lesson, answers, "#v=2"));
  expect(file).toMatchObject({ format: "super-net-lab/answers", lesson: lesson.id, link: "#v=2" });
  expect(file.answers.map(({ answer }: { answer: string | null }) => answer)).toEqual([
    "They stand still",
    ...lesson.steps.slice(1).flatMap(({ question }) => (question ? [null] : [])),
  ]);
  expect(file.answers[0].shown).toEqual([{ label: "step", value: "3" }]);
});

it("a step that only changes a setting changes the run that the step before began, and no other one", () => {
  for (const lesson of lessons)
    lesson.steps.forEach(({ lab }, index) => {
      if (!lab?.isLive) return;
      const before = labAt(lesson, index - 1);
      const { config } = configsOf(before as NonNullable<typeof before>, defaultConfig());
      const state = (settings: Record<string, boolean | number | string>, origin = "training") => {
        const run = {
          config: { ...config, settings: { ...config.settings, ...settings } },
          status: "finished",
        };
        return { active: "1", runs: [{ id: "1", origin, run }] } as unknown as LabState;
      };
      expect(canChange(lab, state({}))).toBe(true);
      expect(canChange(lab, state({ lr: 0.2 }))).toBe(false);
      expect(canChange(lab, state({}, "recorded"))).toBe(false);
      expect(beginningAt(lesson, index)).toBe(before);
    });
});

it("steps that were taken before a step was opened do not count for it, unless the run has no more of them", () => {
  const state = (active: string, step: number, status = "running") =>
    ({ active, run: { step, status }, figures: {}, view: {} }) as unknown as LabState;
  const check = { type: "steps", atLeast: 3 } as const;
  const from = lessonStart(state("1", 500));
  expect(isMet(check, state("1", 502), from)).toBe(false);
  expect(isMet(check, state("1", 503), from)).toBe(true);
  expect(isMet(check, state("2", 3), from)).toBe(true);
  expect(isMet(check, state("1", 500, "finished"), from)).toBe(true);
});

it("a round on weights that were there, or a threshold that large, when a step was opened is not what it asks for", () => {
  const state = (step: number, thr: number, status = "paused") => {
    const run = { step, status, pool: [], totalSteps: 900 };
    const figures = { round: { step, size: 12 } };
    return { active: "1", run, figures, view: { thr } } as unknown as LabState;
  };
  const from = lessonStart(state(3, 0.02));
  const round = { type: "round", judged: 12, after: 1, isNew: true } as const;
  expect([3, 40].map((step) => isMet(round, state(step, 0), from))).toEqual([false, true]);
  expect(isMet(round, state(3, 0, "finished"), from)).toBe(true);
  const threshold = { type: "threshold", atLeast: 0.005 } as const;
  expect([0.01, 0.02, 0.05].map((thr) => isMet(threshold, state(3, thr), from))).toEqual([
    false,
    false,
    true,
  ]);
});

it("two runs are a lesson's pair only where they differ in what it says, from their beginning on", () => {
  const lab = { settings: { lr: 0.2 }, against: { lr: 0.05 } };
  const { config, baseline } = configsOf(lab, { ...defaultConfig(), settings: { wd: 0.001 } });
  const side = (own: RunConfig | undefined, more: object, changes: object[] = []) => ({
    config: { ...own, ...more },
    changes,
  });
  const met = (more: object, changes: object[] = []): boolean =>
    isSet(lab, {
      run: side(config, {}),
      baseline: { run: side(baseline, more, changes) },
    } as unknown as LabState);
  expect(met({})).toBe(true);
  expect(met({}, [{ effect: "reevaluate" }])).toBe(true);
  expect(met({ seed: 7 })).toBe(false);
  expect(met({ dataset: "other" })).toBe(false);
  expect(met({ settings: { ...baseline?.settings, wd: 0 } })).toBe(false);
  expect(met({ settings: { ...baseline?.settings, sandwich: true } })).toBe(false);
  expect(met({}, [{ effect: "nextStep" }])).toBe(false);
  for (const key of contradicting) expect(settingSpec(key), key).toBeDefined();
});

it("the same weights are scored both ways by way of the rules before, where the run has those of now already", () => {
  const lesson = lessons.find(({ id }) => id === "batch-norm")!;
  const [before, lab, check] = [labAt(lesson, 1)!, labAt(lesson, 2)!, lesson.steps[2]!.check!];
  const { config } = configsOf({ ...lab, isLive: false }, defaultConfig());
  const state = (generation: number, rounds: object[], comparison?: object) => {
    const run = { config, status: "running", step: 90, totalSteps: 900, generation, rounds };
    const figures = { round: { step: 80 }, comparison };
    const runs = [{ id: "1", origin: "training", run }];
    return { active: "1", runs, run, figures, view: {} } as unknown as LabState;
  };
  const back = (now: LabState) => mustChangeBack(lab, before, check, now);
  const complete = { generation: 0, state: "complete" };
  expect(back(state(0, [complete]))).toBe(true);
  // Before the first round, and while the second of a pair is on its way, there is something to wait for.
  expect(back(state(0, []))).toBe(false);
  expect(back(state(1, [complete]))).toBe(false);
  const second = { generation: 1, state: "filling", pairedWith: 0 };
  expect(back(state(1, [complete, second]))).toBe(false);
  expect(back(state(1, [complete, { ...second, state: "complete" }], { with: "rules" }))).toBe(false);
});

it("the ranking by parameter count is told as a difference on the same architectures", () => {
  const state = {
    figures: {
      round: { number: 0 },
      againstParameters: { before: 0.5, now: 0.3, pairs: { a: Array(30).fill(0) } },
    },
    certainty: { round: 0, parameters: { low: -0.3, high: -0.1 } },
    ...{ view: { metric: "skdt" }, references: {} },
  } as unknown as LabState;
  expect(reading("parametersDifference", state).value).toMatch(/^lower by 0.20, beyond the noise/);
  expect(reading("parametersDifference", { ...state, certainty: undefined }).value).toContain("no interval");
});

it("an architecture chosen before a step was opened is not the one that it asks for", () => {
  const state = (selected: string | undefined) =>
    ({ active: "1", figures: {}, selected, view: {} }) as unknown as LabState;
  const met = (selected: string | undefined, before: string | undefined): boolean =>
    isMet({ type: "selected" }, state(selected), lessonStart(state(before)));
  expect([met("a", "a"), met(undefined, undefined)]).toEqual([false, false]);
  expect([met("b", "a"), met("a", undefined)]).toEqual([true, true]);
});

it("what the beginning of a lesson's run takes back is told, where the lesson does not set it itself", () => {
  const lab = { settings: { paths: 1 } };
  const chosen = { paths: 8, lr: 0.2, portion: 0.1 };
  const config = { ...defaultConfig(), settings: chosen };
  const back = resetBy(lab, { config });
  expect(back).toEqual(Object.keys(chosen).filter((key) => key !== "paths" && touched.has(key)));
  expect(back).toContain("lr");
  const begun = configsOf(lab, config).config.settings;
  for (const key of Object.keys(chosen)) expect(begun[key] === undefined, key).toBe(back.includes(key));
});

it("the course of a run is told from a round half way there, among those of as many architectures", () => {
  const point = (step: number, size: number, skdt: number) =>
    ({ step, size, skdt, generation: 0, meanAccuracy: skdt / 2 }) as CorrelationPoint;
  const history = [point(40, 12, 0.9), point(60, 48, 0.5), point(90, 48, 0.4), point(100, 48, 0.3)];
  const state = (points: readonly CorrelationPoint[]) =>
    ({ figures: { history: points }, view: { metric: "skdt" }, references: {} }) as unknown as LabState;
  expect(reading("skdtCourse", state(history))).toEqual({
    label: "S-KdT from step 60 to 100",
    value: "0.500 to 0.300",
  });
  expect(reading("accuracyCourse", state(history)).value).toBe("25.0 % to 15.0 %");
  expect(reading("skdtCourse", state(history.slice(0, 1))).value).toBe("not yet");
});

it("what is held against another correlation than S-KdT is named", () => {
  const state = {
    ...{ figures: { againstParameters: { before: 0.6 } }, references: { oracle: 0.9 } },
    view: { metric: "rho" },
  } as unknown as LabState;
  expect(reading("parameters", state).label).toBe("parameter count, same architectures, by Spearman ρ");
  expect(reading("oracle", state).label).toBe("best to hope for, by Spearman ρ");
});

it("searches that were stopped, and a run held against one that has hardly begun, are no step done", () => {
  const met = (check: LessonCheck, state: object): boolean =>
    isMet(check, { active: "1", view: {}, figures: {}, ...state } as unknown as LabState, nowhere);
  const searches = [{ algorithm: "random", isOver: true }];
  const over = { id: "s", of: "1", failure: undefined, isStopped: false, searches };
  const searched = { type: "searched", algorithms: ["random"] } as const;
  expect(met(searched, { search: over })).toBe(true);
  expect(met(searched, { search: { ...over, isStopped: true } })).toBe(false);
  expect(met(searched, { search: { ...over, of: "2" } })).toBe(false);
  expect(met({ ...searched, algorithms: ["random", "bayesian"] }, { search: over })).toBe(false);
  const compared = (step: number, status: string) => ({
    run: { totalSteps: 900 },
    figures: { round: { step: 800 }, comparison: { with: "run", step } },
    baseline: { run: { status } },
  });
  const check = { type: "compared", with: "run", after: 620 } as const;
  expect(met(check, compared(700, "running"))).toBe(true);
  expect(met(check, compared(60, "paused"))).toBe(false);
  expect(met(check, compared(600, "finished"))).toBe(true);
});

it("a number that was measured stays where the run has gone on, in the step and in those after it", () => {
  const now = { active: "1", figures: {}, view: { metric: "skdt" } } as unknown as LabState;
  const measured = { label: "S-KdT against the other", value: "lower by 0.28" };
  const kept = new Map([
    ["batch-norm.3", { active: "1", step: 847, values: new Map([["skdtDifference" as const, measured]]) }],
  ]);
  for (const key of ["batch-norm.3", "batch-norm.4"])
    expect(shownReading("skdtDifference", now, kept, key)).toEqual(measured);
  expect(shownReading("skdtDifference", now, kept, "rate.3").value).toBe("not yet");
  const other = { ...now, active: "2" } as LabState;
  expect(shownReading("skdtDifference", other, kept, "batch-norm.3").value).toBe("not yet");
});

it("where no earlier round scored as many, both ends of the course are over the architectures of the earlier one", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const lab = await openFakeLab();
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  score(lab, 12, 40);
  score(lab, 20, 100);
  const now = lab.store.getState();
  const of12 = now.figures.architectures.slice(0, 12).map(({ superNet }) => superNet ?? 0);
  const mean = of12.reduce((sum, one) => sum + one, 0) / 12;
  // Both rounds gave them the same scores.
  expect(reading("accuracyCourse", now)).toEqual({
    label: "mean super-net accuracy from step 40 to 100, over the 12 architectures scored at both",
    value: `${percent(mean)} to ${percent(mean)}`,
  });
  const [before] = now.figures.history;
  expect(reading("skdtCourse", now).value).toBe(
    `${correlation(before?.skdt)} to ${correlation(before?.skdt)}`,
  );
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
