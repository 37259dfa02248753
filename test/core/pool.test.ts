import { describe, expect, it } from "vitest";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { poolOf } from "../../src/core/pool.ts";
import type { Settings } from "../../src/core/settings.ts";
import { spaces } from "../../src/core/spaces/index.ts";

describe.each(spaces)("pool of $id", (space) => {
  const pool = (rows: Parameters<typeof poolOf>[1], settings: Settings) =>
    poolOf(space, rows, recipeOf(space, settings));
  const drawn = pool([], { pool: 32 }).scored;
  const table = drawn.map((architecture, index) => ({ architecture, accuracy: index / 32 }));

  it("draws different architectures that the recipe admits, where no table is", () => {
    expect(drawn).toHaveLength(32);
    const parsed = drawn.map((text) => space.parse(text));
    const keys = parsed.map((architecture) => architecture && space.canonical(architecture));
    expect(new Set(keys).size).toBe(32);
    const { network } = recipeOf(space, {});
    expect(parsed.every((item) => item && space.admits(item, network))).toBe(true);
  });

  it("is the same every time, whatever the seed of the run", () => {
    expect(pool([], { pool: 32 }).scored).toEqual(drawn);
  });

  it("takes a table's architectures in shuffled order, at most as many as asked for", () => {
    const { scored, landmarks } = pool(table, { pool: 16 });
    expect(scored).toHaveLength(16);
    expect(scored.every((text) => drawn.includes(text))).toBe(true);
    expect(scored).not.toEqual(drawn.slice(0, 16));
    expect(landmarks).toEqual([]);
  });

  it("holds landmarks out of what is scored, with their accuracies, and changes nothing else", () => {
    const { scored, landmarks } = pool(table, { pool: 128, landmark: 1 });
    expect(landmarks).toHaveLength(8);
    for (const landmark of landmarks) {
      expect(scored).not.toContain(landmark.architecture);
      expect(table).toContainEqual(landmark);
    }
    const without = pool(table, { pool: 128 }).scored;
    expect(without).toHaveLength(32);
    expect(scored).toEqual(without.slice(0, 24));
  });

  it("holds out up to 50 landmarks by their authors' rule, 8 by that of the margin", () => {
    const wide = { width: "chunk", pool: 8, landmark: 1 };
    const many = pool([], { ...wide, pool: 300 }).scored.map((architecture) => ({
      architecture,
      accuracy: 0.5,
    }));
    expect(many).toHaveLength(300);
    expect(pool(many, wide).landmarks).toHaveLength(50);
    expect(pool(many, { ...wide, landmarkrule: "margin" }).landmarks).toHaveLength(8);
    expect(pool(many.slice(0, 120), wide).landmarks).toHaveLength(30);
  });

  it("keeps most of a small table for the judgement", () => {
    const { scored, landmarks } = pool(table.slice(0, 9), { landmark: 1 });
    expect([scored.length, landmarks.length]).toEqual([7, 2]);
  });

  it("takes no row that the recipe does not allow, as a landmark neither", () => {
    const settings = { width: "equal", outputs: 2, landmark: 1 };
    const { network } = recipeOf(space, settings);
    const mixed = pool([], { pool: 64, width: "own" }).scored;
    const { scored, landmarks } = pool(
      mixed.map((architecture) => ({ architecture, accuracy: 0.5 })),
      settings,
    );
    expect(landmarks.length).toBeGreaterThan(0);
    for (const text of [...scored, ...landmarks.map(({ architecture }) => architecture)])
      expect(space.admits(space.parse(text)!, network)).toBe(true);
  });
});
