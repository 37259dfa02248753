/** @file Searches that change the weights: the architecture gradient on every engine, what a step moves, and what comes out. */
import { describe, expect, it } from "vitest";
import { tfjsWasm } from "../../scripts/bench/tfjsWasm.ts";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { isMixing, mixingParameters } from "../../src/core/network/mixture.ts";
import { parametersOf } from "../../src/core/network/network.ts";
import { createRandom } from "../../src/core/random.ts";
import { nothingScored, resolveRun } from "../../src/core/resolveRun.ts";
import { valuesFor } from "../../src/core/search/algorithm.ts";
import { type Mixing, notRelaxed } from "../../src/core/search/differentiable.ts";
import { differentiableAlgorithms } from "../../src/core/search/index.ts";
import { softmax } from "../../src/core/search/neural/tape.ts";
import type { SearchEvent } from "../../src/core/search/searchEvent.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { EngineFactory } from "../../src/engine/engine.ts";
import { openRelaxedSearcher, RelaxedSearcher } from "../../src/engine/relaxedSearcher.ts";
import { createTfjsEngine } from "../../src/engine/tfjs/engine.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { CLASSES, caseStep } from "./caseData.ts";
import { referenceInspect } from "./reference.ts";
import { relativeError } from "./relativeError.ts";
import { configOf, environment } from "./resumed.ts";
import { images, input } from "./smallLab.ts";
import { createSharedWebgpuEngine } from "./webgpu/softwareDevice.ts";

const space = spaces[0];
const { relaxation } = space;
const { mixtures } = relaxation;
const [darts, gdas] = differentiableAlgorithms;
const engines: readonly (readonly [string, EngineFactory])[] = [
  ["WASM", createWasmEngine],
  ["WebGPU", createSharedWebgpuEngine],
  ["TensorFlow.js", createTfjsEngine(tfjsWasm)],
];
const config = configOf(space, { bs: 12 });

describe("the architecture gradient", () => {
  const everything = mixtures.map(({ choices }) => choices.map((_, choice) => choice));
  const random = createRandom(3);
  const alphas = mixtures.map(({ choices }) => Float64Array.from(choices, () => random.normal()));
  const mixing: Mixing = { kept: everything, weights: alphas.map((values) => [...softmax(values)]) };
  const network = relaxation.build(everything, recipeOf(space, config.settings).network, input, CLASSES);
  const step = caseStep([network], 4);

  const chosen = [
    [0, 3],
    [1, 2],
    [2, 1],
    [3, 0],
    [4, 4],
    [5, 3],
  ] as const;
  type Weights = Readonly<Record<string, ArrayLike<number>>>;

  /** The reference's loss for these architecture parameters. */
  const loss = (weights: Weights): number => {
    const mixed = Object.fromEntries(
      mixingParameters(network).map(({ parameter, mixture, choice }) => [
        parameter.name,
        new Float64Array(parameter.shape[2]!).fill(softmax(alphas[mixture]!)[choice]!),
      ]),
    );
    return referenceInspect(images, step, { ...weights, ...mixed }).losses[0]!;
  };
  /** Central differences over the chosen architecture parameters. */
  const differencesOf = (weights: Weights): number[] =>
    chosen.map(([m, choice]) => {
      const [old, h] = [alphas[m]![choice]!, 1e-4];
      const at = (value: number): number => {
        alphas[m]![choice] = value;
        return loss(weights);
      };
      const difference = (at(old + h) - at(old - h)) / (2 * h);
      alphas[m]![choice] = old;
      return difference;
    });
  let known: { readonly weights: Weights; readonly differences: readonly number[] } | undefined;

  it.each(engines)("is that of finite differences in float64 on %s", async (_, createEngine) => {
    const engine = await createEngine(images, 1);
    const opened = { ...resolveRun(config, nothingScored), images, engine };
    const searcher = new RelaxedSearcher(opened, { algorithm: darts, seed: 1 }, 0);
    const gradients = await searcher.architectureGradient(mixing, step.images);
    const { weights } = await engine.snapshot();
    searcher.dispose();
    known ??= { weights, differences: differencesOf(weights) };
    // All engines begin with the same weights, so that one set of differences judges them.
    for (const { name } of parametersOf(network)) expect(weights[name], name).toEqual(known.weights[name]);
    const analytic = chosen.map(([m, choice]) => {
      const shares = mixing.weights[m]!;
      const mean = shares.reduce((sum, p, k) => sum + p * gradients[m]![k]!, 0);
      return shares[choice]! * (gradients[m]![choice]! - mean);
    });
    expect(Math.max(...known.differences.map(Math.abs))).toBeGreaterThan(1e-3);
    expect(relativeError(analytic, known.differences)).toBeLessThan(2e-3);
  });
});

describe("architecture parameters", () => {
  const decisions = [3, 2].map((count) => ({ title: "", choices: Array.from({ length: count }, String) }));
  const lr = 0.01;

  it("descend by the softmax's gradient in DARTS", () => {
    const search = darts.begin(decisions, createRandom(1), 10, { ...valuesFor(darts, { lr, decay: 0 }) });
    const before = search.probabilities;
    // The loss grows with the first choice and falls with the last.
    for (let i = 0; i < 20; i++)
      search.descend(search.mixing(), [
        [1, 0, -1],
        [2, 0],
      ]);
    const after = search.probabilities;
    expect(after[0]![0]).toBeLessThan(before[0]![0]!);
    expect(after[0]![2]).toBeGreaterThan(before[0]![2]!);
    expect(after[1]![0]).toBeLessThan(before[1]![0]!);
  });

  it("are moved by a sampled choice alone in GDAS, against its gradient, and cool down to decisions", () => {
    const values = valuesFor(gdas, { lr, decay: 0, hot: 2, cold: 0.1 });
    const search = gdas.begin(decisions, createRandom(1), 400, values);
    const seen = new Set<number>();
    for (let i = 0; i < 400; i++) {
      const mixing = search.mixing();
      expect(mixing.kept.map(({ length }) => length)).toEqual([1, 1]);
      expect(mixing.weights).toEqual([[1], [1]]);
      const [a, b] = [mixing.kept[0]![0]!, mixing.kept[1]![0]!];
      seen.add(a);
      search.descend(mixing, [[[0.5, 0.1, -0.5][a]!], [[0.3, -0.3][b]!]]);
    }
    expect(seen).toEqual(new Set([0, 1, 2]));
    const [first, second] = search.probabilities;
    expect(first!.indexOf(Math.max(...first!))).toBe(2);
    expect(second!.indexOf(Math.max(...second!))).toBe(1);
  });
});

describe.each(differentiableAlgorithms)("$id", (algorithm) => {
  const steps = 4;
  const searched = async () => {
    const searcher = await openRelaxedSearcher(config, environment, {
      algorithm,
      seed: 2,
      settings: { steps },
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
    expect(mixed[1]!.probabilities).not.toEqual(mixed[0]!.probabilities);
    const names = Object.keys(snapshots[0]!.weights).filter((name) => !isMixing(name));
    expect(
      names.some((name) => String(snapshots[1]!.weights[name]) !== String(snapshots[0]!.weights[name])),
    ).toBe(true);
    const found = events.at(-1)!;
    expect(found).toMatchObject({ type: "searched", evaluations: 1 });
    if (found.type === "searched") expect(space.parse(found.found.architecture)).toBeDefined();
    expect((await searched()).events).toEqual(events);
  });

  it.each(spaces)("says where it does not apply: $id", async (other) => {
    const reason = notRelaxed(other);
    if (other.id === space.id) expect(reason).toBeUndefined();
    else {
      expect(reason).toMatch(/^(its wiring|the relaxation)/);
      await expect(
        openRelaxedSearcher(configOf(other, {}), environment, { algorithm, seed: 1 }),
      ).rejects.toThrow(reason);
    }
  });
});
