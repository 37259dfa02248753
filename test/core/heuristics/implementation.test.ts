import { describe, expect, test } from "vitest";
import { checkConfig, defaultConfig } from "../../../src/core/config.ts";
import { implementation } from "../../../src/core/heuristics/implementation.ts";
import { defaultsFor, heuristicsFor, recipeOf } from "../../../src/core/heuristics/index.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import type { SearchSpace } from "../../../src/core/spaces/space.ts";
import { allTraits, describeConflicts, describeEffects, everything } from "./effects.ts";

describeEffects(implementation, [
  ["dynamic-channels", { width: "equal" }, { "network.channelRule": "equal" }],
  ["dynamic-channels", { width: "shuffle" }, { "network.channelRule": "shuffle" }],
  ["dynamic-channels", { width: "interpolate" }, { "network.channelRule": "interpolate" }],
  ["dynamic-channels", { width: "own" }, { "network.channelRule": "own" }],
  ["dynamic-channels", { judge: "equal" }, { "evaluation.judgeEqual": true }],
  ["dynamic-channels", { outputs: 3 }, { "network.equalOutputs": 3 }],
  ["ofa-kernel", { ofa: true }, { "network.nestedKernels": true }],
  ["ofa-kernel", { ofashare: "kernel" }, { "network.nestedSharing": "kernel" }],
  ["wsbn", { wsbn: true }, { "network.normPerInput": true }],
  ["dropout", { pathdrop: 0.2 }, { "network.pathDropout": 0.2 }],
  ["dropout", { dropwhat: "cell" }, { "network.droppedPath": "cell" }],
  ["dropout", { headdrop: 0.3 }, { "network.headDropout": 0.3 }],
  ["placement", { place: "node" }, { "network.placement": "node" }],
  ["placement", { place: "slot" }, { "network.placement": "slot" }],
]);

describeConflicts([
  ["two widths in spite of all", { width: "equal", outputs: 3, channels: 8 }, everything, "Dynamic channels"],
  [
    "WSBN on edges",
    { wsbn: true },
    { traits: { ...allTraits, normPerInput: "onNode" }, defaults: {} },
    "Weight-sharing",
  ],
  ["sizes that share no kernel", { ofashare: "kernel" }, everything, "OFA kernel"],
  ["cells dropped at no rate", { dropwhat: "cell" }, everything, "Dropout"],
  ["WSBN without parameters", { wsbn: true, affine: false }, everything, "Weight-sharing"],
]);

describe.each(
  spaces
    .map((space): SearchSpace => space)
    .flatMap((space) => {
      const most = space.traits.maxOutputs;
      return most === undefined ? [] : [{ space, most }];
    }),
)("vertices wired to the output in $space.title: at most $most", ({ space, most }) => {
  test("the control offers no more", () => {
    const settings = heuristicsFor(space).flatMap(({ heuristic }) => heuristic.settings);
    const spec = settings.find(({ key }) => key === "outputs");
    if (spec?.kind !== "number") throw new Error("not a number");
    expect([spec.max, spec.stops.at(-1)]).toEqual([most, most]);
    expect(spec.default).toBeLessThanOrEqual(most);
  });

  test("a link that asks for more gets the default and is told the limit", () => {
    const asked = (outputs: number) =>
      checkConfig({ ...defaultConfig(), space: space.id, settings: { width: "equal", outputs } });
    expect(asked(most).warnings).toEqual([]);
    const { config, warnings } = asked(most + 1);
    // What is chosen differs from the defaults of the space where at all; the refused number does not stay.
    expect({ ...defaultsFor(space), ...config.settings }).toMatchObject({
      width: "equal",
      outputs: defaultsFor(space).outputs,
    });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(new RegExp(`\\(outputs\\) cannot be .* a whole number from 1 to ${most};`));
    expect(recipeOf(space, { width: "equal", outputs: most + 1 })).toEqual(
      recipeOf(space, { width: "equal" }),
    );
  });
});
