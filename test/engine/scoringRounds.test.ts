/** @file Every score of a round belongs to one state of the weights, whatever is trained meanwhile; on every engine. */
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { createRandom } from "../../src/core/random.ts";
import { fillingRound, roundScores, shownRound } from "../../src/core/rounds.ts";
import { type Run, reduceRun } from "../../src/core/runState.ts";
import type { Settings } from "../../src/core/settings.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { Engine, EngineFactory, Snapshot } from "../../src/engine/engine.ts";
import { openSession } from "../../src/engine/openSession.ts";
import type { Session } from "../../src/engine/session.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { caseImages } from "./caseData.ts";
import { input } from "./smallLab.ts";
import { createSharedWebgpuEngine } from "./webgpu/softwareDevice.ts";

const space = nasbench201;
const images = caseImages(input, 60);
const shape = { height: input.height, width: input.width, channels: input.channels };
const small: Settings = {
  bs: 20,
  epochs: 200,
  channels: 4,
  paths: 1,
  lr: 0.05,
  evalimages: 60,
  evalbatch: 30,
  scoreshare: 0.25,
};
const random = createRandom(9);
const pool = Array.from({ length: 30 }, () => space.sampleUnique(random));

interface Followed {
  readonly session: Session;
  readonly state: { run: Run; settings: Settings };
  /** One unit of work. */
  next(work?: "advance" | "applyPendingChanges"): Promise<void>;
  until(stop: (run: Run) => boolean): Promise<void>;
}

/** @param watch sees the engine before it trains a step */
async function follow(
  create: EngineFactory,
  settings: Settings = {},
  watch: (engine: Engine) => Promise<void> = async () => {},
): Promise<Followed> {
  const engine = await create(images, 1);
  const watched: Engine = Object.assign(Object.create(engine) as Engine, {
    async freeze() {
      await watch(engine);
      await engine.freeze();
    },
  });
  const state = { run: undefined as unknown as Run, settings: { ...small, ...settings } };
  const config = { ...defaultConfig(), space: space.id, settings: state.settings };
  const { session } = await openSession(config, {
    judge: { scored: pool.map((architecture) => space.print(architecture)), landmarks: [] },
    loadImages: async () => images,
    // Methods with private fields need the engine itself.
    createEngine: async () =>
      new Proxy(watched, {
        get: (target, key) => {
          const value = Reflect.get(Object.hasOwn(target, key) ? target : engine, key);
          return typeof value === "function" ? value.bind(engine) : value;
        },
      }),
    now: () => 0,
  });
  let settled = state.settings;
  const next: Followed["next"] = async (work = "advance") => {
    if (settled !== state.settings) session.change(state.settings);
    settled = state.settings;
    const { events } = await session[work]();
    state.run = events.reduce(reduceRun, state.run);
  };
  await next();
  return {
    session,
    state,
    next,
    async until(stop) {
      while (!stop(state.run)) await next();
    },
  };
}

const completed = (run: Run): number => run.rounds.filter(({ state }) => state === "complete").length;

/** The scores of all architectures by an engine that holds just these weights. */
async function scoredAlone(create: EngineFactory, weights: Snapshot, size: number, settings: Settings) {
  const engine = await create(images, 1);
  engine.restore(weights);
  const { network, evaluation } = recipeOf(space, { ...small, ...settings });
  const scores = await engine.score(
    pool.slice(0, size).map((architecture) => space.build(architecture, network, shape, 3)),
    {
      part: "validation",
      count: evaluation.images,
      batchSize: evaluation.batchSize,
      norm: "batch",
      calibrationBatches: 4,
      weights: "raw",
      state: "live",
    },
  );
  engine.dispose();
  return scores;
}

describe.each([
  ["wasm", createWasmEngine, 3, {}],
  // A processor that plays a GPU takes its time.
  ["webgpu", createSharedWebgpuEngine, 2, { bs: 4, evalimages: 20, evalbatch: 10 }],
] as const)("a round on %s", (_, create, rounds, settings) => {
  it("has the scores of its checkpoint alone, to the bit, although training goes on meanwhile", async () => {
    const frozen: Snapshot[] = [];
    const { state, until, session } = await follow(create, settings, async (engine) => {
      frozen.push(await engine.snapshot());
    });
    await until((run) => completed(run) >= rounds);
    const { run } = state;
    expect(run.rounds.slice(0, rounds).map(({ size }) => size)).toEqual([12, 24, 30].slice(0, rounds));
    for (let number = 0; number < rounds; number++) {
      const { size, step } = run.rounds[number]!;
      const expected = await scoredAlone(create, frozen[number]!, size, settings);
      const scores = roundScores(run, number);
      expect(scores.slice(0, size)).toEqual(
        expected.map((score, place) => ({ architecture: space.print(pool[place] ?? []), ...score })),
      );
      expect(scores.slice(size).every((score) => score === undefined)).toBe(true);
      // From the second round on, scoring waits for training: the weights have moved on while it was filled.
      if (number > 0) expect(session.step).toBeGreaterThan(step);
    }
    session.engine.dispose();
  });
});

describe("rounds", () => {
  it("take their share of the compute, and begin at the same steps whatever else is asked", async () => {
    const steps: Record<number, number[]> = {};
    for (const share of [0.2, 0.5]) {
      const { until, state, session } = await follow(createWasmEngine, { scoreshare: share, epochs: 100 });
      await until(() => session.step >= 240);
      steps[share] = state.run.rounds.map(({ step }) => step);
      const spent = state.run.scores.length * 60;
      // Within one round: the first one is made in advance.
      expect(spent / (spent + 240 * 20 * 3)).toBeLessThan(share + 0.05);
      expect(spent / (spent + 240 * 20 * 3)).toBeGreaterThan(share - 0.1);
      session.engine.dispose();
    }
    expect(steps[0.2]![0]).toBe(40);
    expect(steps[0.5]!.length).toBeGreaterThan(steps[0.2]!.length);
  });

  it("are not begun where training ends before they are full; the last one is on the last weights", async () => {
    const { until, state, session } = await follow(createWasmEngine, { epochs: 30 });
    await until(({ status }) => status === "finished");
    expect(state.run.rounds.every((round) => round.state === "complete")).toBe(true);
    expect(state.run.rounds.at(-1)).toMatchObject({ step: 90, size: pool.length });
    session.engine.dispose();
  });

  it("are completed on the present weights in a pause, over the whole pool, without training", async () => {
    const { until, next, state, session } = await follow(createWasmEngine);
    await until((run) => fillingRound(run)?.round.size === 24);
    const { step } = session;
    while (fillingRound(state.run) || state.run.rounds.at(-1)?.step !== step)
      await next("applyPendingChanges");
    await next("applyPendingChanges");
    expect(session.step).toBe(step);
    expect(state.run.rounds.map((round) => [round.size, round.state])).toEqual([
      [12, "complete"],
      [24, "abandoned"],
      [30, "complete"],
    ]);
    const before = state.run.scores.length;
    await next("applyPendingChanges");
    expect(state.run.scores.length).toBe(before);
    session.engine.dispose();
  });

  it("go on beside training when a pause ends before they are full", async () => {
    const { until, next, state, session } = await follow(createWasmEngine);
    await until(() => session.step === 50);
    for (let n = 0; n < 5; n++) await next("applyPendingChanges");
    expect(fillingRound(state.run)).toMatchObject({ round: { step: 50, size: 30 } });
    await until((run) => completed(run) >= 2);
    expect(session.step).toBeGreaterThan(50);
    expect(state.run.rounds.at(-1)).toMatchObject({ step: 50, size: 30, state: "complete" });
    session.engine.dispose();
  });

  it("end with one on the last weights where the rules change in a pause whose round is not full", async () => {
    const { until, next, state, session } = await follow(createWasmEngine, { epochs: 30 });
    await until(() => session.step === 80);
    for (let n = 0; n < 5; n++) await next("applyPendingChanges");
    expect(fillingRound(state.run)).toMatchObject({ round: { step: 80, size: 30 } });
    state.settings = { ...state.settings, bn: "running" };
    await next("applyPendingChanges");
    await until(({ status }) => status === "finished");
    const last = state.run.rounds.slice(-3).map((round) => [round.step, round.state, round.rules?.norm]);
    expect(last).toEqual([
      [80, "complete", "batch"],
      [80, "complete", "running"],
      [90, "complete", "running"],
    ]);
    session.engine.dispose();
  });

  it("begin as ever where an early pause ended before its round was full", async () => {
    const { until, next, state, session } = await follow(createWasmEngine);
    await until(() => session.step === 3);
    for (let n = 0; n < 5; n++) await next("applyPendingChanges");
    await until((run) => completed(run) >= 1);
    expect(session.step).toBeLessThan(45);
    expect(state.run.rounds.map((round) => [round.step, round.size, round.state])).toEqual([
      [3, 30, "abandoned"],
      [40, 12, "complete"],
    ]);
    session.engine.dispose();
  });

  it("score one frozen copy by the old rules and by the new when the rules change in mid-round", async () => {
    const frozen: Snapshot[] = [];
    const { until, state, session } = await follow(createWasmEngine, {}, async (engine) => {
      frozen.push(await engine.snapshot());
    });
    await until((run) => (fillingRound(run)?.scored ?? 0) > 3 && run.rounds.length === 2);
    const trained = session.step;
    state.settings = { ...state.settings, bn: "running" };
    await until((run) => run.rounds.length === 3 && completed(run) === 3);
    // Both sides come before training goes on, and both are of the weights frozen when the round began.
    expect(session.step).toBe(trained);
    const [, old, fresh] = state.run.rounds;
    expect(fresh).toMatchObject({
      pairedWith: 1,
      step: old!.step,
      size: old!.size,
      rules: { norm: "running" },
    });
    expect(old).toMatchObject({ rules: { norm: "batch" } });
    expect(shownRound(state.run)).toBe(2);
    const expected = await scoredAlone(createWasmEngine, frozen[1]!, 24, {});
    expect(roundScores(state.run, 1).slice(0, 24)).toEqual(
      expected.map((score, place) => ({ architecture: space.print(pool[place] ?? []), ...score })),
    );
    expect(frozen).toHaveLength(2);
    session.engine.dispose();
  });

  it("score the frozen copy both ways before the present weights when the rules change just before a pause", async () => {
    const { until, next, state, session } = await follow(createWasmEngine);
    await until(
      (run) => fillingRound(run)?.round.size === 24 && (fillingRound(run)?.round.step ?? 0) < session.step,
    );
    const { step } = session;
    state.settings = { ...state.settings, bn: "running" };
    while (fillingRound(state.run) || state.run.rounds.at(-1)?.step !== step)
      await next("applyPendingChanges");
    expect(session.step).toBe(step);
    expect(state.run.rounds.map(({ size, state: end, pairedWith }) => [size, end, pairedWith])).toEqual([
      [12, "complete", undefined],
      [24, "complete", undefined],
      [24, "complete", 1],
      [30, "complete", undefined],
    ]);
    session.engine.dispose();
  });
});
