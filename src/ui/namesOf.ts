/** @file What the runs of a list are called: as their user says, else by what differs between them. */
import { datasetOf } from "../core/datasets.ts";
import { defaultsFor, settingSpec } from "../core/heuristics/index.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { RunEntry } from "../store/runs.ts";
import { runNames } from "./runNames.ts";

/** In the order of the runs. */
export function namesOf(listed: readonly { readonly entry: RunEntry }[]): string[] {
  const runs = listed.map(({ entry }) => {
    const { config } = entry.run;
    const space = spaceById(config.space) ?? spaces[0];
    const images = datasetOf(config.dataset)?.title ?? config.dataset;
    return { config, defaults: defaultsFor(space), space: space.title, images };
  });
  return runNames(runs, settingSpec).map((name, index) => listed[index]?.entry.name ?? name);
}
