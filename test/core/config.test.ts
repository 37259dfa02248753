import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  changedSettings,
  changeKind,
  checkConfig,
  defaultConfig,
  settingsDiff,
} from "../../src/core/config.ts";
import { datasets } from "../../src/core/datasets.ts";
import { describeDifference } from "../../src/core/describeConfig.ts";
import { allSettings, defaultsFor, recipeOf } from "../../src/core/heuristics/index.ts";
import type { RunConfig } from "../../src/core/run.ts";
import { learningRateAt, totalStepsOf } from "../../src/core/schedule.ts";
import { nasbench101Small } from "../../src/core/spaces/nasbench101/index.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import { anySettings } from "./legalSettings.ts";

/** A space with defaults of its own. */
const second = nasbench101Small;
/** A user's own images: the one data set that does not ship. */
const other = "own-8x8x1-2-100-10-10-0123456789abcdef";
const base: RunConfig = { space: nasbench201.id, dataset: datasets[0].id, seed: 1, settings: {} };
const check = checkConfig;

describe("checkConfig", () => {
  test("keeps what is legal and drops what equals the default", () => {
    const raw = {
      ...base,
      seed: 7,
      settings: { bn: "running", lr: 0.1, epochs: defaultsFor(nasbench201).epochs },
    };
    expect(check(raw)).toEqual({
      config: { ...base, seed: 7, settings: { bn: "running", lr: 0.1 } },
      warnings: [],
    });
  });

  test("fills in what is missing without a word", () => {
    expect(check({})).toEqual({ config: defaultConfig(), warnings: [] });
  });

  test("drops the defaults of the chosen space, not of the specs", () => {
    const lr = defaultsFor(nasbench201).lr as number;
    const settingsIn = (settings: object) => check({ ...base, space: second.id, settings }).config.settings;
    expect(settingsIn({ lr: second.defaults.lr })).toEqual({});
    expect(settingsIn({ lr })).toEqual({ lr });
  });

  const broken: [string, unknown, RegExp][] = [
    [
      "an unknown space",
      { ...base, space: "nowhere" },
      /search space called "nowhere" \(known: nasbench201, nasbench101, /,
    ],
    [
      "an unknown data set",
      { ...base, dataset: 5 },
      /data set called "5" \(known: fashion-mnist-14\); Fashion-MNIST, 14×14 is used/,
    ],
    [
      "a broken seed",
      { ...base, seed: -1 },
      /seed "-1" is not a whole number from 0 to 4294967295; 1 is used/,
    ],
    ["a seed of text", { ...base, seed: "7" }, /seed "7"/],
    ["an unknown setting", { ...base, settings: { speed: 3 } }, /no setting called "speed"/],
    ["a key of every object", { ...base, settings: { constructor: 1 } }, /no setting called "constructor"/],
    ["a prototype", { ...base, settings: JSON.parse('{"__proto__": 1}') }, /no setting called "__proto__"/],
    [
      "a number out of range",
      { ...base, settings: { lr: 9 } },
      /Learning rate \(lr\).*"9".*from 0.0001 to 1; 0.05 is used/,
    ],
    ["a broken whole number", { ...base, settings: { epochs: 1.5 } }, /a whole number from 1/],
    [
      "an unknown choice",
      { ...base, settings: { bn: "magic" } },
      /one of batch, running, recalibrated; Mini-batch is used/,
    ],
    ["an object for a value", { ...base, settings: { ls: {} } }, /"an object"/],
    ["settings of another kind", { ...base, settings: [1] }, /settings cannot be read/],
    ["text in place of a configuration", "lr=3", /not a configuration/],
    ["nothing at all", null, /not a configuration/],
  ];
  test.each(broken)("falls back and names %s", (_, raw, message) => {
    const { config, warnings } = check(raw);
    expect(config).toEqual(base);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(message);
  });

  test("keeps the good beside the broken, and the banner short", () => {
    const junk = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`junk${i}`, "x".repeat(5000)]));
    const { config, warnings } = check({ ...base, settings: { ...junk, lr: 0.1 } });
    expect(config.settings).toEqual({ lr: 0.1 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^There is no setting called "junk0", .* and 495 more; known are bn, affine, lr, /,
    );
    expect(warnings[0]?.length).toBeLessThan(1000);
  });

  test("never throws, and is content with what it returned", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (whole, settings) => {
        for (const raw of [whole, { ...base, settings }]) {
          const { config } = check(raw);
          expect(check(config)).toEqual({ config, warnings: [] });
        }
      }),
      { numRuns: 300 },
    );
  });
});

test("settingsDiff and the defaults together are the settings", () => {
  fc.assert(
    fc.property(anySettings(), (settings) => {
      const diff = settingsDiff(second, settings);
      expect({ ...defaultsFor(second), ...diff }).toEqual({ ...defaultsFor(second), ...settings });
      for (const [key, value] of Object.entries(diff)) expect(value).not.toBe(defaultsFor(second)[key]);
    }),
  );
});

test("describeDifference names what differs and nothing else", () => {
  expect(describeDifference(base)).toBe("default settings");
  const settings = { nesterov: true, bn: "running", lr: 0.1, epochs: defaultsFor(second).epochs as number };
  expect(describeDifference({ space: second.id, dataset: other, seed: 7, settings })).toBe(
    `${second.title} · own images, 8×8 in gray, 2 classes · Statistics at test Tracked in training · Learning rate 0.1 · Nesterov on · seed 7`,
  );
});

describe("changeKind", () => {
  const kind = (from: Partial<RunConfig>, to: Partial<RunConfig>) =>
    changeKind({ ...base, ...from }, { ...base, ...to });

  test("the strongest change decides", () => {
    expect(kind({}, {})).toBe("none");
    expect(kind({}, { settings: { lr: 0.1 } })).toBe("nextStep");
    expect(kind({ settings: { bs: 64 } }, {})).toBe("nextStep");
    expect(kind({}, { settings: { lr: 0.1, bn: "running" } })).toBe("reevaluate");
    expect(kind({}, { settings: { bn: "running", lr: 0.1, channels: 16 } })).toBe("restart");
  });

  test("another space, data set or seed is another run", () => {
    expect(kind({}, { space: second.id })).toBe("restart");
    expect(kind({}, { dataset: other })).toBe("restart");
    expect(kind({}, { seed: 2 })).toBe("restart");
  });

  test("a default written out is no change, nor is what does not apply to the space", () => {
    expect(kind({}, { settings: { lr: defaultsFor(nasbench201).lr as number } })).toBe("none");
    expect(kind({}, { settings: { width: "shuffle" } })).toBe("none");
  });

  test("what changed is listed with both values, in the order of the catalogue", () => {
    expect(changedSettings(nasbench201, { channels: 16 }, { clip: 1, wd: 0, width: "shuffle" })).toEqual([
      { key: "wd", from: defaultsFor(nasbench201).wd, to: 0, effect: "nextStep" },
      { key: "channels", from: 16, to: defaultsFor(nasbench201).channels, effect: "restart" },
      { key: "clip", from: defaultsFor(nasbench201).clip, to: 1, effect: "nextStep" },
    ]);
  });

  test("protocol acts from the next step, statistics evaluate anew, mapping restarts", () => {
    const keysOf = (name: string): string[] =>
      allSettings.filter((spec) => spec.effect === name).map(({ key }) => key);
    expect(keysOf("reevaluate")).toEqual(["bn", "evalimages", "evalbatch", "weights"]);
    expect(keysOf("restart")).toEqual([
      "affine",
      "width",
      "outputs",
      "judge",
      "ofa",
      "ofashare",
      "wsbn",
      "place",
      "cells",
      "channels",
      "pool",
      "split",
      "splitafter",
      "landmark",
      "landmarkrule",
    ]);
  });
});

describe("the schedule", () => {
  const recipe = (settings: Record<string, number | string>) =>
    recipeOf(nasbench201, { lr: 0.1, ...settings });
  const rates = (settings: Record<string, number | string>, steps: number[]) =>
    steps.map((step) => learningRateAt(recipe(settings), step, 10, 40));

  test("an epoch is the whole batches of the portion in use", () => {
    expect(totalStepsOf(recipe({ epochs: 3, bs: 32 }), 10_000)).toBe(3 * 312);
    expect(totalStepsOf(recipe({ epochs: 3, bs: 32, portion: 0.25 }), 10_000)).toBe(3 * 78);
    expect(totalStepsOf(recipe({ epochs: 2, bs: 512, portion: 0.01 }), 10_000)).toBe(2);
  });

  test("each schedule starts at the peak and falls as its name says", () => {
    expect(rates({ sched: "constant" }, [0, 20, 39])).toEqual([0.1, 0.1, 0.1]);
    const cosine = rates({ sched: "cosine" }, [0, 20, 40]);
    expect(cosine[0]).toBe(0.1);
    expect(cosine[1]).toBeCloseTo(0.05, 12);
    expect(cosine[2]).toBe(0);
    expect(rates({ sched: "linear" }, [0, 10, 30, 40])).toEqual([0.1, 0.1 * 0.75, 0.1 * 0.25, 0]);
    const step = rates({ sched: "step" }, [0, 19, 20, 29, 30, 39]);
    for (const [index, rate] of [0.1, 0.1, 0.01, 0.01, 0.001, 0.001].entries())
      expect(step[index]).toBeCloseTo(rate, 12);
  });

  test("the warm-up rises to the peak, then the schedule has the rest", () => {
    const [first, last, peak, half] = rates({ sched: "cosine", warmup: 2 }, [0, 19, 20, 30]);
    expect(first).toBeCloseTo(0.005, 12);
    expect(last).toBe(0.1);
    expect(peak).toBe(0.1);
    expect(half).toBeCloseTo(0.05, 12);
  });

  test("no rate leaves [0, peak], whatever was changed in between", () => {
    const settings = fc.record({
      sched: fc.constantFrom("constant", "cosine", "linear", "step"),
      warmup: fc.double({ min: 0, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(
        settings,
        fc.nat(5000),
        fc.integer({ min: 1, max: 400 }),
        fc.nat(50),
        (chosen, step, steps, epochs) => {
          const rate = learningRateAt(recipe(chosen), step, steps, steps * epochs);
          expect(rate).toBeGreaterThanOrEqual(0);
          expect(rate).toBeLessThanOrEqual(0.1);
        },
      ),
    );
  });
});
