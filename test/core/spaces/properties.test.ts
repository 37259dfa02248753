/** @file What holds in every space. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, hashText } from "../../../src/core/random.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import { type Architecture, maxNotationLength, type SearchSpace } from "../../../src/core/spaces/space.ts";
import { growth } from "../../growth.ts";
import { chiSquareExcess, tally } from "./baseline.ts";
import { isomorphicPairs } from "./isomorphicPairs.ts";

describe.each(spaces)("$id", (space) => {
  const encodings = fc.tuple(...space.decisions.map(({ choices }) => fc.nat(choices.length - 1)));
  const seeds = fc.integer({ min: 0, max: 0xffffffff });

  it("reads what it prints, any valid encoding", () => {
    fc.assert(
      fc.property(encodings, (architecture) => {
        fc.pre(space.isValid(architecture));
        expect(space.parse(space.print(architecture))).toEqual(architecture);
      }),
      { numRuns: 200 },
    );
  });

  it("refuses hostile text in time linear in its length, and what is too long at once", () => {
    const hostile = [
      "a",
      " ",
      "[[(",
      "normal=[[ ",
      "normal=[('none', 0),",
      "|a~0",
      "0,",
      "0;1",
      "(0,",
      "'",
      "reduce[=",
      "\n",
    ];
    const read = (text: string) => expect(space.parse(text)).toBeUndefined();
    const repeated = (piece: string, size: number) =>
      piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
    for (const piece of hostile) {
      // Linear is 8; a backtracking expression of the second order is 64.
      const many = (size: number): void => {
        for (let n = 0; n < 40; n++) read(repeated(piece, size));
      };
      expect(growth(maxNotationLength / 8, maxNotationLength, many), JSON.stringify(piece)).toBeLessThan(40);
      read(repeated(piece, 4_000_000));
    }
  });

  it("draws valid architectures, whatever the sampler, and can draw them as graphs", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed);
        for (const architecture of [
          space.sampleNaive(random),
          space.sampleUnique(random),
          ...space.sampleFair(random),
        ]) {
          expect(space.isValid(architecture)).toBe(true);
          for (const { nodes, edges } of space.graphs(architecture)) {
            const ids = new Set(nodes.map((node) => node.id));
            expect(edges.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("gives isomorphic encodings one canonical form", () => {
    const random = createRandom(1);
    const pairs = Array.from({ length: 200 }, () => isomorphicPairs[space.id](random));
    for (const [one, other] of pairs) {
      expect(space.isValid(one) && space.isValid(other)).toBe(true);
      expect(space.canonical(other)).toBe(space.canonical(one));
      const representative = space.representative(one);
      expect(space.representative(other)).toEqual(representative);
      expect(space.isValid(representative)).toBe(true);
      expect(space.canonical(representative)).toBe(space.canonical(one));
    }
    const different = pairs.filter(([one, other]) => String(one) !== String(other));
    expect(different.length).toBeGreaterThan(40);
  });

  it("tells architectures apart", () => {
    const random = createRandom(2);
    const drawn = Array.from({ length: 300 }, () => space.sampleUnique(random));
    const keys = new Set(drawn.map((architecture) => space.canonical(architecture)));
    const texts = new Set(drawn.map((architecture) => space.print(architecture)));
    expect(keys.size).toBe(texts.size);
    expect(keys.size).toBeGreaterThan(250);
  });

  it("FairNAS keeps the wiring and gives every operation one turn in every decision", () => {
    const random = createRandom(4);
    const seen = { decisions: 0, cells: 0 };
    for (let i = 0; i < 40; i++) {
      const turns = space.sampleFair(random);
      space.decisions.forEach(({ choices }, slot) => {
        const chosen = new Set(turns.map((architecture) => architecture[slot]));
        if (chosen.size === 1) return;
        expect(chosen.size).toBe(choices.length);
        seen.decisions++;
      });
      const parts = new Set(turns.map((architecture) => space.canonical(architecture)));
      if (parts.size === 1) continue;
      expect(turns).toHaveLength(Math.max(...space.decisions.map(operationsOf)));
      seen.cells++;
    }
    // Rare are wirings whose turns compute the same.
    expect(seen.decisions).toBeGreaterThanOrEqual(40);
    expect(seen.cells).toBeGreaterThanOrEqual(20);
  });

  it("says which cells a text is not", () => {
    expect(space.parse("nonsense")).toBeUndefined();
    for (const broken of [[], space.decisions.map(() => 99), space.decisions.map(() => 0.5)])
      expect(space.isValid(broken)).toBe(false);
  });
});

/** Number of operations a decision chooses from; 0 where it is about wiring. */
const operationsOf = ({ choices }: { readonly choices: readonly string[] }): number =>
  choices.some((choice) => /conv/.test(choice)) ? choices.length : 0;

// Twenty bins of so many classes are of equal size; the tests of the smaller spaces go to single classes.
describe.each(spaces.filter((space: SearchSpace) => (space.uniqueCount ?? Infinity) > 100_000))(
  "$id",
  (space) => {
    it("Random-A is uniform over hashes of the canonical form", () => {
      const random = createRandom(3);
      const bins = Array.from({ length: 20 }, (_, bin) => String(bin));
      const binOf = (architecture: Architecture): string =>
        String(hashText(space.canonical(architecture)) % bins.length);
      const drawn = Array.from({ length: 800 }, () => binOf(space.sampleUnique(random)));
      expect(chiSquareExcess(tally(drawn, bins))).toBeLessThan(4);
    });
  },
);
