/** @file The map of the field: all that the lab has stands in it once, and what is new by itself. */
import { describe, expect, it } from "vitest";
import { heuristics, heuristicsFor } from "../../src/core/heuristics/index.ts";
import { metrics } from "../../src/core/metrics/index.ts";
import { searchAlgorithms } from "../../src/core/search/index.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { fieldMap, type MapSource } from "../../src/ui/help/fieldMap.ts";
import { placeCard } from "../../src/ui/help/placeCard.ts";

const lab: MapSource = {
  spaces,
  algorithms: searchAlgorithms,
  heuristics: heuristicsFor(spaces[0]),
  metrics,
};
const entriesOf = (source: MapSource): string[] =>
  fieldMap(source).flatMap(({ places }) =>
    places.flatMap(({ entries }) => entries.map(({ kind, of }) => `${kind} ${of.id}`)),
  );

describe("the map of the field", () => {
  it("has every space, algorithm, heuristic and metric in one place", () => {
    const expected = [
      ...spaces.map(({ id }) => `space ${id}`),
      ...lab.algorithms.map(({ id }) => `algorithm ${id}`),
      ...heuristics.map(({ id }) => `heuristic ${id}`),
      ...metrics.map(({ id }) => `metric ${id}`),
    ];
    expect(entriesOf(lab).toSorted()).toEqual(expected.toSorted());
  });

  it("has the three dimensions of the survey, and takes in a new entry by its own word", () => {
    const [algorithm] = searchAlgorithms;
    const added = { ...algorithm, id: "new", strategy: "evolutionary methods" } as const;
    const [space, strategy, estimation] = fieldMap({ ...lab, algorithms: [...lab.algorithms, added] });
    expect([space?.title, strategy?.title, estimation?.title]).toEqual([
      "Search space",
      "Search strategy",
      "Performance estimation strategy",
    ]);
    const evolution = strategy?.places.find(({ title }) => title === "Evolutionary methods");
    expect(evolution?.entries.map(({ of }) => of.id)).toContain("new");
    // Heuristics of low fidelity are the survey's lower-fidelity estimates, all others are of weight sharing.
    const lower = estimation?.places.find(({ title }) => title === "Lower-fidelity estimates");
    expect(lower?.entries.map(({ of }) => of.id)).toEqual(
      heuristics.filter(({ group }) => group === "low-fidelity").map(({ id }) => id),
    );
  });
});

describe("the card of the tour", () => {
  const card = { width: 360, height: 250 };
  const view = { width: 1440, height: 900 };
  it.each([
    {
      what: "beside a panel",
      target: { left: 330, top: 100, width: 700, height: 600 },
      at: { left: 1044, top: 275 },
    },
    {
      what: "left of one at the edge",
      target: { left: 1060, top: 100, width: 370, height: 400 },
      at: { left: 686, top: 175 },
    },
    { what: "below a bar", target: { left: 0, top: 0, width: 1440, height: 54 }, at: { left: 540, top: 68 } },
    {
      what: "above what fills the lower half",
      target: { left: 0, top: 500, width: 1440, height: 900 },
      at: { left: 540, top: 236 },
    },
  ])("stands $what", ({ target, at }) => {
    expect(placeCard(target, card, view)).toEqual(at);
  });

  it("stays in a phone's window, away from where a large target begins", () => {
    const phone = { width: 390, height: 800 };
    const large = { left: 12, top: 100, width: 366, height: 2000 };
    expect(placeCard(large, card, phone)).toEqual({ left: 15, top: 538 });
    expect(placeCard({ ...large, top: 230 }, { width: 360, height: 250 }, phone).top).toBe(538);
  });
});
