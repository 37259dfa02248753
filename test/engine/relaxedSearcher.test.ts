/** @file Searches that change the weights: the architecture gradient on every engine, what a step moves, and what comes out. */
import { describe, expect, it } from "vitest";
import { tfjsWasm } from "../../scripts/bench/tfjsWasm.ts";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { isMixing, mixingParameters, shuffleKernels } from "../../src/core/network/mixture.ts";
import { type Network, parametersOf } from "../../src/core/network/network.ts";
import { createRandom } from "../../src/core/random.ts";
import { nothingScored, resolveRun } from "../../src/core/resolveRun.ts";
import {
  type DifferentiableAlgorithm,
  type Mixing,
  notRelaxed,
} from "../../src/core/search/differentiable.ts";
import { softmax } from "../../src/core/search/neural/tape.ts";
import type { SearchEvent } from "../../src/core/search/searchEvent.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { relaxationOf } from "../../src/core/spaces/relaxations.ts";
import type { EngineFactory, Evaluation, TrainStep } from "../../src/engine/engine.ts";
import { openRelaxedSearcher, RelaxedSearcher } from "../../src/engine/relaxedSearcher.ts";
import { createTfjsEngine } from "../../src/engine/tfjs/engine.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { differentiableAlgorithms } from "../core/search/bothKinds.ts";
import { CLASSES, caseStep } from "./caseData.ts";
import { referenceInspect } from "./reference.ts";
import { relativeError } from "./relativeError.ts";
import { configOf, environment } from "./resumed.ts";
import { images, input } from "./smallLab.ts";
import { createSharedWebgpuEngine } from "./webgpu/softwareDevice.ts";

const space = spaces[0];
const darts = differentiableAlgorithms[0]!;
const engines: readonly (readonly [string, EngineFactory])[] = [
  ["WASM", createWasmEngine],
  ["WebGPU", createSharedWebgpuEngine],
  ["TensorFlow.js", createTfjsEngine(tfjsWasm)],
];
const config = configOf(space, { bs: 12 });

/** A search that mixes as it is told to. */
const mixingOf = (mixing: Mixing, partial?: number, learns = true): DifferentiableAlgorithm => ({
  ...darts,
  id: "told",
  begin: (_, __, steps) => ({
    plan: () => ({
      stage: { first: 0, steps },
      depth: 1,
      variant: partial === undefined ? {} : { partial },
      learns,
    }),
    mixing: () => mixing,
    descend: () => {},
    probabilities: mixing.weights,
  }),
});

const dartsSpace = spaces.find(({ id }) => id === "darts")!;
const cases = [
  { title: "all channels", of: space, partial: undefined },
  { title: "a half of the channels", of: space, partial: 2 },
  { title: "a half of the channels of the DARTS space", of: dartsSpace, partial: 2 },
] as const;

describe.each(cases)("the architecture gradient on $title", ({ of, partial }) => {
  const relaxation = relaxationOf(of.id)!;
  const { mixtures } = relaxation;
  // Two operations an edge where there are 28 edges: the reference is slow.
  const kept = mixtures.map(({ choices }) => (of === space ? choices.map((_, choice) => choice) : [1, 3]));
  const random = createRandom(3);
  const mixing = {
    kept,
    weights: kept.map((choices) => [...softmax(Float64Array.from(choices, () => random.normal()))]),
    passing: kept.map(() => 0.5 + random.next()),
  };
  const { network: recipe } = recipeOf(of, configOf(of, { bs: 12 }).settings);
  const network = relaxation.build(kept, recipe, input, CLASSES, partial === undefined ? {} : { partial });
  const step = caseStep([network], 4);
  /** Places of numbers of the mixing: the first, the last and some between. */
  const places = of === space ? [0, 1, 3, 5] : [0, kept.length - 1];
  const chosen = places.flatMap((m) => (of === space ? [1, 3] : [m === 0 ? 0 : 1]).map((at) => ({ m, at })));
  const passed = partial === undefined ? [] : [0];
  type Weights = Readonly<Record<string, ArrayLike<number>>>;

  const loss = (weights: Weights): number => {
    const mixed = mixingParameters(network).map(({ parameter, mixture, choice, from }) => {
      const value =
        choice === undefined
          ? mixing.passing[mixture]!
          : mixing.weights[mixture]![kept[mixture]!.indexOf(choice)]!;
      return [parameter.name, new Float64Array(parameter.shape[2]!).fill(value, from)] as const;
    });
    const set = Object.fromEntries([...mixed, ...shuffleKernels(network)]);
    return referenceInspect(images, step, { ...weights, ...set }).losses[0]!;
  };
  const difference = (numbers: number[], at: number, weights: Weights): number => {
    // So small that hardly any ReLU or maximum changes sides.
    const [old, h] = [numbers[at]!, 1e-6];
    const lossAt = (value: number): number => {
      numbers[at] = value;
      return loss(weights);
    };
    const found = (lossAt(old + h) - lossAt(old - h)) / (2 * h);
    numbers[at] = old;
    return found;
  };
  let known: { readonly weights: Weights; readonly differences: readonly number[] } | undefined;

  it.each(of === space ? engines : engines.slice(0, 1))(
    "is that of finite differences in float64 on %s",
    async (_, createEngine) => {
      const engine = await createEngine(images, 1);
      const opened = { ...resolveRun(configOf(of, { bs: 12 }), nothingScored), images, engine, now: () => 0 };
      const searcher = new RelaxedSearcher(opened, { algorithm: mixingOf(mixing, partial), seed: 1 }, 0);
      // The plan of a step is made as it begins.
      await searcher.advance();
      engine.restore({ weights: {}, momenta: {}, averages: {} });
      const gradients = await searcher.architectureGradient(mixing, step.images);
      const { weights } = await engine.snapshot();
      searcher.dispose();
      known ??= {
        weights,
        differences: [
          ...chosen.map(({ m, at }) => difference(mixing.weights[m]!, at, weights)),
          ...passed.map((m) => difference(mixing.passing, m, weights)),
        ],
      };
      // All engines begin with the same weights, so that one set of differences judges them.
      for (const { name } of parametersOf(network)) expect(weights[name], name).toEqual(known.weights[name]);
      const analytic = [
        ...chosen.map(({ m, at }) => gradients.weights[m]![at]!),
        ...passed.map((m) => gradients.passing[m]!),
      ];
      expect(Math.max(...known.differences.map(Math.abs))).toBeGreaterThan(1e-3);
      expect(relativeError(analytic, known.differences)).toBeLessThan(2e-3);
    },
  );
});

it("takes the run's portion of each half of the training images", async () => {
  const seen = { trained: new Set<number>(), heldOut: new Set<number>() };
  const note = (set: Set<number>, { images: of }: TrainStep): void => {
    for (const image of of) set.add(image);
  };
  const watched: EngineFactory = async (set, seed) => {
    const engine = await createWasmEngine(set, seed);
    const { trainStep, inspect } = engine;
    return Object.assign(engine, {
      trainStep: (step: TrainStep) => {
        note(seen.trained, step);
        return trainStep.call(engine, step);
      },
      inspect: (step: TrainStep) => {
        note(seen.heldOut, step);
        return inspect.call(engine, step);
      },
    });
  };
  // Of 60 images two fifths of each half of 30.
  const searcher = await openRelaxedSearcher(
    configOf(space, { portion: 0.4 }),
    { ...environment, createEngine: watched },
    { algorithm: darts, seed: 1, settings: { steps: 8 } },
  );
  while ((await searcher.advance()).length > 0);
  searcher.dispose();
  const from = (first: number): number[] => Array.from({ length: 12 }, (_, at) => first + at);
  const ascending = (set: Set<number>): number[] => [...set].sort((a, b) => a - b);
  expect(ascending(seen.trained)).toEqual(from(0));
  expect(ascending(seen.heldOut)).toEqual(from(30));
});

it.each([
  { of: dartsSpace, operations: 16 },
  // The first choice is none.
  { of: space, operations: 0 },
])(
  "scores with $operations operations what $of.id has in its place, nothing passing by elsewhere",
  async ({ of, operations }) => {
    const scored: Network[] = [];
    const watched: EngineFactory = async (set, seed) => {
      const engine = await createWasmEngine(set, seed);
      const { score } = engine;
      return Object.assign(engine, {
        score: (networks: readonly Network[], evaluation: Evaluation) => {
          scored.push(...networks);
          return score.call(engine, networks, evaluation);
        },
      });
    };
    const kept = relaxationOf(of.id)!.mixtures.map(() => [0]);
    const mixing = { kept, weights: kept.map(() => [1]), passing: kept.map(() => 1) };
    const searcher = await openRelaxedSearcher(
      configOf(of, {}),
      { ...environment, createEngine: watched },
      { algorithm: mixingOf(mixing, 4), seed: 1, settings: { steps: 1 } },
    );
    await searcher.advance();
    searcher.dispose();
    expect(new Set(mixingParameters(scored[0]!).map(({ mixture }) => mixture)).size).toBe(operations);
  },
);

it.each([
  { title: "at the gradient of a step", learns: true, step: 1 },
  { title: "at its end, where weights alone were trained", learns: false, step: 2 },
])("finds nothing where its numbers are none any more, said $title", async ({ learns, step }) => {
  const kept = relaxationOf(space.id)!.mixtures.map(() => [1, 3]);
  // Their sum is beyond the numbers of engines.
  const mixing = { kept, weights: kept.map(() => [3e38, 3e38]) };
  const searcher = await openRelaxedSearcher(config, environment, {
    ...{ algorithm: mixingOf(mixing, undefined, learns), seed: 1, settings: { steps: 2 } },
  });
  const events: SearchEvent[] = [];
  for (let told = await searcher.advance(); told.length > 0; told = await searcher.advance())
    events.push(...told);
  searcher.dispose();
  expect(events.map(({ type }) => type)).toEqual(learns ? ["diverged"] : ["mixed", "mixed", "diverged"]);
  expect(events.at(-1)).toMatchObject({ search: 0, step });
});

it("warms up for the share of its steps that a run does", async () => {
  const rates: number[] = [];
  const settings = { ...config.settings, warmup: 1, epochs: 4, sched: "constant" };
  const steps = 8;
  const searcher = await openRelaxedSearcher(
    { ...config, settings },
    {
      ...environment,
      createEngine: async (...input) => {
        const engine = await createWasmEngine(...input);
        const train = engine.trainStep.bind(engine);
        return Object.assign(engine, {
          trainStep: (step: TrainStep) => {
            rates.push(step.optimizer.learningRate);
            return train(step);
          },
        });
      },
    },
    { algorithm: differentiableAlgorithms[0]!, seed: 1, settings: { steps } },
  );
  for (let told = await searcher.advance(); told.length > 0; ) told = await searcher.advance();
  searcher.dispose();
  expect(rates).toHaveLength(steps);
  const whole = rates.at(-1)!;
  expect(rates.map((rate) => rate === whole)).toEqual(rates.map((_, index) => index >= steps / 4 - 1));
  expect(rates[0]).toBeLessThan(whole);
});

describe.each(differentiableAlgorithms)("$id", (algorithm) => {
  // Enough for every stage of a method that has three.
  const steps = 6;
  const searched = async () => {
    const searcher = await openRelaxedSearcher(config, environment, {
      algorithm,
      seed: 2,
      settings: { steps, warmup: 0.3, period: 1 },
    });
    const events: SearchEvent[] = [];
    const snapshots = [];
    for (let told = await searcher.advance(); told.length > 0; told = await searcher.advance()) {
      events.push(...told);
      snapshots.push(await searcher.engine.snapshot());
    }
    searcher.dispose();
    return { events, snapshots };
  };

  it("trains weights and architecture in turns, by its seed alone, and ends with one architecture", async () => {
    const { events, snapshots } = await searched();
    expect(events.map(({ type }) => type)).toEqual([...Array(steps).fill("mixed"), "searched"]);
    const mixed = events.flatMap((event) => (event.type === "mixed" ? [event] : []));
    for (const { probabilities } of mixed)
      for (const shares of probabilities) expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(mixed.at(-1)!.probabilities).not.toEqual(mixed[0]!.probabilities);
    const names = Object.keys(snapshots[0]!.weights).filter((name) => !isMixing(name));
    expect(
      names.some((name) => String(snapshots[1]!.weights[name]) !== String(snapshots[0]!.weights[name])),
    ).toBe(true);
    const found = events.at(-1)!;
    expect(found).toMatchObject({ type: "searched", evaluations: 1 });
    if (found.type === "searched") expect(space.parse(found.found.architecture)).toBeDefined();
    expect((await searched()).events).toEqual(events);
  });

  it("ends by name where its device is lost in mid-call, whatever the call does then", async () => {
    let lose: (reason: string) => void = () => {};
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    const createEngine: EngineFactory = async (...of) =>
      Object.assign(await createWasmEngine(...of), { lost, trainStep: () => new Promise<never>(() => {}) });
    const searcher = await openRelaxedSearcher(
      config,
      { ...environment, createEngine },
      { algorithm, seed: 1 },
    );
    const told = searcher.advance();
    lose("unplugged");
    expect(await told).toMatchObject([
      { type: "failed", failure: { kind: "device-lost", message: expect.stringContaining("unplugged") } },
    ]);
    expect(await searcher.advance()).toEqual([]);
  });

  it.each([space, dartsSpace])("takes fewer channels than the first stage has, in $id", async (of) => {
    const partial = differentiableAlgorithms.find(({ id }) => id === "pc-darts")!;
    const task = { algorithm: partial, seed: 1, settings: { steps: 2, k: 64, warmup: 0 } };
    const searcher = await openRelaxedSearcher(configOf(of, { bs: 6, channels: 8 }), environment, task);
    const first = await searcher.advance();
    const second = await searcher.advance();
    searcher.dispose();
    const told = [...first, ...second].flatMap((event) =>
      event.type === "mixed" ? event.probabilities.flat() : [],
    );
    expect(told.length).toBeGreaterThan(20);
    expect(told.filter((share) => !Number.isFinite(share))).toEqual([]);
    expect(second.at(-1)).toMatchObject({ type: "searched", found: { accuracy: expect.any(Number) } });
  });

  it.each(spaces)("says where it does not apply: $id", async (other) => {
    const reason = notRelaxed(other);
    if (!other.id.startsWith("nasbench101")) expect(reason).toBeUndefined();
    else {
      expect(reason).toMatch(/^its wiring/);
      await expect(
        openRelaxedSearcher(configOf(other, {}), environment, { algorithm, seed: 1 }),
      ).rejects.toThrow(reason);
    }
  });
});
