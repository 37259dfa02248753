import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/core/random.ts";
import { enumerate, mutate, neighbors } from "../../../src/core/spaces/generic.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import { listedGraphs, nasbench101Small } from "../../../src/core/spaces/nasbench101/index.ts";
import { printGraph } from "../../../src/core/spaces/nasbench101/notation.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";

const distance = (a: readonly number[], b: readonly number[]): number =>
  a.filter((choice, slot) => choice !== b[slot]).length;

describe("enumerate", () => {
  it("gives every encoding once", () => {
    const all = [...enumerate(nasbench201)];
    expect(all).toHaveLength(15625);
    expect(new Set(all.map(String)).size).toBe(15625);
    expect(all[1]).toEqual([0, 0, 0, 0, 0, 1]);
  });

  it("leaves out invalid ones, and none of the unique cells", () => {
    const all = new Set<string>();
    for (const architecture of enumerate(nasbench101Small)) all.add(String(architecture));
    expect(all.size).toBeLessThan(2 ** 10 * 27);
    const unique = listedGraphs().map((cell) => nasbench101Small.parse(printGraph(cell))!);
    expect(unique.every((architecture) => all.has(String(architecture)))).toBe(true);
  });
});

describe.each([...spaces])("$id", (space) => {
  it("mutates into a valid architecture that computes something else", () => {
    const random = createRandom(1);
    let single = 0;
    for (let i = 0; i < 40; i++) {
      const parent = space.sampleNaive(random);
      const child = mutate(space, parent, random);
      expect(space.isValid(child)).toBe(true);
      expect(space.canonical(child)).not.toBe(space.canonical(parent));
      if (distance(parent, child) === 1) single++;
    }
    expect(single).toBeGreaterThan(10);
  });

  it("has neighbors one decision away, all different", () => {
    const architecture = space.sampleNaive(createRandom(2));
    const around = neighbors(space, architecture);
    expect(around.length).toBeGreaterThan(0);
    for (const other of around) {
      expect(space.isValid(other)).toBe(true);
      expect(distance(architecture, other)).toBe(1);
    }
    expect(new Set(around.map((other) => space.canonical(other))).size).toBe(around.length);
  });
});

it("leaves the cell from which no single change leads anywhere", () => {
  const inputToOutput = nasbench101Small.parse("0100;input,output")!;
  expect(neighbors(nasbench101Small, inputToOutput)).toEqual([]);
  const left = mutate(nasbench101Small, inputToOutput, createRandom(4));
  expect(nasbench101Small.canonical(left)).not.toBe(nasbench101Small.canonical(inputToOutput));
});
