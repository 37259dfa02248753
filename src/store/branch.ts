/** @file The copy of a run that goes on beside it with other settings. */
import { changedSettings, settingsDiff } from "../core/config.ts";
import type { RunConfig } from "../core/run.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import { entryOf, type RunEntry } from "./runs.ts";
import { keptNow } from "./weightsOf.ts";

/** With what a change from one choice to another changes. */
export function withChange(config: RunConfig, from: RunConfig, to: RunConfig): RunConfig {
  const space = spaceById(to.space) ?? spaces[0];
  const changes = changedSettings(space, from.settings, to.settings).map((change) => [change.key, change.to]);
  const settings = settingsDiff(space, { ...config.settings, ...Object.fromEntries(changes) });
  return { ...config, settings };
}

/**
 * A copy of a run with its weights, beside it, that gets other settings.
 * @param before what the choice was made from
 * @param wanted is asked once its checkpoint is there
 */
export async function branch(
  store: LabStore,
  live: LiveRuns,
  parent: RunEntry,
  before: RunConfig,
  wanted: () => RunConfig,
): Promise<void> {
  if (!live.mayBegin()) return;
  const kept = await keptNow(parent, live);
  if (!kept) {
    store.update({ warnings: ["The run cannot be branched: there is no checkpoint of it yet."] });
    return;
  }
  // While its checkpoint came others may have begun, another may be shown, and it may have been paused.
  if (!live.mayBegin()) return;
  const isShown = store.getState().active === parent.id;
  const intent = (entryOf(store.getState().runs, parent.id) ?? parent).intent === "pause" ? "pause" : "train";
  // What the parent has changed by itself meanwhile the copy has, too.
  const config = parent.planned ? withChange(kept.checkpoint.config, before, wanted()) : wanted();
  if (isShown) store.update({ baselineId: parent.id, config, offer: undefined, isBeside: false });
  const { planned } = kept.checkpoint;
  const id = live.add(
    { run: kept.run, origin: "training", parent: parent.id, intent, kept, planned },
    isShown,
  );
  live.goOnFrom(id, kept, intent);
  live.thread.change(id, config.settings);
}
