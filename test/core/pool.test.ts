import { describe, expect, it } from "vitest";
import { heuristicsFor, recipeOf } from "../../src/core/heuristics/index.ts";
import { poolOf } from "../../src/core/pool.ts";
import { createRandom } from "../../src/core/random.ts";
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

  it("finds as many as are asked for also where few of the space's are admitted", () => {
    // Of the whole NASBench-101 one cell in forty has four inputs of its output.
    const rare: Settings = space.id === "nasbench101-full" ? { outputs: 4 } : {};
    expect(pool([], { pool: 16, ...rare }).scored).toHaveLength(16);
  });

  it("is the same every time, whatever the seed of the run", () => {
    expect(pool([], { pool: 32 }).scored).toEqual(drawn);
  });

  it("scores every architecture in the encoding that stands for all of its class, whatever a table writes", () => {
    const random = createRandom(4);
    const rows = new Map<string, string>();
    for (let draw = 0; draw < 400; draw++) {
      const architecture = space.sampleNaive(random);
      rows.set(space.canonical(architecture), space.print(architecture));
    }
    const written = [...rows.values()];
    const inClass = (text: string): string => space.print(space.representative(space.parse(text)!));
    expect(written.some((text) => inClass(text) !== text)).toBe(true);
    const { scored } = pool(
      written.map((architecture) => ({ architecture, accuracy: 0.5 })),
      { pool: 1000 },
    );
    expect(scored.length).toBeGreaterThan(20);
    expect(scored.map(inClass)).toEqual(scored);
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

  it("says that the ranking loss does nothing where no two landmarks can be held out", () => {
    for (const rows of [[], table.slice(0, 4)]) {
      const { landmarks, remark } = pool(rows, { landmark: 1 });
      expect(landmarks).toEqual([]);
      expect(remark).toMatch(/There are no landmarks here.* does nothing\.$/);
    }
    expect(pool([], {}).remark).toBeUndefined();
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

  it("judges cells of equal width alone where asked to, whatever is trained", () => {
    const mixed = pool([], { pool: 64, width: "own" }).scored;
    const rows = mixed.map((architecture) => ({ architecture, accuracy: 0.5 }));
    const equal = pool(rows, { width: "equal" });
    for (const width of ["own", "chunk", "shuffle", "interpolate"]) {
      expect(pool(rows, { width, judge: "equal" })).toEqual(equal);
      expect(pool(rows, { width }).scored).toHaveLength(64);
    }
    // Only where widths depend on the architecture is there anything to leave out.
    const isFixed = heuristicsFor(space).some(
      ({ heuristic, unavailable }) => heuristic.id === "dynamic-channels" && unavailable !== undefined,
    );
    expect(equal.scored.length === 64).toBe(isFixed);
    expect(equal.scored.length).toBeGreaterThan(8);
    const { network } = recipeOf(space, { width: "equal" });
    for (const text of equal.scored) expect(space.admits(space.parse(text)!, network)).toBe(true);
    expect(pool([], { pool: 32, judge: "equal", width: "chunk" })).toEqual(
      pool([], { pool: 32, width: "equal" }),
    );
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

  it("says that nothing is scored where no row of the table is trained", () => {
    const { scored, remark } = pool([{ architecture: "of another space", accuracy: 0.5 }], {});
    expect(scored).toEqual([]);
    expect(remark).toMatch(/^Nothing is scored/);
  });

  it("judges by rows that were drawn uniformly from what the recipe admits, not by picked ones", () => {
    const all = pool([], { pool: 200, width: "own" }).scored;
    const uniform = all.slice(0, 120);
    const admitted = pool([], { pool: 260 })
      .scored.filter((text) => !all.includes(text))
      .slice(0, 20);
    expect(admitted.length).toBe(20);
    const from = (source: "uniform" | "admitted" | "picked") => (architecture: string) => ({
      architecture,
      accuracy: 0.5,
      source,
    });
    const rows = [
      ...uniform.map(from("uniform")),
      ...admitted.map(from("admitted")),
      ...all.slice(120).map(from("picked")),
    ];
    const { network } = recipeOf(space, {});
    const byDefault = uniform.filter((text) => space.admits(space.parse(text)!, network));
    const narrow = pool(rows, { pool: 300 });
    expect(new Set(narrow.scored)).toEqual(new Set([...byDefault, ...admitted]));
    expect(narrow.remark).toBeUndefined();
    // Where more is admitted than by default, the rows drawn from the default part would weigh it too much.
    const more = byDefault.length < uniform.length ? [] : admitted;
    expect(new Set(pool(rows, { pool: 300, width: "own" }).scored)).toEqual(new Set([...uniform, ...more]));
  });

  it("says so where picked rows judge, since too few others are there, or where nobody knows", () => {
    const picked = table.map((row) => ({ ...row, source: "picked" as const }));
    const few = pool(picked, {});
    expect(few.scored).toHaveLength(32);
    expect(few.remark).toMatch(/^Only 0 of the table's 32 architectures were drawn at random/);
    expect(pool(table, {}).remark).toMatch(/does not say how its architectures were chosen/);
    expect(
      pool(
        table.map((row) => ({ ...row, source: "uniform" as const })),
        {},
      ).remark,
    ).toBeUndefined();
  });
});

it("counts disconnected cells as one architecture", () => {
  const [space] = spaces;
  const cut = (first: string): string => `|${first}~0|+|${first}~0|none~1|+|none~0|none~1|none~2|`;
  const rows = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3"].map((operation) => ({
    architecture: cut(operation),
    accuracy: 0.1,
  }));
  expect(poolOf(space, rows, recipeOf(space, {})).scored).toHaveLength(1);
});
