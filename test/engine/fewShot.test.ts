/** @file Few-shot split after some epochs: one net before, several after, which begin where the one stands. */
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { continued } from "../../src/core/epochClock.ts";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { initialValues } from "../../src/core/network/initial.ts";
import { type Network, parametersOf } from "../../src/core/network/network.ts";
import { createRandom } from "../../src/core/random.ts";
import { roundScores } from "../../src/core/rounds.ts";
import type { RunEvent } from "../../src/core/run.ts";
import { type Run, reduceRun } from "../../src/core/runState.ts";
import type { Settings } from "../../src/core/settings.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import type { Engine, Snapshot } from "../../src/engine/engine.ts";
import { handedOn, networkAt } from "../../src/engine/fewShot.ts";
import { openSession } from "../../src/engine/openSession.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { caseImages } from "./caseData.ts";
import { input, networkOf } from "./smallLab.ts";

const SEED = 3;
const images = caseImages(input, 60);
/** Three epochs of three batches; the average is scored beside. */
const small: Settings = {
  bs: 20,
  epochs: 3,
  channels: 4,
  evalimages: 50,
  evalbatch: 50,
  paths: 2,
  lr: 0.05,
  ema: 0.9,
};
const choices = 5;
const cell = [3, 1, 2, 3, 4, 1];

interface Done {
  readonly events: readonly RunEvent[];
  /** Networks of every training step, from the first on. */
  readonly trained: readonly (readonly Network[])[];
  /** What the engine held after every training step, by number of steps. */
  readonly after: readonly Snapshot[];
  readonly last: Snapshot;
}

/** A whole run; the engine is lost once, after `failAfter` calls of `trainStep`. */
async function run(settings: Settings, failAfter = Number.POSITIVE_INFINITY): Promise<Done> {
  const trained: Network[][] = [];
  const after: Snapshot[] = [];
  const open = async (limit: number): Promise<Engine> => {
    const engine = await createWasmEngine(images, SEED);
    let lose: (reason: string) => void = () => {};
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    let calls = 0;
    return Object.assign(Object.create(engine) as Engine, {
      lost,
      async trainStep(step: Parameters<Engine["trainStep"]>[0]) {
        if (++calls > limit) {
          lose("unplugged");
          throw new Error("unplugged");
        }
        trained.push(step.paths.map(({ network }) => network));
        await engine.trainStep(step);
        after.push(await engine.snapshot());
      },
    });
  };
  const config = {
    ...defaultConfig(),
    space: nasbench201.id,
    seed: SEED,
    settings: { ...small, ...settings },
  };
  const { session } = await openSession(config, {
    judge: { scored: [cell, [3, 3, 3, 3, 3, 0]].map((each) => nasbench201.print(each)), landmarks: [] },
    loadImages: async () => images,
    createEngine: () => open(failAfter),
    replaceEngine: () => open(Number.POSITIVE_INFINITY),
    now: () => 0,
  });
  const events: RunEvent[] = [];
  while (!events.some(({ type }) => type === "finished" || type === "failed"))
    events.push(...(await session.advance()).events);
  return { events, trained, after, last: await session.engine.snapshot() };
}

const isSplit = (network: Network): boolean =>
  parametersOf(network).every(({ name }) => /^split\d\//.test(name));

describe("the recipe that networks are built by", () => {
  const recipe = recipeOf(nasbench201, { split: true, splitafter: 0.3 });
  const epochClock = { step: 0, epochs: 0, stepsPerEpoch: 10 };

  it("splits once so many epochs are done, however long they are", () => {
    expect([2, 3, 4].map((step) => networkAt(recipe, epochClock, step).split)).toEqual([false, true, true]);
    // What was reached stays reached: 0.3 · 7 / 7 is less than 0.3 in floating point.
    for (const stepsPerEpoch of [7, 13, 21, 1000])
      expect(networkAt(recipe, continued(epochClock, 3, stepsPerEpoch), 3).split).toBe(true);
    expect(networkAt(recipe, continued(epochClock, 2, 100), 11).split).toBe(false);
    expect(networkAt(recipe, continued(epochClock, 2, 100), 12).split).toBe(true);
  });

  it("is split from the start without epochs of the one net, and never without the split", () => {
    const [early, never] = [{ split: true }, { splitafter: 1 }].map((settings) =>
      recipeOf(nasbench201, settings),
    );
    expect(networkAt(early!, epochClock, 0).split).toBe(true);
    expect(networkAt(never!, epochClock, 50).split).toBe(false);
  });
});

describe("what is handed on", () => {
  const snapshot: Snapshot = {
    weights: { a: Float32Array.of(1, 2), "b/mean": Float32Array.of(3) },
    momenta: { a: Float32Array.of(4, 5) },
    averages: { a: Float32Array.of(6, 7) },
  };

  it("is all of the one net to each, as copies", () => {
    const split = handedOn(snapshot, 2);
    expect(split).toEqual({
      weights: {
        "split0/a": Float32Array.of(1, 2),
        "split0/b/mean": Float32Array.of(3),
        "split1/a": Float32Array.of(1, 2),
        "split1/b/mean": Float32Array.of(3),
      },
      momenta: { "split0/a": Float32Array.of(4, 5), "split1/a": Float32Array.of(4, 5) },
      averages: { "split0/a": Float32Array.of(6, 7), "split1/a": Float32Array.of(6, 7) },
    });
    (split.weights["split0/a"] as Float32Array)[0] = 9;
    expect([snapshot.weights.a![0], split.weights["split1/a"]![0]]).toEqual([1, 1]);
  });

  it("misses nothing: a weight that was never looked at starts as it would have in the one net", () => {
    const random = createRandom(4);
    for (let i = 0; i < 20; i++) {
      const drawn = nasbench201.sampleNaive(random);
      const [one, split] = [networkOf(nasbench201, drawn), networkOf(nasbench201, drawn, { split: true })];
      expect(parametersOf(split).map((parameter) => initialValues(parameter, SEED))).toEqual(
        parametersOf(one).map((parameter) => initialValues(parameter, SEED)),
      );
      expect(parametersOf(split).map(({ name }) => name)).toEqual(
        parametersOf(one).map(({ name }) => `split${drawn[5]}/${name}`),
      );
    }
  });
});

describe("a run with a late split", () => {
  const late: Settings = { split: true, splitafter: 1 };

  it("trains one net for that long, as a run without a split, and then the others from its weights", async () => {
    const [split, whole] = [await run(late), await run({})];
    expect(split.trained.map((paths) => paths.map(isSplit))).toEqual([
      ...new Array(3).fill([false, false]),
      ...new Array(6).fill([true, true]),
    ]);
    expect(split.after.slice(0, 3)).toEqual(whole.after.slice(0, 3));

    // The first step after: what its paths did not train is as the one net was, in every super-net; the one net is gone.
    const start = handedOn(split.after[2]!, choices);
    const { weights, momenta, averages } = split.after[3]!;
    const touched = new Set(
      split.trained[3]!.flatMap((network) => parametersOf(network).map(({ name }) => name)),
    );
    expect(Object.keys(weights).every((name) => name.startsWith("split"))).toBe(true);
    for (const kind of ["momenta", "averages"] as const)
      for (const [name, values] of Object.entries(start[kind]))
        if (!touched.has(name)) expect({ momenta, averages }[kind][name], name).toEqual(values);
    const trained = Object.keys(start.momenta);
    expect(trained.some((name) => touched.has(name))).toBe(true);
    for (const name of trained)
      if (touched.has(name)) expect(weights[name], name).not.toEqual(start.weights[name]);
      else expect(weights[name], name).toEqual(start.weights[name]);
  });

  it("survives going back to before the split, and ends where it would have", async () => {
    // Long enough for scores on both sides of the split, which comes after step 42.
    const long: Settings = { split: true, splitafter: 14, epochs: 16, paths: 1 };
    const undisturbed = await run(long);
    // Three steps after the split the engine is gone; the last checkpoint is the untrained super-net.
    const disturbed = await run(long, 45);
    const recovery = disturbed.events.findIndex(({ type }) => type === "recovered");
    expect(disturbed.events[recovery]).toMatchObject({ step: 0 });
    const split = disturbed.trained.map((paths) => isSplit(paths[0]!));
    const once = Array.from({ length: 48 }, (_, step) => step >= 42);
    expect(split).toEqual([...once.slice(0, 45), ...once]);
    expect(disturbed.last).toEqual(undisturbed.last);
    const scores = (events: readonly RunEvent[]) => {
      const run = events.reduce(reduceRun, undefined as Run | undefined) as Run;
      return new Map(
        run.rounds.flatMap(({ state, step }, number) =>
          state === "complete"
            ? roundScores(run, number).flatMap((score) =>
                score ? [[`${score.architecture} after ${step}`, score.accuracy] as const] : [],
              )
            : [],
        ),
      );
    };
    const started = disturbed.events.slice(0, 1);
    const [expected, actual] = [
      scores(undisturbed.events),
      scores([...started, ...disturbed.events.slice(recovery)]),
    ];
    const common = [...actual.keys()].filter((key) => expected.has(key));
    expect(common.some((key) => key.endsWith("after 40"))).toBe(true);
    expect(common.some((key) => key.endsWith("after 48"))).toBe(true);
    for (const key of common) expect(actual.get(key), key).toBe(expected.get(key));
  });
});
