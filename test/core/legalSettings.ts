/** @file Arbitrary legal values of settings, for property tests. */
import fc from "fast-check";
import { allSettings } from "../../src/core/heuristics/index.ts";
import type { SettingSpec, Settings, SettingValue } from "../../src/core/settings.ts";

/** Any legal value; zero has no sign. */
export function anyValue(spec: SettingSpec): fc.Arbitrary<SettingValue> {
  switch (spec.kind) {
    case "number": {
      const { min, max } = spec;
      const free = spec.integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
      return fc.oneof(free, fc.constantFrom(...spec.stops)).map((value) => (value === 0 ? 0 : value));
    }
    case "choice":
      return fc.constantFrom(...spec.choices.map(({ value }) => value));
    case "toggle":
      return fc.boolean();
    default:
      throw spec satisfies never;
  }
}

/** Legal values for any subset of the settings. */
export function anySettings(specs: readonly SettingSpec[] = allSettings): fc.Arbitrary<Settings> {
  const values = Object.fromEntries(specs.map((spec) => [spec.key, anyValue(spec)]));
  return fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<Settings>;
}
