import { describe, expect, it } from "vitest";
import type { PathCountsAt } from "../../src/core/pathCounts.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { superNetOf } from "../../src/core/spaces/superNets.ts";
import type { ArchitectureFigures } from "../../src/store/figures.ts";
import { operationHeight, placeSuperNet } from "../../src/ui/charts/superNetLayout.ts";
import { holdersOf, longAgo, operationWords, shareOf } from "../../src/ui/superNetFacts.ts";

describe.each(spaces.map(({ id }) => id))("the drawing of %s", (id) => {
  const { cells, places } = superNetOf(id)!;

  it("has every operation once, inside, and none on another", () => {
    const drawn = cells.map((cell) => placeSuperNet(cell, places));
    const all = drawn.flatMap(({ operations }) => operations);
    expect(all.map(({ place, choice }) => `${place} ${choice}`)).toEqual(
      places.flatMap(({ choices }, place) => choices.map((_, choice) => `${place} ${choice}`)),
    );
    for (const { operations, width, height } of drawn)
      for (const [index, one] of operations.entries()) {
        expect(Math.min(one.x, one.y)).toBeGreaterThanOrEqual(0);
        expect(one.x + one.width).toBeLessThanOrEqual(width);
        expect(one.y + operationHeight).toBeLessThanOrEqual(height);
        for (const other of operations.slice(index + 1))
          expect(
            Math.abs(one.x - other.x) >= Math.min(one.width, other.width) ||
              Math.abs(one.y - other.y) >= operationHeight,
          ).toBe(true);
      }
  });
});

describe("what is said of an operation", () => {
  const places = [
    { title: "node 0 → node 1", choices: ["skip", "conv", "pool"] },
    { title: "input → output", choices: ["edge"] },
  ];
  const at: PathCountsAt = {
    step: 100,
    paths: 400,
    operations: [
      [
        { paths: 100, last: 100 },
        { paths: 0, last: 0 },
        { paths: 50, last: 100 - longAgo },
      ],
      [{ paths: 200, last: 99 }],
    ],
    sampled: [],
  };

  it("tells how often and how lately it was trained", () => {
    expect(operationWords({ places }, 0, 0, at)).toBe(
      "skip on node 0 → node 1: trained by 100 of 400 paths (25.0 %), last in step 100",
    );
    expect(operationWords({ places }, 0, 1, at)).toBe("conv on node 0 → node 1: never trained");
    expect(operationWords({ places }, 1, 0, at)).toContain("input → output: trained by 200");
    const shares = (scale: "count" | "age") =>
      at.operations.flat().map((own) => shareOf(own, at, scale, 200));
    expect(shares("count")).toEqual([0.5, undefined, 0.25, 1]);
    expect(shares("age").slice(0, 3)).toEqual([1, undefined, 0]);
  });

  it("tells which scored architectures hold it, and how they rank", () => {
    const scored = (architecture: string, superNetRank: number, standAloneRank: number) =>
      ({ architecture, superNet: 0.5, superNetRank, standAloneRank }) satisfies ArchitectureFigures;
    const figures = [scored("b", 3, 2), scored("a", 1, 3), { architecture: "aa" }, scored("ab", 2, 1)];
    const choices = (text: string) => [text.startsWith("a") ? 0 : 1];
    const holders = holdersOf(figures, choices, 0, 0);
    expect(holders.architectures.map(({ architecture }) => architecture)).toEqual(["a", "ab"]);
    expect(holders).toMatchObject({
      scored: 3,
      ranks: { superNet: 1.5, standAlone: 2, ofAll: { superNet: 2, standAlone: 2 } },
    });
    expect(holdersOf(figures, choices, 0, 2)).toEqual({ architectures: [], scored: 3 });
  });
});
