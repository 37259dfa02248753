import { describe, expect, it } from "vitest";
import { defaultsFor, recipeOf } from "../../src/core/heuristics/index.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { landmarksOf, poolOf } from "../../src/store/pool.ts";

describe.each(spaces)("pool of $id", (space) => {
  const recipe = recipeOf(space, { ...defaultsFor(space), pool: 32 });
  const drawn = poolOf(space, [], recipe);

  it("draws different architectures that the recipe admits, where no table is", () => {
    expect(drawn).toHaveLength(32);
    const parsed = drawn.map((text) => space.parse(text));
    const keys = parsed.map((architecture) => architecture && space.canonical(architecture));
    expect(new Set(keys).size).toBe(32);
    expect(parsed.every((item) => item && space.admits(item, recipe.network))).toBe(true);
  });

  it("is the same every time, whatever the seed of the run", () => {
    expect(poolOf(space, [], recipe)).toEqual(drawn);
  });

  it("takes a table's architectures in shuffled order, at most as many as asked for", () => {
    const half = recipeOf(space, { ...defaultsFor(space), pool: 16 });
    const pool = poolOf(space, drawn, half);
    expect(pool).toHaveLength(16);
    expect(pool.every((text) => drawn.includes(text))).toBe(true);
    expect(pool).not.toEqual(drawn.slice(0, 16));
  });

  it("takes landmarks from outside of the pool where the table allows", () => {
    const pool = drawn.slice(0, 20);
    expect(landmarksOf(space, drawn, pool, recipe, 8).some((text) => pool.includes(text))).toBe(false);
    expect(landmarksOf(space, drawn, drawn, recipe, 8)).toHaveLength(8);
  });

  it("takes no landmark that the recipe does not allow", () => {
    const equal = recipeOf(space, { width: "equal", outputs: 1 });
    const pool = poolOf(space, drawn, equal);
    const landmarks = landmarksOf(space, drawn, pool, equal, 4);
    expect(landmarks).toHaveLength(4);
    for (const text of landmarks) expect(space.admits(space.parse(text)!, equal.network)).toBe(true);
  });
});
