/** @file Settings as a terminal takes them: key=value, with the keys of a share link. */
import { settingsFor } from "../core/heuristics/index.ts";
import { describeSetting, parseSetting, type Settings, type SettingValue } from "../core/settings.ts";
import type { SearchSpace } from "../core/spaces/space.ts";

/** @throws Error that names the first text which is no setting of the space, or not of its kind */
export function readSettings(space: SearchSpace, texts: readonly string[]): Settings {
  return Object.fromEntries(texts.map((text) => readSetting(space, text)));
}

function readSetting(space: SearchSpace, text: string): [string, SettingValue] {
  const [key = "", value = ""] = text.split("=");
  const spec = settingsFor(space).find((known) => known.key === key);
  if (!spec) throw new Error(`there is no setting called "${key}"`);
  const parsed = parseSetting(spec, value);
  if (parsed === undefined) throw new Error(`${key} must be ${describeSetting(spec)}, not "${value}"`);
  return [key, parsed];
}
