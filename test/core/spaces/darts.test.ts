import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/core/random.ts";
import { type DartsCell, decode, encodeCell, sourcePairs } from "../../../src/core/spaces/darts/encoding.ts";
import { darts } from "../../../src/core/spaces/darts/index.ts";
import {
  canonical,
  drawUniqueCell,
  ordersOf,
  reordered,
} from "../../../src/core/spaces/darts/isomorphism.ts";
import type { Architecture } from "../../../src/core/spaces/space.ts";
import { chiSquareExcess, tally } from "./baseline.ts";

/** The second-order cell of the paper, as cnn/genotypes.py has it. */
const dartsV2 =
  "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)], normal_concat=[2, 3, 4, 5], reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), ('skip_connect', 2), ('skip_connect', 2), ('max_pool_3x3', 1)], reduce_concat=[2, 3, 4, 5])";
const encodings = fc.tuple(...darts.decisions.map((decision) => fc.nat(decision.choices.length - 1)));

describe("the DARTS genotype", () => {
  it("reads the published cell and prints it with the lower input first", () => {
    const architecture = darts.parse(dartsV2)!;
    expect(darts.print(architecture)).toBe(
      dartsV2
        .replace("('sep_conv_3x3', 1), ('skip_connect', 0)", "('skip_connect', 0), ('sep_conv_3x3', 1)")
        .replaceAll("('skip_connect', 2), ('max_pool_3x3', 1)", "('max_pool_3x3', 1), ('skip_connect', 2)"),
    );
  });

  it("reads the forms of logs and of NDS records", () => {
    const expected = darts.parse(dartsV2);
    expect(darts.parse(dartsV2.replaceAll("[2, 3, 4, 5]", "range(2, 6)"))).toEqual(expected);
    expect(darts.parse(dartsV2.replaceAll(", normal_concat=[2, 3, 4, 5]", ""))).toEqual(expected);
    const json = dartsV2
      .replace("Genotype(", "{")
      .replace(/\)$/, "}")
      .replaceAll(/\('(\w+)', (\d)\)/g, '["$1", $2]')
      .replaceAll(/(\w+)=/g, '"$1": ');
    expect(JSON.parse(json)).toHaveProperty("reduce");
    expect(darts.parse(json)).toEqual(expected);
    expect(darts.parse(JSON.stringify(JSON.parse(json), null, 1))).toEqual(expected);
  });

  it("refuses what is not in the space", () => {
    for (const [from, to] of [
      ["dil_conv_3x3", "none"],
      ["dil_conv_3x3', 2", "dil_conv_3x3', 5"],
      ["('sep_conv_3x3', 1), ('sep_conv_3x3', 0)", "('sep_conv_3x3', 0), ('sep_conv_3x3', 0)"],
      ["normal_concat=[2, 3, 4, 5]", "normal_concat=[3, 4, 5]"],
      ["('sep_conv_3x3', 0), ", ""],
      ["reduce=", "reduction="],
    ] as const) {
      expect(dartsV2).toContain(from);
      expect(darts.parse(dartsV2.replace(from, to)), to).toBeUndefined();
    }
  });

  it("draws two cells with operations on edges", () => {
    const [normal, reduction] = darts.graphs(darts.parse(dartsV2)!);
    expect([normal!.title, reduction!.title]).toEqual(["Normal cell", "Reduction cell"]);
    expect(normal!.nodes).toHaveLength(7);
    expect(normal!.edges.filter((edge) => edge.to === "output" && edge.operation === undefined)).toHaveLength(
      4,
    );
    expect(normal!.edges).toContainEqual({ from: "2", to: "5", operation: "dil_conv_3x3" });
  });
});

/** The architecture with the inner nodes of both cells in other orders. */
function relabelled(architecture: Architecture, pick: number): Architecture {
  return decode(architecture).flatMap((cell) => {
    const orders = ordersOf(cell);
    return encodeCell(reordered(cell, orders[pick % orders.length]!))!;
  });
}

describe("the canonical form", () => {
  it("is stable under every admissible order of the nodes", () => {
    fc.assert(
      fc.property(encodings, fc.nat(23), (architecture, pick) => {
        const other = relabelled(architecture, pick);
        expect(darts.isValid(other)).toBe(true);
        expect(canonical(other)).toBe(canonical(architecture));
        expect(canonical(relabelled(other, pick + 1))).toBe(canonical(architecture));
      }),
    );
  });

  it("tells the two cells apart and counts every operation", () => {
    const architecture = darts.parse(dartsV2)!;
    const [normal, reduction] = [architecture.slice(0, 12), architecture.slice(12)];
    expect(canonical([...reduction, ...normal])).not.toBe(canonical(architecture));
    const changed = (slot: number) =>
      architecture.map((choice, at) => (at === slot ? (choice + 1) % 7 : choice));
    for (const slot of [1, 2, 11, 13, 23]) expect(canonical(changed(slot))).not.toBe(canonical(architecture));
  });

  it("knows all orders: 24 for nodes on the inputs only, 1 for a chain", () => {
    const cell = (pairs: readonly (readonly [number, number])[]): DartsCell =>
      pairs.map(([one, other]) => [
        { from: one, operation: 0 },
        { from: other, operation: 0 },
      ]);
    expect(ordersOf(cell(new Array(4).fill([0, 1])))).toHaveLength(24);
    expect(
      ordersOf(
        cell([
          [0, 1],
          [1, 2],
          [2, 3],
          [3, 4],
        ]),
      ),
    ).toHaveLength(1);
  });
});

describe("sampling", () => {
  /** The wirings of one cell: a pair of earlier nodes for each node. */
  const wirings = sourcePairs.reduce<number[][]>(
    (prefixes, pairs) => prefixes.flatMap((prefix) => pairs.map((_, pair) => [...prefix, pair])),
    [[]],
  );
  /** Both edges of inner node n carry the operation that bit n says: a set that reordering does not leave. */
  const cellOf = (wiring: readonly number[], bits: number): DartsCell =>
    wiring.map((pair, inner) => {
      const [one, other] = sourcePairs[inner]![pair]!;
      const operation = (bits >> inner) & 1;
      return [
        { from: one, operation },
        { from: other, operation },
      ];
    });
  const key = (cell: DartsCell): string => canonical([...encodeCell(cell)!, ...encodeCell(cell)!]);

  it.each([1, 16])(
    "Random-A is uniform over the unique cells of all wirings with %i labelings",
    (labelings) => {
      expect(wirings).toHaveLength(180);
      const random = createRandom(1);
      const draw = () => cellOf(wirings[random.below(180)]!, random.below(labelings));
      const all = new Set<string>();
      for (const wiring of wirings)
        for (let bits = 0; bits < labelings; bits++) all.add(key(cellOf(wiring, bits)));
      const excess = (sample: () => DartsCell): number =>
        chiSquareExcess(
          tally(
            Array.from({ length: all.size * 10 }, () => key(sample())),
            [...all],
          ),
        );
      expect(excess(() => drawUniqueCell(random, draw))).toBeLessThan(4);
      expect(excess(draw)).toBeGreaterThan(25);
    },
  );

  it("Random-NAS prefers cells with many orders", () => {
    const random = createRandom(2);
    const share = (sample: (random: ReturnType<typeof createRandom>) => Architecture): number => {
      let few = 0;
      for (let i = 0; i < 400; i++) if (ordersOf(decode(sample(random))[0]).length === 1) few++;
      return few / 400;
    };
    expect(share(darts.sampleUnique)).toBeGreaterThan(1.5 * share(darts.sampleNaive));
  });

  it("FairNAS: one wiring, every operation once per edge", () => {
    const turns = darts.sampleFair(createRandom(3));
    expect(turns).toHaveLength(7);
    for (const [slot] of darts.decisions.entries()) {
      const choices = turns.map((architecture) => architecture[slot]!);
      if (slot % 3 === 0) expect(new Set(choices).size).toBe(1);
      else expect(choices.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    }
  });
});
