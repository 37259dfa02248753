/** @file Settings as a terminal takes them: key=value, with the keys of a share link. */
import { settingsFor } from "../core/heuristics/index.ts";
import { nearestName } from "../core/nearestName.ts";
import { describeSetting, parseSetting, type SettingSpec, type Settings } from "../core/settings.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import { nearestNumber } from "./flags.ts";
import { UsageError } from "./usage.ts";

/** What a link writes like a setting and a terminal does not. */
const flags = ["space", "seed", "images"];

/** @throws UsageError that names every text which is no setting of the space, or not of its kind */
export function readSettings(space: SearchSpace, texts: readonly string[]): Settings {
  const specs = settingsFor(space);
  const settings: Record<string, Settings[string]> = {};
  const problems: string[] = [];
  for (const text of texts) {
    const at = text.indexOf("=");
    const [key, value] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
    const spec = specs.find((known) => known.key === key);
    const parsed = spec && parseSetting(spec, value);
    if (parsed !== undefined) settings[key] = parsed;
    else if (spec) problems.push(wrongValue(spec, value));
    else
      problems.push(
        flags.includes(key) ? `"${key}" has a flag of its own, --${key}` : unknownKey(key, specs),
      );
  }
  if (problems.length > 0) throw new UsageError(`--set: ${problems.join("; ")}`);
  return settings;
}

/** Names the setting that is not known, and the nearest that is. */
export function unknownKey(key: string, specs: readonly SettingSpec[]): string {
  const nearest = nearestName(
    key,
    specs.map((spec) => spec.key),
  );
  return `there is no setting called "${key}"${nearest ? ` (did you mean ${nearest}?)` : ""}`;
}

/** Names what the setting may be, and the nearest such value. */
export function wrongValue(spec: SettingSpec, text: string): string {
  const nearest = nearestValue(spec, text);
  return `${spec.key} must be ${describeSetting(spec)}, not "${text}"${nearest === undefined ? "" : ` (nearest: ${nearest})`}`;
}

function nearestValue(spec: SettingSpec, text: string): string | number | undefined {
  if (spec.kind === "number") return nearestNumber(text, spec.min, spec.max, !spec.integer);
  if (spec.kind === "choice")
    return nearestName(
      text,
      spec.choices.map(({ value }) => value),
    );
  return /^(true|on|yes|y)$/i.test(text) ? 1 : /^(false|off|no|n)$/i.test(text) ? 0 : undefined;
}
