import { assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { recipeOf } from "../../src/core/heuristics/index.ts";
import { countParameters } from "../../src/core/network/count.ts";
import { sampledPathsOf } from "../../src/core/sampledPaths.ts";
import { letIn } from "../../src/core/shrinking.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { SearchSpace, SizeOrder } from "../../src/core/spaces/space.ts";

const sized = (spaces as readonly SearchSpace[]).flatMap((space) =>
  space.traits.sizeOrder ? [{ space, title: space.title, order: space.traits.sizeOrder }] : [],
);

it("lets operations in from the largest on, at equal distances, and all of them in the end", () => {
  const order = { operations: [4, 3, 2, 1, 0] } as unknown as SizeOrder;
  const counts = [1, 25, 26, 50, 51, 75, 76, 100].map((step) => letIn(order, 100, step)?.length);
  expect(counts).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
  expect(letIn(order, 100, 1)).toEqual([4]);
  expect(letIn(order, 100, 101)).toBeUndefined();
  expect(letIn(order, 0, 1)).toBeUndefined();
});

describe.each(sized)("in $title", ({ space, order }) => {
  const slots = space.decisions.map((_, slot) => slot);
  const operationSlots = slots.filter(order.isOperation);

  it("names every operation once, convolutions by their weights first", () => {
    for (const slot of operationSlots)
      expect([...order.operations].sort()).toEqual([...(space.decisions[slot]?.choices.keys() ?? [])].sort());
    const recipe = recipeOf(space, {});
    // Of the networks that have one operation everywhere.
    const sizes = order.operations.map((choice) => {
      const architecture = order.largest.map((own, slot) => (order.isOperation(slot) ? choice : own));
      return countParameters(
        space.build(architecture, recipe.network, { height: 14, width: 14, channels: 1 }, 10),
      );
    });
    const names = order.operations.map((choice) => space.decisions[operationSlots[0] ?? 0]?.choices[choice]);
    const convolutions = names.filter((name) => name?.includes("conv")).length;
    expect(names.slice(0, convolutions).every((name) => name?.includes("conv"))).toBe(true);
    for (let place = 0; place < convolutions; place++)
      expect(Math.max(...sizes.slice(place + 1))).toBeLessThan(sizes[place] as number);
  });

  it("trains what is let in alone, by the wiring that the sampler drew, and is as ever afterwards", () => {
    const { network, training } = recipeOf(space, { paths: 4 });
    assert(
      property(integer({ min: 1, max: 1000 }), integer({ min: 1, max: 80 }), (seed, step) => {
        const before = sampledPathsOf(space, { network, training }, seed, step).trained;
        const shrinking = { network, training: { ...training, shrinkSteps: 60 } };
        const { trained } = sampledPathsOf(space, shrinking, seed, step);
        const allowed = letIn(order, 60, step);
        if (!allowed) expect(trained).toEqual(before);
        for (const [path, architecture] of allowed ? trained.entries() : []) {
          expect(space.isValid(architecture)).toBe(true);
          for (const slot of slots) {
            const [own, drawn] = [architecture[slot] as number, before[path]?.[slot] as number];
            if (!order.isOperation(slot) || allowed?.includes(drawn)) expect(own).toBe(drawn);
            else expect(allowed).toContain(own);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("has the smallest that is let in beside the largest under the sandwich rule", () => {
    const { network, training } = recipeOf(space, { sandwich: true, shrink: 60 });
    for (const step of [1, 20, 45]) {
      const [largest, least] = sampledPathsOf(space, { network, training }, 5, step).trained;
      expect(largest).toEqual(order.largest);
      const last = letIn(order, 60, step)?.at(-1);
      for (const slot of operationSlots) expect(least?.[slot]).toBe(last);
    }
    const [, least] = sampledPathsOf(space, { network, training }, 5, 61).trained;
    expect(least).toEqual(order.smallest);
  });
});
