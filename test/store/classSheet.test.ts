/** @file The class sheet: many people's files together, what counts in a mean, and what is named and does not. */
import { createElement } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { codeVersion } from "../../src/core/codeVersion.ts";
import { countAnswers, printAnswerFile } from "../../src/core/lessons/answerFile.ts";
import { lessons } from "../../src/core/lessons/index.ts";
import type { Lesson } from "../../src/core/lessons/lesson.ts";
import { sparseKendallTau } from "../../src/core/metrics/sparse.ts";
import type { Score } from "../../src/core/run.ts";
import { exportRun } from "../../src/core/runFile.ts";
import { reduceRun } from "../../src/core/runState.ts";
import type { Settings } from "../../src/core/settings.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import { groupDifference } from "../../src/store/classDifference.ts";
import { type ClassGroup, classGroups } from "../../src/store/classSheet.ts";
import { classRows, emptyClass } from "../../src/store/classState.ts";
import type { LabState } from "../../src/store/labState.ts";
import { classCsv } from "../../src/ui/classSheet/classCsv.ts";
import { againstText, codesText, groupName, pooledText } from "../../src/ui/classSheet/classText.ts";
import OwnImagesBanner from "../../src/ui/panels/OwnImagesBanner.tsx";
import { wordsOf } from "../ui/rendered.tsx";
import { openFakeLab, rules, tableText } from "./fakeLab.ts";

// Only what the page itself waits for: between two files it yields.
beforeEach(() => vi.useFakeTimers({ toFake: ["clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const truths = JSON.parse(tableText) as Record<string, number>;
const cells = Object.keys(truths);

interface Told {
  readonly seed: number;
  readonly settings?: Settings;
  readonly dataset?: string;
  /** Steps of its rounds. */
  readonly steps?: readonly number[];
  readonly pool?: readonly string[];
}

/** Every third pair of neighbors changes places, from the seed on: a ranking with errors that differ from seed to seed. */
const scoresOf = (pool: readonly string[], seed: number): Score[] =>
  pool.map((architecture, index) => {
    const isSwapped = (index + seed) % (2 + (seed % 4)) === 0;
    return { architecture, accuracy: (truths[architecture] ?? 0.5) / 2 + (isSwapped ? 0.031 : 0), loss: 1 };
  });

function runText({
  seed,
  settings = {},
  dataset = "fashion-mnist-14",
  steps = [100],
  pool = cells,
}: Told): string {
  const config = { space: nasbench201.id, dataset, seed, settings };
  let run = reduceRun(undefined, {
    ...{ type: "started", config, pool, backend: "test", totalSteps: 100, stepsPerEpoch: 50 },
  });
  for (const step of steps) {
    run = reduceRun(run, { type: "roundBegan", round: { step, size: pool.length, rules } });
    run = reduceRun(run, { type: "evaluated", scores: scoresOf(pool, seed + step) });
    run = reduceRun(run, { type: "roundEnded", complete: true });
  }
  return exportRun(reduceRun(run, { type: "finished", step: steps.at(-1) ?? 0 }));
}

const groupsOf = ({ class: sheet = emptyClass, truth, view }: LabState) =>
  classGroups(sheet.runs, classRows(sheet, truth), view.thr);

async function sheetOf(...files: readonly (readonly [name: string, text: string])[]) {
  const lab = await openFakeLab("#v=2&autorun=0");
  await lab.open(...files);
  await vi.waitFor(() => {
    const { shipped } = lab.store.getState().class ?? emptyClass;
    if ([...shipped.values()].some(({ status }) => status === "loading")) throw new Error("still loading");
  });
  return lab;
}

describe("files that are dropped together", () => {
  it("are a sheet from three runs on, in which a bad one is named and the rest is used", async () => {
    const lab = await sheetOf(
      ["a.json", runText({ seed: 1 })],
      ["b.json", runText({ seed: 2 })],
      ["half.json", runText({ seed: 3 }).slice(0, 900)],
      ["new.json", runText({ seed: 4 }).replace('"settings":{}', '"settings":{"warp":9}')],
    );
    const { class: sheet, runs, warnings } = lab.store.getState();
    expect(sheet?.runs.map(({ name }) => name)).toEqual(["a.json", "b.json"]);
    expect(sheet?.problems).toEqual([
      expect.stringMatching(/^half\.json: the JSON ends in the middle/),
      expect.stringMatching(
        /^new\.json: it has what this lab does not know\. There is no setting called "warp"/,
      ),
    ]);
    expect({ pending: sheet?.pending, runs, warnings }).toEqual({ pending: 0, runs: [], warnings: [] });
    expect(sheet?.unread).toBe(2);
    await lab.actions.changeClass((sheet) => sheet.close());
    await vi.waitFor(() => expect(lab.store.getState().class).toBeUndefined());
  });

  it("are some runs to look at where there are two, and any one of a sheet can be looked at, too", async () => {
    const lab = await sheetOf(["a.json", runText({ seed: 1 })], ["b.json", runText({ seed: 2 })]);
    expect(lab.store.getState().class).toBeUndefined();
    expect(lab.store.getState().runs).toHaveLength(2);
    const late = new File([runText({ seed: 7 })], "c.json");
    await lab.actions.changeClass((sheet) => sheet.open([late]));
    const [one] = lab.store.getState().class?.runs ?? [];
    if (one) await lab.actions.changeClass((sheet) => sheet.show(one));
    await vi.waitFor(() => expect(lab.store.getState().run?.config.seed).toBe(7));
  });

  it("may be sixty; of more than a hundred the rest is named", async () => {
    const lab = await sheetOf(
      ...Array.from({ length: 103 }, (_, seed) => [`${seed}.json`, runText({ seed, steps: [1] })] as const),
    );
    const { class: sheet } = lab.store.getState();
    expect(sheet?.runs).toHaveLength(100);
    expect(sheet?.problems).toEqual(["3 more: left out, since 100 files are read at once"]);
    expect(sheet?.unread).toBe(3);
    expect(lab.store.getState()).toMatchObject({ warnings: [], runs: [] });
  });
});

it("asks again for a table that could not be loaded, and says whose images a run that is shown trained on", async () => {
  const lab = await openFakeLab("#v=2&autorun=0");
  const dataset = `own-14x14x1-2-40-10-10-${"0".repeat(16)}`;
  const files = [1, 2, 3].map((seed) => new File([runText({ seed, dataset })], `${seed}.json`));
  const shipped = fetch;
  vi.stubGlobal("fetch", () => Promise.reject(new Error("no connection")));
  await lab.actions.changeClass((sheet) => sheet.open(files));
  const table = () => lab.store.getState().class?.shipped.get(nasbench201.id)?.status;
  await vi.waitFor(() => expect(table()).toBe("none"));
  vi.stubGlobal("fetch", shipped);
  await lab.actions.changeClass((sheet) => sheet.open([new File([runText({ seed: 4 })], "4.json")]));
  await vi.waitFor(() => expect(table()).toBe("ready"));
  const [one] = lab.store.getState().class?.runs ?? [];
  if (one) await lab.actions.changeClass((sheet) => sheet.show(one));
  expect(lab.store.getState().warnings).toEqual([
    expect.stringMatching(/^1\.json was trained on images that/),
  ]);
  const said = wordsOf(lab, createElement(OwnImagesBanner));
  expect(said).toMatch(/^This run trained on own images: .* They are not in its file/);
  expect(said).not.toContain("kept");
});

it("counts no round by earlier rules of scoring under the configuration of now", async () => {
  const changed = JSON.parse(runText({ seed: 3 }));
  const { run: inner = changed } = changed;
  inner.generation = 1;
  const lab = await sheetOf(
    ["a.json", runText({ seed: 1 })],
    ["b.json", runText({ seed: 2 })],
    ["c.json", JSON.stringify(changed)],
  );
  const rows = groupsOf(lab.store.getState()).flatMap((group) => group.rows);
  expect(rows.map(({ outside }) => outside)).toEqual([
    undefined,
    undefined,
    "was not scored by its present settings",
  ]);
});

describe("a sheet", () => {
  it("pools the runs of one configuration over seeds, and leaves out and names what is none of them", async () => {
    const strange = nasbench201.print([4, 4, 4, 4, 4, 4]);
    const mixed = JSON.parse(runText({ seed: 9 }));
    const { rounds: _, generation: __, ...rest } = mixed;
    const old = { ...rest, version: 2, generations: [0] };
    old.scores = { ...mixed.scores, step: cells.map((_, index) => 70 + index) };
    const lab = await sheetOf(
      ["a.json", runText({ seed: 1, steps: [50, 100] })],
      ["b.json", runText({ seed: 2, steps: [90] })],
      ["c.json", runText({ seed: 3 })],
      ["again.json", runText({ seed: 2 })],
      ["early.json", runText({ seed: 5, steps: [20] })],
      ["table.json", runText({ seed: 6, pool: [...cells, strange] })],
      ["part.json", runText({ seed: 7, pool: cells.slice(3) })],
      ["none.json", runText({ seed: 8, steps: [] })],
      ["old.json", JSON.stringify(old)],
      ["high.json", runText({ seed: 1, settings: { lr: 0.1 } })],
    );
    const groups = groupsOf(lab.store.getState());
    const isOld = ({ rows }: (typeof groups)[number]): boolean =>
      rows.some(({ name }) => name === "old.json");
    // It was trained by the defaults of its day, so it is another configuration.
    expect(groups.filter(isOld).map(({ rows }) => rows.map(({ outside }) => outside))).toEqual([
      [expect.stringMatching(/^mixes scores of different weights/)],
    ]);
    const [group, other, ...more] = groups.filter((one) => !isOld(one));
    expect(more).toEqual([]);
    expect(Object.fromEntries(group?.rows.map(({ name, outside }) => [name, outside]) ?? [])).toEqual({
      "a.json": undefined,
      "b.json": undefined,
      "c.json": undefined,
      "again.json": "has the seed of b.json, which counts once",
      "early.json": expect.stringMatching(/^scored only until step 20/),
      "table.json": expect.stringMatching(/another table: 1 of its 31 architectures/),
      "part.json": "was scored on other architectures than most of its group (27)",
      "none.json": "has no complete scoring round",
    });
    // By hand: S-KdT of each run at its round nearest to step 90, and Student's t with two degrees of freedom.
    const values = [1 + 100, 2 + 90, 3 + 100].map(
      (seed) =>
        sparseKendallTau(
          {
            predictions: scoresOf(cells, seed).map(({ accuracy }) => accuracy),
            groundTruths: cells.map((cell) => truths[cell] as number),
          },
          0.001,
        ) as number,
    );
    const mean = values.reduce((sum, value) => sum + value, 0) / 3;
    const half = (4.302652729749462 * Math.hypot(...values.map((value) => value - mean))) / Math.sqrt(6);
    expect(group?.skdt?.mean).toBeCloseTo(mean, 10);
    expect(group?.skdt?.interval?.[0]).toBeCloseTo(mean - half, 10);
    expect(new Set(values).size).toBe(3);
    expect(other?.counted).toHaveLength(1);
    expect(group && pooledText(group.skdt, 3)).toMatch(/^mean S-KdT 0\.\d\d over 3 runs, 95 % interval /);
    expect(group && other && againstText(group, other)).toMatch(
      /no interval, since a side has one run alone/,
    );
    expect(other && groupName(other)).toBe("Learning rate 0.1");
    const lines = classCsv(
      [group, other].flatMap((one) => one ?? []),
      0.001,
      () => undefined,
    )
      .trim()
      .split("\n");
    expect(lines).toHaveLength(10);
    expect(lines[4]).toContain('"has the seed of b.json, which counts once"');
  });

  it("says so where a mean is over runs of several versions of the code", async () => {
    const another = runText({ seed: 3 }).replace(/"code":"[^"]*"/, '"code":"0123456789ab"');
    const lab = await sheetOf(
      ["a.json", runText({ seed: 1 })],
      ["b.json", runText({ seed: 2 })],
      ["c.json", another],
    );
    const [mixed] = groupsOf(lab.store.getState()) as [ClassGroup];
    expect(codesText(mixed)).toContain(`(${codeVersion}: 2; 0123456789ab: 1)`);
    expect(codesText({ counted: mixed.counted.slice(0, 2) })).toBe("");
    const lines = classCsv([mixed], 0.001, () => undefined).split("\n");
    expect(lines.slice(0, 4).map((line) => line.split(",").at(-1))).toEqual([
      "code",
      codeVersion,
      codeVersion,
      "0123456789ab",
    ]);
  });

  it("keeps runs on other images out, and holds no groups against each other that were judged by other architectures", async () => {
    const own = "own-14x14x1-10-10000-2000-4000-0123456789abcdef";
    const lab = await sheetOf(
      ["a.json", runText({ seed: 1 })],
      ["b.json", runText({ seed: 2, settings: { lr: 0.1 }, pool: cells.slice(2) })],
      ["c.json", runText({ seed: 3, dataset: "mnist-14" })],
      ["d.json", runText({ seed: 3, settings: { lr: 0.1 }, dataset: own })],
    );
    const { class: sheet } = lab.store.getState();
    expect(sheet?.problems.join()).toMatch(/c\.json: .*data set called "mnist-14"/);
    const [first, second, images] = groupsOf(lab.store.getState());
    const [row] = images?.rows ?? [];
    expect(row).toMatchObject({ name: "d.json", outside: "was trained on other images than the table" });
    expect(first && second && groupDifference(first, second)).toBe(
      "they were scored on different architectures",
    );
  });

  it("holds groups that share their seeds against each other in pairs, others run by run", async () => {
    const of = (seeds: readonly number[], settings: Settings) =>
      seeds.map((seed) => [`${JSON.stringify(settings)}${seed}.json`, runText({ seed, settings })] as const);
    const paired = groupsOf(
      (await sheetOf(...of([1, 2, 3], {}), ...of([2, 3, 1, 6], { lr: 0.1 }))).store.getState(),
    );
    const [a, b] = paired as [(typeof paired)[0], (typeof paired)[0]];
    // The same scores with the same seeds: in pairs there is no difference at all.
    expect(groupDifference(a, b)).toMatchObject({ pairs: 3, interval: [0, 0], runs: { before: 3, now: 3 } });
    const apart = groupsOf(
      (await sheetOf(...of([1, 2, 3], {}), ...of([4, 5, 6], { lr: 0.1 }))).store.getState(),
    );
    const [c, d] = apart as [(typeof apart)[0], (typeof apart)[0]];
    const found = groupDifference(c, d);
    expect(found).toMatchObject({ pairs: 0, runs: { before: 3, now: 3 } });
    expect(againstText(c, d)).toMatch(/noise of .* \(3 against 3 runs\)$/);
  });

  it("counts the answers to a lesson, choice by choice", async () => {
    const [lesson] = lessons as [Lesson, ...Lesson[]];
    const answered = (choice: string) =>
      printAnswerFile(lesson, { [`${lesson.id}.1`]: { choice, readings: [] } }, "#v=2");
    const choices = lesson.steps[0]?.question?.choices ?? ["", ""];
    const lab = await sheetOf(
      ["x.json", answered(choices[1])],
      ["y.json", answered(choices[1])],
      ["z.json", answered(choices[0])],
      ["w.json", answered("").replace('"version": 1', '"version": 2')],
    );
    const { class: sheet, warnings } = lab.store.getState();
    expect({ warnings, problems: sheet?.problems }).toEqual({
      warnings: [],
      problems: [expect.stringMatching(/^w\.json: version must be at most 1/)],
    });
    const [first, second] = countAnswers(sheet?.answers ?? [], lessons);
    expect(first).toMatchObject({ lesson: lesson.title, step: 1, open: 0 });
    expect(first?.choices.map(({ count }) => count)).toEqual([1, 2, 0]);
    expect(second).toMatchObject({ open: 3 });
  });

  it("counts a file once that is added again with its folder, and equal answers of two students twice", async () => {
    const [lesson] = lessons as [Lesson, ...Lesson[]];
    const text = printAnswerFile(lesson, { [`${lesson.id}.1`]: { choice: "", readings: [] } }, "#v=2");
    const files = ["x.json", "y.json", "z.json"].map((name) => new File([text], name, { lastModified: 1 }));
    const lab = await openFakeLab("#v=2&autorun=0");
    await lab.actions.openFiles(files);
    expect(lab.store.getState().class?.answers).toHaveLength(3);
    await lab.actions.openFiles([...files, new File([text], "late.json", { lastModified: 2 })]);
    const { answers, problems, pending } = lab.store.getState().class ?? emptyClass;
    expect([answers.length, pending]).toEqual([4, 0]);
    expect(problems).toEqual(
      ["x", "y", "z"].map((name) => `${name}.json: it is in the sheet already, and counts once`),
    );
  });
});
