/** @file How searches go, from their events: what is kept, whose child the find is, and that batches of events change nothing. */
import { describe, expect, it } from "vitest";
import {
  familyOf,
  type SearchProgress,
  startingSearch,
  tellSearches,
} from "../../../src/core/search/progress.ts";
import type { SearchEvent } from "../../../src/core/search/searchEvent.ts";

const asked = [
  { algorithm: "one", seed: 1, budget: 9 },
  { algorithm: "other", seed: 1, budget: 9 },
].map(startingSearch);
const compute = { trained: 0, scored: 10, seconds: 0.25 };
const accuracies = [0.4, 0.5, 0.45, 0.6, 0.55];
const parents = [[], [], ["a0"], ["a2", "a1"], ["a3"]];

const events: readonly SearchEvent[] = [
  ...accuracies.map((accuracy, index): SearchEvent => {
    const before = accuracies.slice(0, index + 1);
    const best = before.indexOf(Math.max(...before));
    return {
      ...{ type: "proposed", search: 0, architecture: `a${index}`, accuracy, index, loss: 1, compute },
      parents: parents[index] ?? [],
      state: { kind: "distribution", probabilities: [[index / 10, 1 - index / 10]] },
      best: { architecture: `a${best}`, accuracy: accuracies[best]!, index: best },
      isShared: false,
    };
  }),
  {
    ...{ type: "searched", search: 0, evaluations: 5, compute },
    found: { architecture: "a3", accuracy: 0.6, index: 3 },
  },
];

describe("a search told by its events", () => {
  const [told, other] = tellSearches(asked, events);

  it("keeps what was evaluated, the best every time it changed, and what it cost", () => {
    expect(told?.evaluated.map(({ architecture }) => architecture)).toEqual(["a0", "a1", "a2", "a3", "a4"]);
    expect(told?.best.map(({ index }) => index)).toEqual([0, 1, 3]);
    expect(told?.distributions.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(told).toMatchObject({ evaluations: 5, isOver: true, compute: { scored: 60, seconds: 1.5 } });
    expect(other).toBe(asked[1]);
  });

  it("is over without a find where it diverged, and leaves the others alone", () => {
    const [, diverged] = tellSearches(asked, [{ type: "diverged", search: 1, step: 7, compute }]);
    expect(diverged).toMatchObject({ isOver: true, divergedAt: 7, best: [], compute: { scored: 10 } });
  });

  it("is the same told at once and one by one", () => {
    expect(
      events.reduce((all, event) => tellSearches(all, [event]), asked as readonly SearchProgress[]),
    ).toEqual([told, other]);
  });

  it("knows the family of its find: ancestors once each, and nobody else", () => {
    expect(familyOf(told!.evaluated, "a3").map(({ architecture }) => architecture)).toEqual([
      ...["a0", "a1", "a2", "a3"],
    ]);
    expect(familyOf(told!.evaluated, "a1").map(({ architecture }) => architecture)).toEqual(["a1"]);
    expect(familyOf(told!.evaluated, "unknown")).toEqual([]);
  });
});
