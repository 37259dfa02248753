import fc from "fast-check";
import { expect, test } from "vitest";
import { allSettings } from "../../src/core/heuristics/index.ts";
import { viewSettings } from "../../src/core/linkView.ts";
import {
  describeSetting,
  formatSetting,
  legalSetting,
  parseSetting,
  printSetting,
  type SettingSpec,
} from "../../src/core/settings.ts";
import { anyValue } from "./legalSettings.ts";

const specs: readonly SettingSpec[] = [...allSettings, ...viewSettings];

test.each(specs.map((spec) => [spec.key, spec] as const))("%s is a sound spec", (key, spec) => {
  expect(key).toMatch(/^[a-z]{2,13}$/);
  expect(legalSetting(spec, spec.default)).toBe(true);
  expect(describeSetting(spec)).not.toBe("");
  expect(formatSetting(spec, spec.default)).not.toBe("");
  if (spec.kind === "number") {
    for (const stop of spec.stops) expect(legalSetting(spec, stop)).toBe(true);
    expect([...spec.stops].sort((a, b) => a - b)).toEqual(spec.stops);
    expect(spec.stops).toContain(spec.default);
  }
  if (spec.kind === "choice") expect(spec.choices.length).toBeGreaterThan(1);
});

test("no two settings, nor the link's own fields, share a key", () => {
  const keys = [...specs.map(({ key }) => key), "v", "space", "dataset", "seed", "hide"];
  expect(new Set(keys).size).toBe(keys.length);
});

test.each(specs.map((spec) => [spec.key, spec] as const))("%s survives print and parse", (_, spec) => {
  fc.assert(
    fc.property(anyValue(spec), (value) => {
      expect(parseSetting(spec, printSetting(value))).toBe(value);
    }),
  );
});

test.each(specs.map((spec) => [spec.key, spec] as const))("%s takes no illegal text", (_, spec) => {
  for (const text of ["", " ", "NaN", "Infinity", "-1e9", "yes", "true", "[object Object]", "1e999"])
    expect(parseSetting(spec, text)).toBeUndefined();
});
