import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/core/random.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import { mutate } from "../../../src/core/spaces/mutate.ts";
import { nasbench101Small } from "../../../src/core/spaces/nasbench101/index.ts";

const distance = (a: readonly number[], b: readonly number[]): number =>
  a.filter((choice, slot) => choice !== b[slot]).length;

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
});

it("leaves the cell from which no single change leads anywhere", () => {
  const inputToOutput = nasbench101Small.parse("0100;input,output")!;
  const left = mutate(nasbench101Small, inputToOutput, createRandom(4));
  expect(nasbench101Small.canonical(left)).not.toBe(nasbench101Small.canonical(inputToOutput));
});
