/** @file What a choice is called where it has no name: by what differs from that of a first user. */
import { defaultConfig, settingsDiff } from "./config.ts";
import { datasetOf, datasets } from "./datasets.ts";
import { settingSpec } from "./heuristics/index.ts";
import type { RunConfig } from "./run.ts";
import { formatSetting } from "./settings.ts";
import { spaceById, spaces } from "./spaces/index.ts";

interface Titled {
  readonly id: string;
  readonly title: string;
}

/** What differs from the first user's lab, in one line, e.g. "Learning rate 0.1 · Nesterov on · seed 7". */
export function describeDifference(config: RunConfig): string {
  const fallback = defaultConfig();
  const parts: string[] = [];
  if (config.space !== fallback.space) parts.push(titleOf(spaces, config.space));
  if (config.dataset !== fallback.dataset)
    parts.push(datasetOf(config.dataset)?.title ?? titleOf(datasets, config.dataset));
  const space = spaceById(config.space);
  if (space)
    for (const [key, value] of Object.entries(settingsDiff(space, config.settings))) {
      const spec = settingSpec(key);
      if (spec) parts.push(`${spec.title} ${formatSetting(spec, value)}`);
    }
  if (config.seed !== fallback.seed) parts.push(`seed ${config.seed}`);
  return parts.length > 0 ? parts.join(" · ") : "default settings";
}

function titleOf(items: readonly Titled[], id: string): string {
  return items.find((item) => item.id === id)?.title ?? id;
}
