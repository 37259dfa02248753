/** @file Settings of search algorithms as they are typed. */
import type { SearchAlgorithm } from "../../core/search/algorithm.ts";
import { parseSetting, printSetting, type SettingSpec, type Settings } from "../../core/settings.ts";

/** What was typed, by algorithm and key; what was not touched is missing. */
export type SettingTexts = Readonly<Record<string, string>>;

export const textKey = (algorithm: string, { key }: SettingSpec): string => `${algorithm}.${key}`;

/** What stands in the field. */
export const textOf = (algorithm: string, spec: SettingSpec, texts: SettingTexts): string =>
  texts[textKey(algorithm, spec)] ?? printSetting(spec.default);

/** The values that are not at their defaults; `undefined` where one is not legal. */
export function readSettings(
  { id, settings }: Pick<SearchAlgorithm, "id" | "settings">,
  texts: SettingTexts,
): Settings | undefined {
  const read = settings.map((spec) => [spec, parseSetting(spec, textOf(id, spec, texts))] as const);
  if (read.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(
    read.flatMap(([spec, value]) =>
      value === undefined || value === spec.default ? [] : [[spec.key, value]],
    ),
  );
}
