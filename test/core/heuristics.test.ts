import { describe, expect, test } from "vitest";
import { createCatalogue, type HeuristicHost } from "../../src/core/heuristics/catalogue.ts";
import { defineHeuristic, type Heuristic } from "../../src/core/heuristics/heuristic.ts";
import {
  allSettings,
  catalogue,
  conflicts,
  defaultsFor,
  type HeuristicId,
  heuristics,
  heuristicsFor,
  recipeOf,
  standAloneRecipe,
} from "../../src/core/heuristics/index.ts";
import type { Recipe } from "../../src/core/recipe.ts";
import type { Settings } from "../../src/core/settings.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { SpaceTraits } from "../../src/core/spaces/space.ts";

/** A space to which every heuristic applies. */
const traits: SpaceTraits = {
  operationsOn: "edge",
  placementChoice: true,
  variableWidth: true,
  nestedKernels: "1×1 in 3×3",
  normPerInput: "always",
  sizeOrder: { smallest: [0], largest: [1] },
  splitDecision: 0,
};
const everything: HeuristicHost = { traits, defaults: {} };
/** A space to which none of those with a condition applies. */
const little: HeuristicHost = {
  traits: {
    operationsOn: "vertex",
    placementChoice: false,
    variableWidth: false,
    nestedKernels: "",
    normPerInput: "onNode",
  },
  defaults: {},
};

const list: readonly Heuristic[] = heuristics;
const flat = (recipe: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(recipe).flatMap(([group, fields]) =>
      Object.entries(fields as object).map(([field, value]) => [`${group}.${field}`, value]),
    ),
  );
/** What differs between the default recipe and the one with these settings. */
function effect(settings: Settings): Record<string, unknown> {
  const before = flat(recipeOf(everything, {}));
  return Object.fromEntries(
    Object.entries(flat(recipeOf(everything, settings))).filter(([field, value]) => before[field] !== value),
  );
}

describe("what each heuristic turns", () => {
  // One line per setting: the knob that moves, and nothing else does.
  const effects: [HeuristicId, Settings, Record<string, unknown>][] = [
    ["batch-norm", { bn: "running" }, { "evaluation.norm": "running" }],
    ["batch-norm", { bn: "recalibrated" }, { "evaluation.norm": "recalibrated" }],
    ["batch-norm", { affine: false }, { "network.affine": false }],
    ["learning-rate", { lr: 0.01 }, { "optimizer.learningRate": 0.01 }],
    ["epochs", { epochs: 3 }, { "training.epochs": 3 }],
    ["weight-decay", { wd: 0 }, { "optimizer.weightDecay": 0 }],
    ["path-sampling", { sampler: "fairnas" }, { "training.sampler": "fairnas" }],
    ["path-sampling", { sampler: "random-a" }, { "training.sampler": "random-a" }],
    ["path-sampling", { paths: 3 }, { "training.pathsPerStep": 3 }],
    ["dynamic-channels", { width: "equal" }, { "network.channelRule": "equal" }],
    ["dynamic-channels", { width: "shuffle" }, { "network.channelRule": "shuffle" }],
    ["dynamic-channels", { width: "interpolate" }, { "network.channelRule": "interpolate" }],
    ["dynamic-channels", { outputs: 3 }, { "network.equalOutputs": 3 }],
    ["ofa-kernel", { ofa: true }, { "network.nestedKernels": true }],
    ["wsbn", { wsbn: true }, { "network.normPerInput": true }],
    ["dropout", { pathdrop: 0.2 }, { "network.pathDropout": 0.2 }],
    ["dropout", { headdrop: 0.3 }, { "network.headDropout": 0.3 }],
    ["placement", { place: "node" }, { "network.placement": "node" }],
    ["cells", { cells: 2 }, { "network.cells": 2 }],
    ["channels", { channels: 20 }, { "network.channels": 20 }],
    ["batch-size", { bs: 64 }, { "data.batchSize": 64 }],
    ["portion", { portion: 0.3 }, { "data.portion": 0.3 }],
    ["evaluation-images", { evalimages: 300 }, { "evaluation.images": 300 }],
    ["evaluation-images", { evalbatch: 25 }, { "evaluation.batchSize": 25 }],
    ["scoring-pace", { every: 9 }, { "evaluation.stepsPerScore": 9 }],
    ["scoring-pace", { pool: 77 }, { "evaluation.pool": 77 }],
    ["scored-weights", { weights: "ema" }, { "evaluation.weights": "ema" }],
    ["clipping", { clip: 0 }, { "optimizer.clipNorm": 0 }],
    ["schedule", { sched: "linear" }, { "optimizer.schedule": "linear" }],
    ["schedule", { warmup: 0.5 }, { "optimizer.warmupEpochs": 0.5 }],
    ["momentum", { mom: 0.5 }, { "optimizer.momentum": 0.5 }],
    ["momentum", { nesterov: true }, { "optimizer.nesterov": true }],
    ["moving-average", { ema: 0.99 }, { "optimizer.emaDecay": 0.99 }],
    ["label-smoothing", { ls: 0.1 }, { "training.labelSmoothing": 0.1 }],
    ["inactive-decay", { decayinactive: true }, { "optimizer.decayInactive": true }],
    ["sandwich", { sandwich: true }, { "training.sandwich": true }],
    ["few-shot", { split: true }, { "network.split": true }],
    ["landmarks", { landmark: 1 }, { "training.landmarkWeight": 1 }],
  ];

  test.each(effects)("%s with %o", (id, settings, expected) => {
    const owners = Object.keys(settings).map((key) => catalogue.heuristicOfSetting(key)?.id);
    expect(owners).toEqual([id]);
    expect(effect(settings)).toEqual(expected);
  });

  test("the lines above leave out no heuristic and no setting", () => {
    expect(new Set(effects.map(([id]) => id))).toEqual(new Set(list.map(({ id }) => id)));
    expect(new Set(effects.flatMap(([, settings]) => Object.keys(settings)))).toEqual(
      new Set(allSettings.map(({ key }) => key)),
    );
  });
});

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
      split: false,
      pathDropout: 0,
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
      decayInactive: false,
      clipNorm: 0,
      emaDecay: 0,
    },
    training: {
      epochs: 1,
      sampler: "fairnas",
      pathsPerStep: 1,
      sandwich: false,
      labelSmoothing: 0,
      landmarkWeight: 0,
    },
    evaluation: { norm: "batch", images: 1, batchSize: 1, weights: "raw", stepsPerScore: 1, pool: 1 },
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
    const space = { traits, defaults: { affine: false, wd: 0 } };
    expect(recipeOf(space, { wd: 0.001 })).toMatchObject({
      network: { affine: false },
      optimizer: { weightDecay: 0.001 },
    });
    expect(defaultsFor(space)).toEqual({ ...defaultsFor(everything), affine: false, wd: 0 });
  });

  test("a heuristic that does not apply to a space leaves its knobs alone", () => {
    const settings = { width: "shuffle", ofa: true, place: "node", sandwich: true, split: true };
    expect(recipeOf(little, settings)).toEqual(recipeOf(little, {}));
  });

  test("an architecture alone is trained without any trick of sharing", () => {
    const tricks = {
      width: "shuffle",
      ofa: true,
      wsbn: true,
      pathdrop: 0.2,
      headdrop: 0.2,
      place: "node",
      sampler: "fairnas",
      paths: 3,
      sandwich: true,
      split: true,
      landmark: 1,
      decayinactive: true,
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

  test("the others stay in the list and say why they do not", () => {
    const reasons = heuristicsFor(little).filter(({ unavailable }) => unavailable !== undefined);
    expect(reasons.map(({ heuristic }) => heuristic.id)).toEqual([
      "dynamic-channels",
      "ofa-kernel",
      "placement",
      "sandwich",
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
});

describe("conflicts", () => {
  const cases: [string, Settings, HeuristicHost, string][] = [
    ["averaged weights need an average", { weights: "ema" }, everything, "Scored weights"],
    ["an average nobody looks at", { ema: 0.99 }, everything, "Moving average of the weights"],
    ["Nesterov needs momentum", { nesterov: true, mom: 0 }, everything, "Momentum"],
    ["nothing decays without weight decay", { decayinactive: true, wd: 0 }, everything, "Decay of inactive"],
    ["a warm-up without end", { warmup: 5, epochs: 4 }, everything, "Schedule"],
    ["a batch larger than its images", { evalimages: 100, evalbatch: 250 }, everything, "Evaluation images"],
    ["sandwich beside strict fairness", { sandwich: true, sampler: "fairnas" }, everything, "Sandwich"],
    [
      "WSBN on edges",
      { wsbn: true },
      { traits: { ...traits, normPerInput: "onNode" }, defaults: {} },
      "Weight-sharing",
    ],
    ["WSBN without parameters", { wsbn: true, affine: false }, everything, "Weight-sharing"],
    ["sandwich without an order of sizes", { sandwich: true }, little, "Sandwich"],
    ["split without a decision", { split: true }, little, "Few-shot"],
  ];
  test.each(cases)("%s", (_, settings, space, title) => {
    const notes = conflicts(space, settings);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(new RegExp(`^${title}.*: .+\\.$`));
  });

  test("none where all is well", () => {
    expect(conflicts(everything, { sampler: "fairnas", ema: 0.9, weights: "ema", wsbn: true })).toEqual([]);
  });
});

describe("help texts", () => {
  const words = (text: string): number => text.split(/\s+/).length;
  const names = /NASBench-101|NAS-Bench-201/g;

  test("the study's fourteen are there, each with its number and finding", () => {
    const numbered = list.filter(({ number }) => number !== undefined);
    expect(numbered.map(({ number }) => number)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
    for (const { id, finding } of numbered) expect(finding, id).toBeDefined();
  });

  test.each(list.map((heuristic) => [heuristic.id, heuristic] as const))(
    "%s explains itself in two sentences",
    (_, { explanation, title, settings }) => {
      expect(words(explanation)).toBeLessThanOrEqual(60);
      expect(explanation.match(/[.](\s|$)/g)).toHaveLength(2);
      expect(title).toMatch(/^[A-Z]/);
      expect(settings.length).toBeGreaterThan(0);
    },
  );

  test.each(list.flatMap(({ id, finding }) => (finding ? [[id, finding] as const] : [])))(
    "%s says of its finding no more than is known",
    (_, { text, trust, source }) => {
      expect(text).toMatch(trust === "C" ? /^Reported direction, unverified: / : /^The paper reports that /);
      if (trust !== "A") expect(text.replace(names, "")).not.toMatch(/\d/);
      expect(source).toMatch(/https:\/\//);
    },
  );
});

describe("a made-up heuristic", () => {
  const madeUp = defineHeuristic({
    id: "colder-start",
    group: "beyond",
    title: "Colder start",
    explanation: "Halves the rate. People made it up.",
    settings: [{ key: "colder", title: "Colder", acts: "live", kind: "toggle", default: false }],
    changes: ({ colder }) => (colder ? { optimizer: { warmupEpochs: 2 } } : {}),
  });

  test("is in the settings, the defaults and the recipe by its one entry", () => {
    const extended = createCatalogue<Heuristic>([...heuristics, madeUp]);
    expect(extended.settingSpec("colder")?.title).toBe("Colder");
    expect(extended.defaultsFor(everything)).toEqual({ ...defaultsFor(everything), colder: false });
    expect(extended.heuristicsFor(everything).at(-1)?.heuristic).toBe(madeUp);
    expect(extended.recipeOf(everything, { colder: true }).optimizer.warmupEpochs).toBe(2);
    expect(extended.recipeOf(everything, {})).toEqual(recipeOf(everything, {}));
  });

  test("may not take an id or a key that is in use", () => {
    expect(() => createCatalogue([...heuristics, { ...madeUp, id: "cells" }])).toThrow("same id");
    expect(() => createCatalogue([madeUp, { ...madeUp, id: "other" }])).toThrow("same key");
  });
});
