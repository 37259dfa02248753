import { describe, expect, test } from "vitest";
import { createCatalogue } from "../../../src/core/heuristics/catalogue.ts";
import { defineHeuristic, type Heuristic } from "../../../src/core/heuristics/heuristic.ts";
import {
  catalogue,
  conflicts,
  defaultsFor,
  heuristics,
  heuristicsFor,
  recipeOf,
  standAloneRecipe,
} from "../../../src/core/heuristics/index.ts";
import type { Recipe } from "../../../src/core/recipe.ts";
import type { Settings } from "../../../src/core/settings.ts";
import { spaceById, spaces } from "../../../src/core/spaces/index.ts";
import { allTraits, everything, flat, little } from "./effects.ts";

const list: readonly Heuristic[] = heuristics;

describe("the recipe", () => {
  // A value of its own type for every knob: the compiler finds what a new knob leaves missing here.
  const all: Recipe = {
    network: {
      cells: 1,
      channels: 1,
      affine: true,
      normPerInput: false,
      placement: "edge",
      channelRule: "own",
      equalOutputs: 1,
      nestedKernels: false,
      nestedSharing: "all",
      split: false,
      pathDropout: 0,
      droppedPath: "edge",
      headDropout: 0,
    },
    data: { portion: 1, batchSize: 1 },
    optimizer: {
      learningRate: 1,
      schedule: "constant",
      warmupEpochs: 0,
      momentum: 0,
      nesterov: false,
      weightDecay: 0,
      inactive: "untouched",
      normMomentum: 0.1,
      complexityRate: false,
      momentumGroups: false,
      clipNorm: 0,
      emaDecay: 0,
    },
    training: {
      epochs: 1,
      sampler: "fairnas",
      pathsPerStep: 1,
      pathSum: "sum",
      sandwich: false,
      shrinkSteps: 0,
      labelSmoothing: 0,
      splitAfter: 0,
      landmarkWeight: 0,
      landmarkRule: "study",
    },
    evaluation: {
      norm: "batch",
      images: 1,
      batchSize: 1,
      weights: "raw",
      scoringShare: 0.5,
      rankBy: "accuracy",
      roundsAveraged: 1,
      pool: 1,
      judgeEqual: false,
    },
  };

  test("every knob belongs to exactly one heuristic", () => {
    const set = list.flatMap((heuristic) => Object.keys(flat(heuristic.changes(defaultsFor(everything)))));
    expect(set.sort()).toEqual(Object.keys(flat(all)).sort());
  });

  test("missing and illegal settings count as default", () => {
    expect(recipeOf(everything, { lr: "fast", bn: 3, epochs: 1.5, toString: 1 })).toEqual(
      recipeOf(everything, {}),
    );
  });

  test("a space's defaults lie over the specs', and settings over both", () => {
    const space = { traits: allTraits, defaults: { affine: false, wd: 0 } };
    expect(recipeOf(space, { wd: 0.001 })).toMatchObject({
      network: { affine: false },
      optimizer: { weightDecay: 0.001 },
    });
    expect(defaultsFor(space)).toEqual({ ...defaultsFor(everything), affine: false, wd: 0 });
  });

  test("a space's limits narrow the settings, their defaults too", () => {
    const space = { traits: { ...allTraits, maxOutputs: 1 }, defaults: {} };
    expect(defaultsFor(space).outputs).toBe(1);
    expect(recipeOf(space, { outputs: 2 }).network.equalOutputs).toBe(1);
    expect(recipeOf(everything, { outputs: 2 }).network.equalOutputs).toBe(2);
  });

  test("a heuristic that does not apply to a space leaves its knobs alone", () => {
    const settings = { width: "shuffle", ofa: true, place: "node", sandwich: true, split: true };
    expect(recipeOf(little, settings)).toEqual(recipeOf(little, {}));
  });

  test("an architecture alone is trained without any trick of sharing", () => {
    const tricks = {
      affine: false,
      width: "shuffle",
      judge: "equal",
      ofa: true,
      ofashare: "kernel",
      wsbn: true,
      pathdrop: 0.2,
      dropwhat: "cell",
      headdrop: 0.2,
      place: "node",
      sampler: "fairnas",
      paths: 3,
      sandwich: true,
      split: true,
      splitafter: 2,
      landmark: 1,
      landmarkrule: "margin",
      inactive: "study",
      pathsum: "mean",
      dynlr: true,
      dynmom: true,
      ema: 0.9,
      weights: "ema",
    };
    const alone = standAloneRecipe(everything, { ...tricks, lr: 0.1, channels: 16 });
    expect(alone).toEqual(standAloneRecipe(everything, { lr: 0.1, channels: 16 }));
    expect(alone.network).toMatchObject({ channelRule: "own", placement: "edge", channels: 16 });
    expect(alone.optimizer.learningRate).toBe(0.1);
    expect(standAloneRecipe(little, {}).network.placement).toBe("node");
  });
});

describe("which heuristics apply", () => {
  test("all do where a space has every trait", () => {
    expect(heuristicsFor(everything).filter(({ unavailable }) => unavailable !== undefined)).toEqual([]);
  });

  test("a remark about the space stands behind the explanation", () => {
    const explanationIn = (fairPaths: number): string | undefined => {
      const space = { traits: { ...allTraits, fairPaths }, defaults: {} };
      return heuristicsFor(space).find(({ heuristic }) => heuristic.id === "path-sampling")?.heuristic
        .explanation;
    };
    expect(explanationIn(6)).toContain("In this space FairNAS trains 6 paths a step");
    expect(explanationIn(7)).toContain("In this space FairNAS trains 7 paths a step");
  });

  test("the others stay in the list and say why they do not", () => {
    const reasons = heuristicsFor(little).filter(({ unavailable }) => unavailable !== undefined);
    expect(reasons.map(({ heuristic }) => heuristic.id)).toEqual([
      "dynamic-channels",
      "ofa-kernel",
      "placement",
      "sandwich",
      "progressive-shrinking",
      "few-shot",
    ]);
    for (const { unavailable } of reasons) expect(unavailable).toMatch(/^[A-Z].{20,}\.$/);
  });

  test.each(spaces.map((space) => [space.id, space] as const))(
    "the defaults of %s are legal and free of conflicts",
    (_, space) => {
      expect(conflicts(space, {})).toEqual([]);
      for (const key of Object.keys(space.defaults)) expect(catalogue.settingSpec(key)).toBeDefined();
    },
  );

  test("nothing is in the way where all is well", () => {
    expect(
      conflicts(everything, { sampler: "fairnas", paths: 3, ema: 0.9, weights: "ema", wsbn: true }),
    ).toEqual([]);
  });
});

describe("a list of heuristics", () => {
  const entry = defineHeuristic({
    id: "colder-start",
    group: "beyond",
    title: "Colder start",
    explanation: "Halves the rate. People made it up.",
    settings: [{ key: "colder", title: "Colder", effect: "nextStep", kind: "toggle", default: false }],
    changes: () => ({}),
  });

  test("may not use an id or a key twice", () => {
    expect(() => createCatalogue([...heuristics, { ...entry, id: "cells" }])).toThrow("same id");
    expect(() => createCatalogue([entry, { ...entry, id: "other" }])).toThrow("same key");
  });
});

test("averaged weights do not go with statistics tracked of the others, in silence", () => {
  const told = (settings: Settings) => conflicts(spaceById("nasbench201")!, settings).join(" ");
  expect(told({ ema: 0.99, weights: "ema", bn: "running" })).toMatch(/not of their average; re-calibrate/);
  expect(told({ ema: 0.99, weights: "ema", bn: "recalibrated" })).not.toMatch(/of their average/);
});

test("widths say which of their settings has no say", () => {
  const space = spaceById("nasbench101")!;
  const idle = (width: string, judge: string) =>
    heuristicsFor(space)
      .find(({ heuristic }) => heuristic.id === "dynamic-channels")
      ?.heuristic.idle?.({ width, judge, outputs: 2 }, space.traits)?.key;
  expect([idle("chunk", "trained"), idle("chunk", "equal"), idle("equal", "trained")]).toEqual([
    "outputs",
    undefined,
    "judge",
  ]);
  const uneven = { width: "chunk", judge: "equal", outputs: 3 };
  expect(conflicts(space, uneven).join()).toMatch(/cannot be shared out evenly/);
});
