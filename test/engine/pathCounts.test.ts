/** @file Paths counted from a run's events alone, against the steps that its engine was really given. */
import { expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { momentumNorms } from "../../src/core/momentumNorms.ts";
import { parametersOf } from "../../src/core/network/network.ts";
import { isCountable, PathCounts } from "../../src/core/pathCounts.ts";
import type { RunEvent } from "../../src/core/run.ts";
import { type Run, reduceRun } from "../../src/core/runState.ts";
import { spaceById } from "../../src/core/spaces/index.ts";
import { superNetOf } from "../../src/core/spaces/superNets.ts";
import { openSession } from "../../src/engine/openSession.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { caseImages } from "./caseData.ts";
import { input, networkOf, open, stepOn } from "./smallLab.ts";

const space = spaceById("nasbench201")!;
const superNet = superNetOf(space.id)!;
const settings = { bs: 4, epochs: 3, channels: 2, evalimages: 10, evalbatch: 10, paths: 2 };

/** Counts up to the last step of the run, and how often each of the convolutions of the first cell was counted. */
function counted(run: Run) {
  const counts = new PathCounts(space, superNet, run);
  while (counts.step < run.step) counts.countStep();
  const at = counts.counted;
  const convolutions = superNet.places.flatMap(({ title, choices }, place) =>
    choices.flatMap((name, choice) =>
      name.includes("conv") ? [[`${title}: ${name}`, at.operations[place]![choice]!] as const] : [],
    ),
  );
  return { at, convolutions };
}

it("counts what the engine trains, through live changes of sampler, paths and sandwich rule", async () => {
  const trained = new Map<string, { paths: number; last: number }>();
  let step = 0;
  let paths = 0;
  const { session } = await openSession(
    { ...defaultConfig(), space: space.id, seed: 7, settings },
    {
      loadImages: async () => caseImages(input, 96),
      createEngine: async (images, seed) => {
        const engine = await createWasmEngine(images, seed);
        const { trainStep } = engine;
        engine.trainStep = (work) => {
          step += 1;
          paths += work.paths.length;
          for (const { network } of work.paths) {
            const names = parametersOf(network).map(({ name }) => name);
            const own = names.flatMap((name) => /^stage0\/cell0\/(\d)-(\d)\/(\w+)$/.exec(name) ?? []);
            for (let at = 0; at < own.length; at += 4) {
              const key = `node ${own[at + 1]} → node ${own[at + 2]}: ${own[at + 3]}`;
              trained.set(key, { paths: (trained.get(key)?.paths ?? 0) + 1, last: step });
            }
          }
          return trainStep.call(engine, work);
        };
        return engine;
      },
      now: () => 0,
    },
  );
  let run: Run | undefined;
  const to = async (end: number): Promise<void> => {
    while (session.step < end) run = (await session.advance()).events.reduce(reduceRun, run as Run);
  };
  await to(10);
  session.change({ ...settings, sampler: "fairnas" });
  await to(20);
  session.change({ ...settings, sampler: "random-nas", paths: 3, sandwich: true });
  await to(30);
  session.change({ ...settings, sampler: "random-nas", paths: 1, shrink: 45 });
  await to(41);
  // The page hears of a step by a report, which need not come for every step.
  const { at, convolutions } = counted({ ...run!, step });
  expect(step).toBe(41);
  expect(at.paths).toBe(paths);
  expect(paths).toBe(2 * 10 + 5 * 10 + 5 * 10 + 11);
  expect(Object.fromEntries(convolutions)).toEqual(Object.fromEntries(trained));
});

it("goes back with the weights, and says where it cannot know", () => {
  const config = { ...defaultConfig(), space: space.id };
  const change = (step: number, paths: number, from = 4): RunEvent => ({
    ...{ type: "changed", step, key: "paths", from, to: paths, effect: "nextStep", settings: { paths } },
    ...{ totalSteps: 100, epochClock: { step: 0, epochs: 0, stepsPerEpoch: 10 } },
  });
  const started: RunEvent = {
    type: "started",
    config,
    pool: [],
    backend: "",
    totalSteps: 100,
    stepsPerEpoch: 10,
  };
  // After divergence: what came after step 6 was under one path a step, and is gone.
  const diverged = [started, change(8, 1), change(6, 3, 1)].reduce(reduceRun, undefined as unknown as Run);
  const after = (run: Run, steps: number): number => {
    const counts = new PathCounts(space, superNet, run);
    while (counts.step < steps) counts.countStep();
    return counts.counted.paths;
  };
  expect(after(diverged, 10)).toBe(6 * 4 + 4 * 3);
  expect(isCountable(space, diverged)).toBe(true);
  const recoveries = [{ step: 5, backend: "", reason: "" }];
  expect(isCountable(space, { ...diverged, recoveries })).toBe(false);
  expect(isCountable(space, { ...diverged, changes: [], recoveries })).toBe(true);
});

it("finds momentum on the operations of the path alone", async () => {
  const engine = await open();
  const cell = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|nor_conv_1x1~1|none~2|";
  await engine.trainStep(stepOn([networkOf(space, cell)], { momentum: 0.9 }));
  const { momenta } = await engine.snapshot();
  const norms = momentumNorms(momenta, superNet, recipeOf(space, {}).network);
  const of = (beginning: RegExp): number =>
    Math.hypot(...Object.entries(momenta).flatMap(([name, own]) => (beginning.test(name) ? [...own] : [])));
  const first = of(/^stage.\/cell0\/0-1\/nor_conv_3x3/);
  const second = of(/^stage.\/cell0\/1-3\/nor_conv_1x1/);
  expect(Math.min(first, second)).toBeGreaterThan(0);
  const known = norms.flatMap((own, place) =>
    own.flatMap((norm, choice) => (norm === undefined ? [] : [[place, choice, norm]])),
  );
  expect(known).toEqual([
    [0, 3, expect.closeTo(first, 6)],
    [4, 2, expect.closeTo(second, 6)],
  ]);
  engine.dispose();
});
