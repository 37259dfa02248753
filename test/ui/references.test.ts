import { describe, expect, it } from "vitest";
import { noFigures } from "../../src/store/figures.ts";
import { comparedOf } from "../../src/ui/compared.ts";
import { standAloneName } from "../../src/ui/names.ts";
import { referenceList } from "../../src/ui/references.ts";

describe("lines to judge by", () => {
  const all = {
    oracle: 0.86,
    seedAgainstSeed: 0.72,
    parameters: 0.54,
    flops: 0.55,
    gradientNorm: 0.3,
    seedNoise: 0.01,
    seeds: 2,
  };

  it("are listed from the highest, each with its explanation; only three have a line", () => {
    const list = referenceList(all);
    expect(list.map(({ id }) => id)).toEqual([
      "oracle",
      "seeds",
      "flops",
      "parameters",
      "gradient-norm",
      "random",
    ]);
    expect(list.flatMap(({ id, color }) => (color ? [id] : []))).toEqual(["oracle", "parameters", "random"]);
    expect(list[0]?.explanation).toContain("the mean of the table's 2 seeds");
    expect(list.every(({ explanation }) => /^[A-Z].*\.$/.test(explanation))).toBe(true);
  });

  it("tell a super-net that came with the table", () => {
    const [first] = referenceList({ superNet: 0.7 });
    expect(first).toMatchObject({ title: "super-net of the table", value: 0.7 });
  });

  it("leave out what the table cannot tell", () => {
    expect(referenceList({ parameters: -0.1 }).map(({ id }) => id)).toEqual(["random", "parameters"]);
  });
});

describe("the state that the scatter compares with", () => {
  const round = {
    step: 40,
    size: 2,
    state: "complete",
    from: 0,
    generation: 0,
    number: 0,
  } as const;
  const architectures = [
    { architecture: "a", superNet: 0.5, superNetBefore: 0.3, standAlone: 0.9 },
    { architecture: "b", superNet: 0.6, standAlone: 0.8 },
  ];
  const previous = { ...noFigures, architectures, round, scored: 2, ranked: 2 };

  it("is the same weights by the rules before, where those changed", () => {
    const figures = { ...noFigures, architectures, round: { ...round, number: 1, pairedWith: 0 } };
    expect(comparedOf(figures, previous)).toMatchObject({ dots: [{ x: 0.3, y: 0.9 }], isRun: false });
  });

  it("is the previous run at the step that it is compared at", () => {
    const pairs = { a: [0.1], b: [0.2], groundTruths: [0.7] };
    const architectures = ["a"];
    const comparison = {
      with: "run",
      step: 1234,
      rankBy: { before: "accuracy", now: "accuracy" },
      count: 1,
      before: 0,
      now: 0,
      pairs,
      architectures,
    } as const;
    expect(comparedOf({ ...noFigures, round, comparison }, previous)).toEqual({
      dots: [{ x: 0.1, y: 0.7 }],
      title: "baseline run, step 1,234",
      isRun: true,
    });
  });

  it("is the previous run as it ended only until there is a round, or where nothing is judged", () => {
    expect(comparedOf(noFigures, previous)?.dots).toEqual([
      { x: 0.5, y: 0.9 },
      { x: 0.6, y: 0.8 },
    ]);
    expect(comparedOf({ ...noFigures, round }, previous)).toBeUndefined();
    expect(comparedOf({ ...noFigures, round }, { ...previous, ranked: 0 })?.title).toBe(
      "baseline run, step 40",
    );
    expect(comparedOf(noFigures, undefined)).toBeUndefined();
  });
});

it("stand-alone accuracy says over which images and seeds it is taken", () => {
  const table = { judgedBy: "test", seeds: 2 } as Parameters<typeof standAloneName>[0] extends infer T
    ? T extends { readonly table: infer Table }
      ? Table
      : never
    : never;
  const source = { file: new Blob(), answers: [] };
  expect(standAloneName({ status: "ready", table, origin: "shipped", source })).toBe(
    "stand-alone test accuracy (mean of 2 seeds)",
  );
  expect(standAloneName({ status: "ready", table: { ...table, seeds: 1 }, origin: "file", source })).toBe(
    "stand-alone test accuracy",
  );
  expect(standAloneName({ status: "loading" })).toBe("stand-alone accuracy");
});
