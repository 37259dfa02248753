/** @file Runs as files: what was written comes back, old versions open, and what cannot be read is named. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeVersion, unknownCode } from "../../src/core/codeVersion.ts";
import { settingSpec } from "../../src/core/heuristics/index.ts";
import { importRun } from "../../src/core/readRun.ts";
import { mixesAges, roundScores, shownRound } from "../../src/core/rounds.ts";
import type { RunEvent } from "../../src/core/run.ts";
import { exportRun } from "../../src/core/runFile.ts";
import { type Run, reduceRun } from "../../src/core/runState.ts";
import { fromLink } from "../../src/core/shareLink.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import {
  anyEvents,
  cell,
  changed,
  evaluated,
  moreEvents,
  plain,
  replay,
  round,
  roundBegan,
  roundEnded,
  started,
  trained,
} from "./runEvents.ts";

const { max: mostScored } = settingSpec("pool") as { readonly max: number };

function read(text: string): Run {
  const result = importRun(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

describe("a file of the present version", () => {
  test("gives the run that the events give, and the same file again", () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const run = replay(events);
        const text = exportRun(run);
        expect(plain(read(text))).toEqual(plain(run));
        expect(exportRun(read(text))).toBe(text);
      }),
    );
  });

  test("goes on like the original", () => {
    fc.assert(
      fc.property(anyEvents, moreEvents, (events, more) => {
        const imported = read(exportRun(replay(events)));
        expect(plain(more.reduce(reduceRun, imported))).toEqual(plain(replay([...events, ...more])));
      }),
    );
  });

  test("knows the round of every score, with its losses, rules and partner", () => {
    const run = read(
      exportRun(
        replay([
          started,
          roundBegan(40, 2),
          evaluated([0, 0.5, 1.25], [1, 0.25]),
          roundEnded(),
          changed(60, "reevaluate", 1),
          roundBegan(40, 2, 0),
          evaluated([1, 0.75, 0.5]),
          roundEnded(),
        ]),
      ),
    );
    expect(run.rounds.map(({ step, pairedWith, state }) => [step, pairedWith, state])).toEqual([
      [40, undefined, "complete"],
      [40, 0, "complete"],
    ]);
    expect(run.rounds[1]?.rules).toEqual({ images: 200, batchSize: 50, norm: "batch", weights: "raw" });
    expect(roundScores(run, 0).slice(0, 2)).toEqual([
      { architecture: cell(0), accuracy: 0.5, loss: 1.25 },
      { architecture: cell(1), accuracy: 0.25 },
    ]);
    expect(roundScores(run, 1).slice(0, 2)).toEqual([
      undefined,
      { architecture: cell(1), accuracy: 0.75, loss: 0.5 },
    ]);
    expect(mixesAges(run)).toBe(false);
  });

  test("keeps the code that trained it, and names a newer one that went on with it", () => {
    const text = exportRun(replay([started, trained(3)]));
    expect(JSON.parse(text).code).toBe(codeVersion);
    const old = read(text.replace(codeVersion, "0123456789ab"));
    expect(JSON.parse(exportRun(old)).code).toBe("0123456789ab");
    expect(reduceRun(reduceRun(old, trained(6)), trained(9)).code).toBe(`0123456789ab, ${codeVersion}`);
    expect(read(text.replace(/"code":"[^"]*",/, "")).code).toBe(unknownCode);
  });

  test("keeps a loss that is not a number", () => {
    const point = { ...(trained(3) as Extract<RunEvent, { type: "trained" }>).point, loss: Number.NaN };
    expect(read(exportRun(replay([started, { type: "trained", point }]))).points.last?.loss).toBeNaN();
  });
});

/** Files as earlier labs wrote them. */
const before = {
  format: "super-net-lab/run",
  status: "finished",
  config: { space: "nasbench201", dataset: "fashion-mnist-14", seed: 3, settings: { lr: 0.1 } },
  initialSettings: { lr: 0.1 },
  pool: ["a", "b", "c"],
  backend: "WASM",
  totalSteps: 20,
  step: 20,
  points: {
    step: [10],
    loss: [1.5],
    accuracy: [0.5],
    learningRate: [0.1],
    gradientNorm: [2],
    imagesPerSecond: [900],
  },
  // Five scores by the first rules, four by the second.
  scores: {
    architecture: [0, 1, 2, 0, 1, 2, 0, 1, 2],
    accuracy: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
    step: [2, 4, 6, 8, 10, 12, 20, 20, 20],
  },
  generations: [0, 5],
  changes: [{ step: 10, key: "bn", from: "batch", to: "running", acts: "rescore" }],
  recoveries: [],
};
const version1 = { ...before, version: 1, stepsPerEpoch: 40 };
const version2 = { ...before, version: 2, course: { step: 10, epochs: 0.5, stepsPerEpoch: 20 } };

describe("a file that was kept", () => {
  test("of version 3 opens for ever, with all that it says", () => {
    const text = readFileSync(join(import.meta.dirname, "../fixtures/runs/version3.json"), "utf8");
    const run = read(text);
    expect(run).toMatchObject({
      ...{ status: "finished", step: 60, totalSteps: 60, backend: "WASM" },
      config: {
        space: "nasbench201",
        seed: 3,
        settings: { lr: 0.01, evalimages: 60, landmark: 1, ema: 0.9 },
      },
      initialSettings: { evalimages: 50 },
      epochClock: { step: 0, epochs: 0, stepsPerEpoch: 10 },
      changes: [
        { step: 30, key: "lr", from: 0.05, to: 0.01, effect: "nextStep" },
        { step: 30, key: "evalimages", from: 50, to: 60, effect: "reevaluate" },
      ],
    });
    expect(run.pool).toHaveLength(4);
    expect(run.rounds.map(({ step, state }) => [step, state])).toEqual(
      [40, 40, 42, 60].map((step) => [step, "complete"]),
    );
    const scores = roundScores(run, shownRound(run)!);
    expect([...scores.values()].map((score) => score?.accuracy)).toEqual([1 / 4, 7 / 20, 1 / 3, 23 / 60]);
    expect(run.points).toHaveLength(60);
  });
});

describe("a file of an earlier version", () => {
  test.each([version1, version2])("$version opens, with rounds that say how they mix ages", (file) => {
    const run = read(JSON.stringify(file));
    expect(run.rounds).toEqual([
      { step: 4, oldest: 2, size: 2, state: "abandoned", from: 0, generation: 0 },
      { step: 10, oldest: 6, size: 3, state: "complete", from: 2, generation: 0 },
      { step: 12, oldest: 12, size: 1, state: "abandoned", from: 5, generation: 1 },
      { step: 20, oldest: 20, size: 3, state: "complete", from: 6, generation: 1 },
    ]);
    expect(run.generation).toBe(1);
    expect(mixesAges(run)).toBe(true);
    const shown = shownRound(run);
    expect(roundScores(run, shown as number).map((score) => score?.accuracy)).toEqual([0.7, 0.8, 0.9]);
  });

  test("has its epoch clock, from 2 on as it was and before with epochs of one length", () => {
    expect(read(JSON.stringify(version1)).epochClock).toEqual({ step: 0, epochs: 0, stepsPerEpoch: 40 });
    expect(read(JSON.stringify(version2)).epochClock).toEqual(version2.course);
  });

  test("means what it meant with a setting that another one replaced since", () => {
    const run = read(
      JSON.stringify({
        ...version2,
        config: { ...version2.config, settings: { lr: 0.1, decayinactive: true } },
        initialSettings: { decayinactive: false },
        changes: [{ step: 10, key: "decayinactive", from: false, to: true, acts: "live" }],
      }),
    );
    expect(run.config.settings).toMatchObject({ lr: 0.1, inactive: "study" });
    expect(run.initialSettings).toMatchObject({ inactive: "untouched" });
    expect(run.changes[0]).toMatchObject({ key: "inactive", from: "untouched", to: "study" });
  });

  test("means by saying nothing what was the default in its day, as a link of that day does", () => {
    const config = { ...version2.config, space: nasbench201.id };
    const run = read(JSON.stringify({ ...version2, config: { ...config, settings: { lr: 0.1 } } }));
    const link = fromLink(`#v=1&space=${nasbench201.id}&lr=0.1`).link;
    expect(link.config.settings).toMatchObject({ evalimages: 2000, sampler: "random-nas" });
    expect(run.config.settings).toMatchObject(link.config.settings);
    // One of today says what it means by today's.
    const today = read(exportRun({ ...run, config: { ...run.config, settings: { lr: 0.1 } } }));
    expect(today.config.settings).toEqual({ lr: 0.1 });
  });

  test("is written in the present version and comes back the same", () => {
    const run = read(JSON.stringify(version1));
    expect(JSON.parse(exportRun(run)).version).toBe(3);
    expect(plain(read(exportRun(run)))).toEqual(plain(run));
    expect(exportRun(read(exportRun(run)))).toBe(exportRun(run));
  });

  test.each([
    ["scores.step", [1], "scores.step must be a list of 9, not [1]"],
    ["generations", [0, 19], "generations[1] must be a whole number from 0 to 9, not 19"],
    ["generations", [1], "generations must be rising indices that begin with 0"],
    ["generations", [], "generations must be rising indices that begin with 0"],
  ])("%s = %j is named", (path, value, problem) => {
    expect(problemOf(altered(version2, path, value))).toContain(problem);
  });
});

const text = exportRun(
  replay([
    started,
    trained(4),
    ...round(5, 0.5, 0.25),
    changed(5, "reevaluate", 1),
    roundBegan(5, 2, 0),
    evaluated([0, 0.6]),
  ]),
);

function altered(file: unknown, path: string, value: unknown): string {
  const copy = structuredClone(file) as Record<string, unknown>;
  const keys = path.split(".");
  const last = keys.pop() as string;
  const parent = keys.reduce((at, key) => at[key] as Record<string, unknown>, copy);
  parent[last] = value;
  return JSON.stringify(copy);
}

function problemOf(file: string): string {
  const result = importRun(file);
  return result.ok ? "" : result.problem.message;
}

describe("what cannot be read", () => {
  test.each([
    ["format", "something", 'format must be "super-net-lab/run", as in every run that the lab exports, not'],
    ["version", 4, "version must be at most 3 for this lab: the file comes from a newer one"],
    ["version", 0, "version must be at least 1, not 0"],
    ["version", undefined, "version must be a whole number from 0; it is missing"],
    ["config", 5, "config must be an object, not 5"],
    ["config.seed", -1, "config.seed must be a whole number from 0 to 4294967295, not -1"],
    ["config.seed", 2 ** 53, "config.seed must be a whole number from 0 to 4294967295, not 90"],
    ["pool", Array(mostScored + 1).fill("x"), "pool must be a list of at most 2000"],
    ["config.settings.lr", [], "config.settings.lr must be a number, text or true/false, not []"],
    ["pool.3", null, "pool[3] must be text, not null"],
    ["status", "asleep", "status must be one of starting, running"],
    ["scores.accuracy.1", 25, "scores.accuracy[1] must be a number from 0 to 1, not 25"],
    ["scores.architecture.2", 14, "scores.architecture[2] must be a whole number from 0 to 13, not 14"],
    ["scores.loss", [1], "scores.loss must be a list of 3, not [1]"],
    ["scores.loss.0", -1, "scores.loss[0] must be"],
    ["rounds", [], "rounds must be a list with the rounds of the scores"],
    ["rounds.0.from", 1, "rounds[0].from must be an index that does not fall, from 0 on"],
    ["rounds.1.from", 9, "rounds[1].from must be a whole number from 0 to 3, not 9"],
    ["rounds.0.size", 15, "rounds[0].size must be a whole number from 0 to 14, not 15"],
    ["rounds.0.state", "done", "rounds[0].state must be one of filling, complete, abandoned"],
    ["rounds.1.pairedWith", 1, "rounds[1].pairedWith must be"],
    ["rounds.1.generation", 2, "rounds[1].generation must be a whole number from 0 to 1, not 2"],
    ["rounds.0.rules.norm", "none", "rounds[0].rules.norm must be one of batch, running, recalibrated"],
    ["points.loss.0", "low", 'points.loss[0] must be a number, not "low"'],
    ["points.loss", undefined, "points.loss must be a list; it is missing"],
    ["changes.0.acts", "sometimes", 'changes[0].acts must be one of ranking, live, rescore, not "sometimes"'],
    ["failure", {}, "failure.kind must be one of"],
  ])("%s = %j is named", (path, value, problem) => {
    expect(problemOf(altered(JSON.parse(text), path, value))).toContain(problem);
  });

  test("more rounds than are ranked at once are none of a link", () => {
    expect(importRun(text).ok).toBe(true);
    const read = importRun(text, 100);
    expect(read.ok ? "" : read.problem.message).toMatch(
      /^rounds must be a list of at most 1, for its pool, not \[/,
    );
    const old = importRun(JSON.stringify(version2), 0);
    expect(old.ok ? "" : old.problem.message).toMatch(
      /^generations must be a list of at most 0, for its pool/,
    );
  });

  test.each([
    ["", "the file is empty"],
    ["hello", "the file is not JSON"],
    [text.slice(0, 300), "cut off"],
    ["{]}", "not legal JSON"],
    ["[]", "the file must be an object"],
  ])("foreign text %#", (foreign, problem) => {
    expect(problemOf(foreign)).toContain(problem);
  });

  test("never throws, whatever the file holds", () => {
    const files = [JSON.parse(text), version1, version2];
    const damaged = fc
      .tuple(fc.constantFrom(...files), fc.nat(20), fc.jsonValue())
      .map(([file, key, value]) => {
        const keys = Object.keys(file);
        return altered(file, keys[key % keys.length] as string, value);
      });
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.nat(text.length).map((length) => text.slice(0, length)),
      damaged,
    );
    fc.assert(
      fc.property(anything, (foreign) => void importRun(foreign)),
      { numRuns: 500 },
    );
  });
});
