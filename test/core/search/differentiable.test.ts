/** @file Searches that change the weights do what their papers say; the training itself is made up here. */
import { describe, expect, it } from "vitest";
import { NetworkBuilder } from "../../../src/core/network/builder.ts";
import {
  mixedSum,
  mixingParameters,
  shuffledChannels,
  shuffleKernels,
} from "../../../src/core/network/mixture.ts";
import type { Network } from "../../../src/core/network/network.ts";
import { createRandom } from "../../../src/core/random.ts";
import { valuesFor } from "../../../src/core/search/algorithm.ts";
import { assembleNet, guidedMutation } from "../../../src/core/search/assembleNet.ts";
import { bayesNas, Switch } from "../../../src/core/search/bayesNas.ts";
import { collapsedSince } from "../../../src/core/search/collapse.ts";
import { dartsSearch } from "../../../src/core/search/darts.ts";
import { decidedOf, undecidedText } from "../../../src/core/search/decided.ts";
import {
  type ArchitectureSearch,
  type Mixing,
  type Relaxed,
  skipShare,
} from "../../../src/core/search/differentiable.ts";
import { gdas } from "../../../src/core/search/gdas.ts";
import { pcDarts } from "../../../src/core/search/pcDarts.ts";
import { pDarts, withFewSkips } from "../../../src/core/search/pDarts.ts";
import { darts } from "../../../src/core/spaces/darts/index.ts";
import { dartsRelaxation } from "../../../src/core/spaces/darts/relaxation.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import { nasbench201Relaxation } from "../../../src/core/spaces/nasbench201/relaxation.ts";
import { referenceForward } from "../../engine/reference.ts";

const lr = 0.01;
/** Two mixtures of three and two choices. */
const made: Relaxed = {
  mixtures: [3, 2].map((count) => ({ title: "", choices: Array.from({ length: count }, String) })),
  sums: [[0, 1]],
  normalCell: 2,
  derive: nasbench201Relaxation.derive,
  keptOf: nasbench201Relaxation.keptOf,
  batchSize: 16,
};
const noPassing = [0, 0];

it("DARTS descends by the softmax's gradient", () => {
  const search = dartsSearch.begin(made, createRandom(1), 10, valuesFor(dartsSearch, { lr, decay: 0 }));
  const before = search.probabilities;
  // The loss grows with the first choice and falls with the last.
  const weights = [
    [1, 0, -1],
    [2, 0],
  ];
  for (let i = 0; i < 20; i++) search.descend(search.mixing(), { weights, passing: noPassing, loss: 0 });
  const after = search.probabilities;
  expect(after[0]![0]).toBeLessThan(before[0]![0]!);
  expect(after[0]![2]).toBeGreaterThan(before[0]![2]!);
  expect(after[1]![0]).toBeLessThan(before[1]![0]!);
});

it("GDAS moves a sampled choice alone, against its gradient, and cools down to decisions", () => {
  const values = valuesFor(gdas, { lr, decay: 0, hot: 2, cold: 0.1 });
  const search = gdas.begin(made, createRandom(1), 400, values);
  const seen = new Set<number>();
  for (let i = 0; i < 400; i++) {
    const mixing = search.mixing();
    expect(mixing.kept.map(({ length }) => length)).toEqual([1, 1]);
    expect(mixing.weights).toEqual([[1], [1]]);
    const [a, b] = [mixing.kept[0]![0]!, mixing.kept[1]![0]!];
    seen.add(a);
    const weights = [[[0.5, 0.1, -0.5][a]!], [[0.3, -0.3][b]!]];
    search.descend(mixing, { weights, passing: noPassing, loss: 0 });
  }
  expect(seen).toEqual(new Set([0, 1, 2]));
  expect(search.probabilities.map((own) => own.indexOf(Math.max(...own)))).toEqual([2, 1]);
});

/** Descends on the squared distance to a mixing; what is left of it in the end. */
function approached(search: ArchitectureSearch, wanted: Mixing, steps: number): number {
  let left = 0;
  for (let step = 0; step < steps; step++) {
    search.plan?.(step);
    const mixing = search.mixing();
    const from = (have: readonly number[] = [], want: readonly number[] = []) =>
      have.map((number, i) => number - want[i]!);
    const weights = mixing.weights.map((own, m) => from(own, wanted.weights[m]));
    const passing = mixing.passing ? from(mixing.passing, wanted.passing) : noPassing;
    left = [...weights.flat(), ...passing].reduce((sum, g) => sum + g * g, 0);
    search.descend(mixing, { weights, passing, loss: 0 });
  }
  return left;
}

describe("PC-DARTS", () => {
  const settings = { lr: 0.05, decay: 0, warmup: 0.25, k: 2 };

  it("mixes by operation times edge, whose weights add up to 1 in a node, and descends by both", () => {
    const search = pcDarts.begin(made, createRandom(2), 40, valuesFor(pcDarts, settings));
    const { weights, passing } = search.mixing();
    expect(passing!.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    for (const [m, own] of weights.entries())
      expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(passing![m]!, 12);
    const edges = [0.2, 0.8];
    const operations = [
      [0.1, 0.6, 0.3],
      [0.7, 0.3],
    ];
    const wanted = {
      kept: search.mixing().kept,
      weights: operations.map((own, m) => own.map((share) => share * edges[m]!)),
      passing: edges,
    };
    expect(approached(search, wanted, 600)).toBeLessThan(1e-4);
    for (const [m, own] of search.probabilities.entries())
      for (const [choice, share] of own.entries()) expect(share).toBeCloseTo(operations[m]![choice]!, 1);
    expect(search.strengths![0]![1]).toBeCloseTo(0.12, 1);
  });

  it("trains the weights alone at first, on one K-th of the channels", () => {
    const search = pcDarts.begin(made, createRandom(2), 40, valuesFor(pcDarts, settings));
    const plans = [0, 9, 10, 39].map((step) => search.plan!(step));
    expect(plans.map(({ learns }) => learns)).toEqual([false, false, true, true]);
    for (const { variant } of plans) expect(variant).toEqual({ partial: 2 });
  });

  it("lets three of four channels pass by, and shuffles them so that each is taken in turn", () => {
    const builder = new NetworkBuilder({ height: 1, width: 1, channels: 4 });
    const mixture = { mixture: 5, choices: [0, 1], stride: 1, variant: { partial: 4 } } as const;
    const seen: number[] = [];
    mixedSum(builder, 0, mixture, (choice, input) => {
      seen.push(builder.shape(input).channels);
      return choice === 0 ? input : builder.push({ op: "relu", input });
    });
    expect(seen).toEqual([1, 1]);
    expect(mixedSum(builder, 0, { ...mixture, choices: [] }, (_, input) => input)).toBeUndefined();
    const value = (network: Network, input: readonly number[]) =>
      referenceForward(
        network,
        { shape: [1, 1, 1, 4], data: Float64Array.from(input) },
        {
          read: (name, shape) => {
            const shuffle = shuffleKernels(network).find(([known]) => known === name);
            const mixing = mixingParameters(network).find(({ parameter }) => parameter.name === name);
            const size = shape.reduce((a, b) => a * b, 1);
            // 0.5 of the skip connection, 0.25 of the ReLU, 0.1 of what passes by.
            const weight = { 0: 0.5, 1: 0.25 }[mixing?.choice ?? -1] ?? 0.1;
            const data = shuffle?.[1] ?? new Float64Array(size).fill(weight, mixing?.from);
            return { shape, data: Float64Array.from(data) };
          },
          accumulate: () => {},
          mode: "batch",
          mask: { seed: 1, path: 0 },
          statistics: () => {},
        },
      ).logits.data;
    const order = shuffledChannels(4, 1);
    expect([...value(builder.finish(), [-2, 10, 20, 30])].map((x) => Number(x.toFixed(6)))).toEqual(
      [-1, 1, 2, 3].map((_, place) => [-1, 1, 2, 3][order[place]!]),
    );
    expect(shuffledChannels(8, 4)).toEqual([0, 4, 1, 5, 2, 6, 3, 7]);
    expect(shuffledChannels(7, 2)).toEqual([0, 2, 4, 6, 1, 3, 5]);
  });
});

describe("P-DARTS", () => {
  const steps = 300;
  const relaxed = { ...nasbench201Relaxation, batchSize: 16 };

  it("grows, keeps the strongest operations of each stage, begins anew, and fades dropout on skips", () => {
    const search = pDarts.begin(relaxed, createRandom(3), steps, valuesFor(pDarts, { lr: 0.05 }));
    const seen: { depth: number; kept: number; dropout: number; learns: boolean; first: number }[] = [];
    for (let step = 0; step < steps; step++) {
      const { depth, variant, learns, stage } = search.plan!(step);
      const mixing = search.mixing();
      seen.push({
        ...{ depth, learns, kept: mixing.kept[0]!.length },
        ...{ dropout: variant.skipDropout!, first: stage.first },
      });
      // The last choices are the best on the first edge, the first ones on all others.
      const weights = mixing.kept.map((kept, m) => kept.map((choice) => (m === 0 ? -choice : choice)));
      if (learns) search.descend(mixing, { weights, passing: [], loss: 0 });
    }
    const at = (step: number) => seen[step]!;
    expect([at(0), at(100), at(200)].map(({ depth, kept }) => [depth, kept])).toEqual([
      [1, 5],
      [2, 3],
      [3, 2],
    ]);
    expect([at(99).first, at(100).first, at(200).first]).toEqual([0, 100, 200]);
    expect([at(39), at(40), at(139), at(140)].map(({ learns }) => learns)).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect([at(0), at(100), at(200)].map(({ dropout }) => dropout)).toEqual([0, 0.4, 0.7]);
    for (let step = 101; step < 200; step++)
      expect(at(step).dropout).toBeLessThanOrEqual(at(step - 1).dropout);
    expect(at(199).dropout).toBeCloseTo(0.4 * Math.exp(-3), 1);
    const { kept } = search.mixing();
    expect(kept[0]).toEqual([3, 4]);
    expect(kept[1]).toEqual([0, 1]);
    for (const own of search.probabilities) expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  it("drops entries of plain skip connections alone, at the rate of the step", () => {
    const kept = relaxed.mixtures.map(({ choices }) => choices.map((_, choice) => choice));
    const recipe = { cells: 1, channels: 4 } as Parameters<typeof relaxed.build>[1];
    const shape = { height: 8, width: 8, channels: 1 };
    const network = relaxed.build(kept, recipe, shape, 10, { skipDropout: 0.3 });
    const dropped = network.operations.filter(({ op }) => op === "dropout");
    // One a skip connection: six edges in each of three cells.
    expect(dropped).toHaveLength(18);
    for (const operation of dropped) expect(operation).toMatchObject({ keep: 0.7 });
    expect(relaxed.build(kept, recipe, shape, 10).operations.some(({ op }) => op === "dropout")).toBe(false);
  });

  it("ends with at most as many skip connections in the normal cell as it is told, the weakest go first", () => {
    // Skips are best on all edges, ever more so; average pooling is second.
    const strengths = relaxed.mixtures.map((_, m) => [0, 0.5 + m / 20, 0.1, 0.1, 0.2]);
    for (const most of [0, 2, 6]) {
      const found = relaxed.derive(withFewSkips(relaxed, strengths, most));
      expect(found).toEqual([0, 1, 2, 3, 4, 5].map((m) => (m >= 6 - most ? 1 : 4)));
    }
    const all = dartsRelaxation.mixtures.map(({ choices }) =>
      choices.map((name) => (name === "skip_connect" ? 0.5 : name === "sep_conv_3x3" ? 0.3 : 0.1)),
    );
    const of = { ...dartsRelaxation, batchSize: 16 };
    const found = dartsRelaxation.keptOf(dartsRelaxation.derive(withFewSkips(of, all, 2)));
    const skips = (from: number, to: number) => found.slice(from, to).filter((own) => own[0] === 2).length;
    expect([skips(0, 14), skips(14, 28)]).toEqual([2, 8]);
  });
});

describe("BayesNAS", () => {
  it("updates the width of a prior by switch, posterior variance and what it depends on", () => {
    const edge = new Switch();
    edge.value = 0.8;
    edge.update(3);
    // γ = 1, H = 3: C = 1/4, ω = √(1 − 1/4).
    expect(edge.omega).toBeCloseTo(Math.sqrt(0.75), 12);
    expect(edge.gamma).toBeCloseTo(0.8 / Math.sqrt(0.75), 12);
    const operation = new Switch();
    operation.value = 0.5;
    operation.update(3, edge);
    expect(1 / operation.gamma).toBeCloseTo(Math.sqrt(0.75) / 0.5 + 1 / edge.gamma, 12);
    expect(operation.gamma).toBeLessThan(edge.gamma);
  });

  it("has the entropy of a Gaussian, zero at a variance of 1 / 2πe", () => {
    const one = new Switch();
    one.gamma = 1 / (2 * Math.PI * Math.E);
    expect(one.entropy).toBeCloseTo(0, 12);
    one.gamma = 4;
    expect(one.entropy).toBeCloseTo(0.5 * Math.log(2 * Math.PI * Math.E * 4), 12);
  });

  it("never carries a switch through zero by its penalty", () => {
    const one = new Switch();
    for (let i = 0; i < 100; i++) {
      one.descend(0, { rate: 0.1, momentum: 0.9, intensity: 0.5 });
      expect(one.value).toBeGreaterThanOrEqual(0);
    }
    expect(one.value).toBe(0);
  });

  it("prunes what the loss does not ask for, an edge with all that is on it, and keeps what it does", () => {
    const relaxed = { ...nasbench201Relaxation, batchSize: 16 };
    const steps = 400;
    const values = valuesFor(bayesNas, { warmup: 0, period: 20, lr: 0.02, sparsity: 0.05 });
    const search = bayesNas.begin(relaxed, createRandom(1), steps, values);
    const none = search.mixing().kept.flat().includes(0);
    expect(none).toBe(false);
    const random = createRandom(5);
    for (let step = 0; step < steps; step++) {
      const mixing = search.mixing();
      // The loss wants 1×1 on the first edge, 3×3 on all others but the last, and nothing there.
      const weights = mixing.kept.map((kept, m) =>
        kept.map((choice, at) => {
          const wanted = m < 5 && choice === (m === 0 ? 2 : 3) ? 1 : 0;
          return mixing.weights[m]![at]! - wanted + 0.05 * random.normal();
        }),
      );
      search.descend(mixing, { weights, passing: [], loss: 0 });
    }
    expect(relaxed.derive(search.strengths!)).toEqual([2, 3, 3, 3, 3, 0]);
    expect(search.mixing().kept[5]).toEqual([]);
    expect(search.mixing().kept.flat().length).toBeLessThan(12);
    for (const own of search.probabilities) expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });
});

describe("evolution by connection weights", () => {
  const relaxed = { ...dartsRelaxation, batchSize: 16 };
  const { mixtures, sums, derive, keptOf } = relaxed;
  const drawn = (seed: number) => keptOf(darts.sampleNaive(createRandom(seed)));
  const connected = (kept: readonly (readonly number[])[]) =>
    kept.flatMap((on, m) => (on.length > 0 ? [m] : []));
  const derived = (kept: readonly (readonly number[])[]) =>
    derive(mixtures.map(({ choices }, m) => choices.map((_, choice) => (kept[m]!.includes(choice) ? 1 : 0))));

  it("keeps connections of full weight, and changes one operation", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const parent = drawn(seed);
      const child = guidedMutation(
        relaxed,
        parent,
        mixtures.map(() => 1),
        createRandom(seed),
      );
      expect(connected(child)).toEqual(connected(parent));
      expect(child.filter((on, m) => on[0] !== parent[m]![0])).toHaveLength(1);
    }
  });

  it("keeps a connection as often as its weight says, and as many into each node as before", () => {
    const parent = drawn(4);
    const [first = -1, ...others] = connected(parent);
    const count = 2000;
    const random = createRandom(7);
    const weights = mixtures.map((_, m) => (m === first ? 0.3 : others.includes(m) ? 1 : 0));
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const child = guidedMutation(relaxed, parent, weights, random);
      for (const node of sums)
        expect(node.filter((m) => child[m]!.length > 0)).toHaveLength(
          node.filter((m) => parent[m]!.length > 0).length,
        );
      expect(keptOf(derived(child)).map((on) => [...on])).toEqual(child.map((on) => [...on]));
      if (child[first]!.length > 0) kept++;
    }
    // What is lost may be drawn again, among all of its node that were not kept.
    const free = (sums.find((node) => node.includes(first)) ?? []).length - 1;
    const expected = 0.3 + 0.7 / free;
    expect(Math.abs(kept / count - expected)).toBeLessThan(5 * Math.sqrt(0.25 / count));
  });

  it("moves the weight of a connection against its gradient, and no other one far", () => {
    const search = assembleNet.begin(relaxed, createRandom(1), 10, valuesFor(assembleNet, { period: 1000 }));
    const { kept, weights } = search.mixing();
    for (const own of weights.flat()) expect(own).toBeCloseTo(0.5, 2);
    const [rising = -1, falling = -1] = connected(kept);
    for (let i = 0; i < 100; i++) {
      const gradients = kept.map((on, m) => on.map(() => (m === rising ? -1 : m === falling ? 1 : 0)));
      search.descend(search.mixing(), { weights: gradients, passing: [], loss: 1 });
    }
    expect(search.gates![rising]).toBeGreaterThan(0.7);
    expect(search.gates![falling]).toBeLessThan(0.3);
    for (const [m, gate] of search.gates!.entries())
      if (m !== rising && m !== falling) expect(gate).toBeCloseTo(0.5, 2);
  });

  it("finds what has less loss than the best of as many random draws, and forgets the oldest", () => {
    const wanted = drawn(99);
    const lossOf = (kept: readonly (readonly number[])[]) =>
      wanted.filter((on, m) => on.length > 0 && on[0] !== kept[m]![0]).length;
    const steps = 600;
    const found: number[] = [];
    const best: number[] = [];
    for (let seed = 1; seed <= 10; seed++) {
      const random = createRandom(seed);
      const search = assembleNet.begin(relaxed, random, steps, valuesFor(assembleNet, { period: 1 }));
      for (let step = 0; step < steps; step++) {
        const mixing = search.mixing();
        // A connection that is wanted lowers the loss, others raise it.
        const weights = mixing.kept.map((on, m) => on.map(() => (wanted[m]!.length > 0 ? -1 : 1)));
        search.descend(mixing, { weights, passing: [], loss: lossOf(mixing.kept) });
        for (const own of search.probabilities) expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      }
      found.push(lossOf(keptOf(derive(search.strengths!))));
      best.push(Math.min(...Array.from({ length: steps }, () => lossOf(keptOf(darts.sampleNaive(random))))));
    }
    const mean = (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length;
    expect(mean(found)).toBeLessThan(mean(best) - 1);
  });
});

it("names the step from which on an architecture stays collapsed", () => {
  const path = [0.6, 0.2, 0.5, 0.8, 0.6].map((skips, step) => ({ step: step + 1, skips }));
  const collapseOf = (steps: typeof path) => steps.reduce<number | undefined>(collapsedSince, undefined);
  expect(collapseOf(path)).toBe(4);
  expect(collapseOf(path.slice(0, 3))).toBeUndefined();
  expect(collapseOf(path.slice(0, 1))).toBe(1);
  expect(collapseOf([])).toBeUndefined();
});

it("tells a search that ended before it decided", () => {
  // Strongest: 0.4, 0.5 and 0.75; without preference 1/3, 1/2 and 1/2.
  const early = decidedOf([
    [0.4, 0.3, 0.3],
    [0.5, 0.5],
    [0.25, 0.75],
  ]);
  expect(early?.strongest).toBeCloseTo(0.55, 12);
  expect(early?.even).toBeCloseTo(4 / 9, 12);
  // 0.19 of the way from there to certainty.
  expect(undecidedText(early!)).toContain("55 % for the strongest operations, 44 % without preference");
  expect(
    undecidedText(
      decidedOf([
        [0.6, 0.2, 0.2],
        [0.7, 0.3],
      ])!,
    ),
  ).toBeUndefined();
  // Removed operations are none that could have been preferred.
  expect(undecidedText(decidedOf([[0, 0.5, 0, 0.5, 0]])!)).toContain("50 %");
  expect(undecidedText(decidedOf([[0, 1, 0]])!)).toBeUndefined();
  expect(undecidedText(decidedOf([[0.2, 0.3, 0.2, 0.2, 0.1]])!)).toContain(
    "30 % for the strongest operations, 20 % without preference",
  );
  expect(decidedOf([])).toBeUndefined();
  // Where the last choice cannot come out, the others are as undecided as they are without it.
  const strongNone = decidedOf([[0.1, 0.1, 0.1, 0.7]], 3)!;
  expect(strongNone.strongest).toBeCloseTo(1 / 3, 12);
  expect(strongNone.even).toBeCloseTo(1 / 3, 12);
  expect(undecidedText(strongNone)).toContain("33 % for the strongest operations, 33 % without preference");
});

describe("relaxed spaces", () => {
  it("tell the choices of every architecture, from which it is derived again", () => {
    const random = createRandom(9);
    for (const [space, relaxation] of [
      [nasbench201, nasbench201Relaxation],
      [darts, dartsRelaxation],
    ] as const)
      for (let i = 0; i < 20; i++) {
        const drawn = space.sampleNaive(random);
        const kept = relaxation.keptOf(drawn);
        const strengths = relaxation.mixtures.map(({ choices }, m) =>
          choices.map((_, choice) => (kept[m]!.includes(choice) ? 1 : 0)),
        );
        expect(relaxation.derive(strengths)).toEqual(drawn);
      }
  });

  it("never derive none in the DARTS space, however strong", () => {
    const strengths = dartsRelaxation.mixtures.map(({ choices }) =>
      choices.map((name) => (name === "none" ? 9 : 0.1)),
    );
    expect(darts.isValid(dartsRelaxation.derive(strengths))).toBe(true);
  });

  it("count skip connections among operations, none being no operation", () => {
    const share = (text: string) => skipShare(nasbench201Relaxation, nasbench201.parse(text)!);
    const half = "|skip_connect~0|+|none~0|none~1|+|none~0|none~1|nor_conv_3x3~2|";
    expect(share(half)).toBe(0.5);
    expect(share("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|")).toBe(0);
  });
});
