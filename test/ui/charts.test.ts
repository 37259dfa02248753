import { assert, double, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { conflicts, defaultsFor, heuristicsFor } from "../../src/core/heuristics/index.ts";
import { lessons } from "../../src/core/lessons/index.ts";
import { createRandom } from "../../src/core/random.ts";
import type { Settings } from "../../src/core/settings.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { accuracyDomain, focusedDomain, steadyDomain, stripScale, ticks } from "../../src/ui/charts/axis.ts";
import { binned } from "../../src/ui/charts/bins.ts";
import { nodeLabel, placeCell, shortOperation, tersestOperation } from "../../src/ui/charts/cellLayout.ts";
import { captionLines } from "../../src/ui/charts/chartImage.ts";
import { nearestSpot } from "../../src/ui/charts/nearest.ts";
import { nearestPoint } from "../../src/ui/charts/stepLines.ts";
import { thinned } from "../../src/ui/charts/thin.ts";
import { stopsWith, typedNumber } from "../../src/ui/controls/NumberControl.tsx";
import { suggestionsFor } from "../../src/ui/experiments.ts";
import { correlationLine } from "../../src/ui/panels/CorrelationPanel.tsx";
import { sortedBy } from "../../src/ui/panels/TablePanel.tsx";
import { trainingRows } from "../../src/ui/panels/TrainingPanel.tsx";

it("a picture's caption is broken between words, and within one that is too long", () => {
  expect(captionLines(["seed 1 · step 40", "abc"], 80)).toEqual(["seed 1 · step 40", "abc"]);
  expect(captionLines(["Settings: Learning rate 0.1"], 140)).toEqual(["Settings: Learning", "rate 0.1"]);
  expect(captionLines(["x".repeat(45)], 140).map((line) => line.length)).toEqual([20, 20, 5]);
});

describe("axes", () => {
  it("begin exactly at a tick, however the grain multiplies", () => {
    const domain = accuracyDomain([0.825, 0.86], 0.02);
    expect(domain).toEqual([0.82, 0.88]);
    const scale = stripScale(domain, 0, 100, 20);
    expect(ticks(domain, 4).map((tick) => scale.at(tick))[0]).toBe(20);
  });

  it("have round ticks within the domain, also when it runs backwards", () => {
    expect(ticks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks([31, 0], 3)).toEqual([0, 20]);
  });

  it("have few ticks and come to an end, however near to each other or far from zero their ends are", () => {
    // Losses of architectures that all guess differ in the last digit: the page froze.
    const [tick, ...more] = ticks([Math.LN10, Math.LN10 + 2 ** -51], 5);
    expect(tick).toBeCloseTo(Math.LN10, 8);
    expect(more).toEqual([]);
    expect(ticks([0, 0], 5)).toEqual([0]);
    expect(ticks([0, Number.POSITIVE_INFINITY], 5)).toEqual([]);
    const number = double({ noNaN: true, noDefaultInfinity: true });
    assert(
      property(
        number,
        double({ min: 0, max: 1, noNaN: true }),
        integer({ min: 1, max: 12 }),
        (low, width, wanted) => {
          const high = low + width * 10 ** (wanted - 20);
          const found = ticks([low, high], wanted);
          expect(found.length).toBeLessThanOrEqual(wanted + 2);
          expect(new Set(found).size).toBe(found.length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("keep accuracies in sight and stay when little changes", () => {
    const [low, high] = accuracyDomain([0.42, 0.61]);
    expect(low).toBeLessThan(0.42);
    expect(high).toBeGreaterThan(0.61);
    expect(accuracyDomain([])).toEqual([0, 1]);
    expect(steadyDomain([0.4, 0.7], [0.45, 0.7])).toEqual([0.4, 0.7]);
    expect(steadyDomain([0.4, 0.7], [0.35, 0.7])).toEqual([0.35, 0.7]);
    expect(steadyDomain([0, 1], [0.5, 0.7])).toEqual([0.5, 0.7]);
  });

  it("look at the bulk where a few values lie far below", () => {
    const bulk = Array.from({ length: 40 }, (_, index) => 0.8 + index / 600);
    expect(focusedDomain([...bulk, 0.1])[0]).toBeGreaterThan(0.7);
    expect(focusedDomain(bulk)[0]).toBeLessThanOrEqual(0.8);
  });
});

describe("a scale with a strip", () => {
  it("keeps outliers in the strip and the rest in order, in either direction", () => {
    const across = stripScale([0.5, 1], 0, 100, 20);
    expect([0.1, 0.5, 1].map(across.at)).toEqual([10, 20, 100]);
    const up = stripScale([0.5, 1], 100, 0, 20);
    expect([0.1, 0.5, 1].map(up.at)).toEqual([90, 80, 0]);
  });
});

describe("drawings", () => {
  it("read a line at its nearest step that has a value", () => {
    const points = [{ step: 0, value: 7 }, { step: 10, value: 8 }, { step: 11 }, { step: 20, value: 9 }];
    expect([1, 11, 99].map((step) => nearestPoint(points, step)?.value)).toEqual([7, 8, 9]);
    expect(nearestPoint([{ step: 3 }], 3)).toBeUndefined();
  });

  it("thin long lists and keep both ends", () => {
    const items = Array.from({ length: 1000 }, (_, index) => index);
    const few = thinned(items, 150);
    expect(few).toHaveLength(150);
    expect([few[0], few.at(-1)]).toEqual([0, 999]);
    expect(thinned([1, 2], 150)).toEqual([1, 2]);
  });

  it("count every value in a bin", () => {
    expect(binned([0, 0.1, 0.5, 1, 2], [0, 1], 2)).toEqual([2, 3]);
  });

  it("find the spot under the pointer", () => {
    const spots = [
      { id: "a", left: 10, top: 10 },
      { id: "b", left: 20, top: 10 },
    ];
    expect(nearestSpot(spots, 17, 10, 22)).toBe("b");
    expect(nearestSpot(spots, 100, 100, 22)).toBeUndefined();
  });

  it.each(spaces)("place every node and edge of a cell of $id", (space) => {
    const architecture = space.sampleNaive(createRandom(5));
    for (const graph of space.graphs(architecture)) {
      const cell = placeCell(graph, { width: 320, height: 300 });
      expect(cell.nodes).toHaveLength(graph.nodes.length);
      expect(cell.edges.every(({ path }) => path.startsWith("M") && !path.includes("NaN"))).toBe(true);
      expect(cell.width).toBeGreaterThan(0);
    }
  });

  it("write shorter names where a cell has many, and true subscripts", () => {
    expect(["sep_conv_5x5", "max_pool_3x3", "skip_connect"].map(tersestOperation)).toEqual([
      "sep 5×5",
      "max 3×3",
      "skip",
    ]);
    expect(nodeLabel("c_{k-1}")).toBe("cₖ₋₁");
  });

  it("name operations in one vocabulary", () => {
    expect(["nor_conv_3x3", "conv3x3-bn-relu", "skip_connect", "maxpool3x3"].map(shortOperation)).toEqual([
      "conv 3×3",
      "conv 3×3",
      "skip",
      "max pool 3×3",
    ]);
  });
});

describe("panels", () => {
  it("break the correlation where scores began anew", () => {
    const point = (step: number, generation: number, size = 20) => ({
      step,
      round: step,
      size,
      meanAccuracy: 0.6,
      generation,
      skdt: 0.5,
      tau: 0.4,
      rho: 0.3,
      scored: 20,
    });
    const line = correlationLine([point(10, 0), point(20, 0), point(30, 1)], "tau");
    expect(line.map(({ value }) => value)).toEqual([0.4, 0.4, undefined, 0.4]);
    const averaged = { ...point(20, 0), weights: "ema" as const };
    const switched = correlationLine([{ ...point(10, 0), weights: "raw" }, averaged], "tau");
    expect(switched.map(({ value }) => value)).toEqual([0.4, undefined, 0.4]);
    // Of other numbers of architectures they are other quantities.
    const growing = correlationLine([point(10, 0, 12), point(20, 0, 24), point(30, 0, 24)], "tau");
    expect(growing.map(({ value }) => value)).toEqual([0.4, undefined, 0.4, 0.4]);
  });

  it("average training points instead of dropping them", () => {
    const points = Array.from({ length: 10 }, (_, index) => ({
      step: index,
      loss: index,
      accuracy: 0.5,
      learningRate: 0.1,
      gradientNorm: 1,
      imagesPerSecond: 1,
    }));
    expect(trainingRows(points, 5).map(({ loss }) => loss)).toEqual([0.5, 2.5, 4.5, 6.5, 8.5]);
  });

  it("sort architectures without a value last, whichever way", () => {
    const items = [
      { architecture: "a" },
      { architecture: "b", superNet: 0.2 },
      { architecture: "c", superNet: 0.7 },
    ];
    expect(sortedBy(items, "superNet", false).map(({ architecture }) => architecture)).toEqual([
      "c",
      "b",
      "a",
    ]);
    expect(sortedBy(items, "superNet", true).map(({ architecture }) => architecture)).toEqual([
      "b",
      "c",
      "a",
    ]);
  });

  it("make a value between the stops a stop", () => {
    expect(stopsWith([1, 4], 2)).toEqual([1, 2, 4]);
    expect(stopsWith([1, 4], 4)).toEqual([1, 4]);
  });

  it("take a typed value within the bounds, and say what it must be otherwise", () => {
    const range = { default: 2, min: 0, max: 9, stops: [0, 2, 9], unit: "metres" };
    const spec = { key: "tide", title: "Tide", effect: "nextStep", kind: "number", ...range } as const;
    expect(typedNumber(spec, " 3e-4 ")).toEqual({ value: 3e-4 });
    for (const text of ["9.1", "", "high"])
      expect(typedNumber(spec, text)).toEqual({ problem: "Must be a number from 0 to 9 metres." });
    expect(typedNumber({ ...spec, integer: true }, "1,000")).toEqual({
      problem: "Must be a whole number from 0 to 9 metres, written with a point and without commas.",
    });
  });

  it.each(spaces)("offer only experiments that apply to $title and change something there", (space) => {
    const defaults = defaultsFor(space);
    const available = new Set(
      heuristicsFor(space)
        .filter(({ unavailable }) => unavailable === undefined)
        .flatMap(({ heuristic }) => heuristic.settings.map(({ key }) => key)),
    );
    const chosen = [{}, ...suggestionsFor(space, {}, []).map(({ experiment }) => experiment.settings)];
    const offered = chosen.flatMap((settings) => suggestionsFor(space, settings, []));
    expect(offered).toHaveLength(6 * chosen.length);
    for (const { experiment } of offered) {
      const { id, settings, lesson } = experiment;
      if (lesson !== undefined) expect(lessons.map((one) => one.id)).toContain(lesson);
      for (const key of Object.keys(settings)) expect(available).toContain(key);
      expect(Object.entries(settings).filter(([key, value]) => defaults[key] !== value)).not.toEqual([]);
      // How many paths FairNAS takes is its own business, and said.
      const told = id === "fair" ? [expect.stringContaining("FairNAS decides the number of paths")] : [];
      expect(conflicts(space, settings)).toEqual(told);
    }
  });

  it("lead on from what is chosen, and put what another run has tried last", () => {
    const [space] = spaces;
    const states = (chosen: Settings, tried: readonly Settings[]) =>
      suggestionsFor(space, chosen, tried).map(({ experiment, state }) => `${experiment.id} ${state}`);
    const untouched = states({}, []);
    expect(suggestionsFor(space, {}, []).every(({ experiment }) => experiment.lesson)).toBe(true);
    expect(states({ bn: "running" }, []).slice(0, 2)).toEqual(["tracked on", "recalibrated next"]);
    expect(states({ sampler: "fairnas" }, [{ bn: "running" }])).not.toContain("tracked new");
    expect(states({}, [{ sched: "cosine" }]).every((one) => one.endsWith(" new"))).toBe(true);
    const others = suggestionsFor(space, {}, []).map(({ experiment }) => experiment.settings);
    expect(states({}, [...others, { pathdrop: 0.2 }, { portion: 0.25 }])).toEqual([
      "no-clipping new",
      ...untouched.slice(0, 5).map((one) => one.replace("new", "tried")),
    ]);
  });
});
