/**
 * @file Settings that have been replaced or are gone: old links and run files hold them still, and mean what they meant. Keys are never
 * reused, so a row acts on every version of a link or file.
 */
import { printSetting, type Settings, type SettingValue } from "./settings.ts";

interface Replacement {
  readonly key: string;
  /** By old value, as text of a link (`printSetting`): the new value. */
  readonly values: Readonly<Record<string, SettingValue>>;
}

/** By old key. */
const replacements: Readonly<Record<string, Replacement>> = {
  decayinactive: { key: "inactive", values: { "0": "untouched", "1": "study" } },
};

/** Settings without a successor. `every`: steps between two scores, when those were made one by one instead of in rounds. */
const gone: ReadonlySet<string> = new Set(["every"]);

/** Key and value of today for a setting of any day; what is not replaced, or has no value that there was, comes back as it is. */
export function presentSetting<Value extends SettingValue>(
  key: string,
  value: Value,
): readonly [key: string, value: SettingValue] {
  const replacement = Object.hasOwn(replacements, key) ? replacements[key] : undefined;
  const text = printSetting(value);
  if (!replacement || !Object.hasOwn(replacement.values, text)) return [key, value];
  return [replacement.key, replacement.values[text] as SettingValue];
}

/** Settings of any day in the keys of today, without those that are gone; where old and present key are both there, the present one counts. */
export function presentSettings(settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) => {
      if (gone.has(key)) return [];
      const present = presentSetting(key, value);
      return present[0] === key || !Object.hasOwn(settings, present[0]) ? [present] : [];
    }),
  );
}
