/** @file The settings of a stand-alone training, from the protocol of the tables and from what the command line changes in it. */
import { defaultsFor, standAloneRecipe } from "../../core/heuristics/index.ts";
import type { Settings } from "../../core/settings.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { recordedRecipe, standAloneProtocol } from "../../core/tables/protocol.ts";
import { readSettings } from "../settingFlags.ts";
import { UsageError } from "../usage.ts";

/**
 * The protocol's settings with those of `--set`.
 * @param texts `key=value`
 * @throws UsageError that names every text which is no setting, or one that changes nothing about an architecture trained alone
 */
export function settingsAlone(space: SearchSpace, texts: readonly string[]): Settings {
  const { settings: usual, test } = standAloneProtocol;
  const given = readSettings(space, texts);
  const settings = { ...usual, ...given };
  const recorded = (of: Settings): string =>
    JSON.stringify(recordedRecipe(standAloneRecipe(space, of), test));
  const before = { ...defaultsFor(space), ...usual };
  const idle = Object.keys(given).filter(
    (key) =>
      given[key] !== before[key] &&
      recorded({ ...settings, [key]: before[key] as string }) === recorded(settings),
  );
  if (idle.length > 0)
    throw new UsageError(
      `--set: ${idle.join(", ")} ${idle.length === 1 ? "has" : "have"} no say for an architecture that is trained alone: leave ${idle.length === 1 ? "it" : "them"} out`,
    );
  return settings;
}
