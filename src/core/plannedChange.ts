/** @file Live changes that are known beforehand: those of a story that a link replays. */
import { printSetting, type SettingValue } from "./settings.ts";

/** Before step `step` + 1 the setting takes another value. In a list, steps never fall. */
export interface PlannedChange {
  readonly step: number;
  readonly key: string;
  readonly to: SettingValue;
}

/** As the text of a link. */
export const printChanges = (changes: readonly PlannedChange[]): string =>
  changes.map(({ step, key, to }) => `${step}-${key}-${printSetting(to)}`).join(",");
