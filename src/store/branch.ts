/** @file The copy of a run that goes on beside it with other settings. */
import type { RunConfig } from "../core/run.ts";
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import { entryOf, type RunEntry } from "./runs.ts";

/** With what a change from one choice to another changes. */
export function withChange(config: RunConfig, from: RunConfig, to: RunConfig): RunConfig {
  const keys = new Set([...Object.keys(from.settings), ...Object.keys(to.settings)]);
  const changed = [...keys].filter((key) => from.settings[key] !== to.settings[key]);
  const kept = Object.entries(config.settings).filter(([key]) => !changed.includes(key));
  const added = Object.entries(to.settings).filter(([key]) => changed.includes(key));
  return { ...config, settings: Object.fromEntries([...kept, ...added]) };
}

/** A copy of a run with its weights, beside it, that gets other settings. @param wanted is asked once its checkpoint is there */
export async function branch(
  store: LabStore,
  live: LiveRuns,
  parent: RunEntry,
  wanted: () => RunConfig,
): Promise<void> {
  if (!live.mayBegin()) return;
  const kept = parent.origin === "training" ? await live.thread.checkpoint(parent.id) : parent.kept;
  if (!kept) {
    store.update({ warnings: ["The run cannot be branched: there is no checkpoint of it yet."] });
    return;
  }
  // It may have been paused while its checkpoint came.
  const intent = (entryOf(store.getState().runs, parent.id) ?? parent).intent === "pause" ? "pause" : "train";
  const config = wanted();
  store.update({ baselineId: parent.id, config, offer: undefined, isBeside: false });
  const { planned } = kept.checkpoint;
  const id = live.add({ run: kept.run, origin: "training", intent, kept, planned });
  live.goOnFrom(id, kept, intent);
  live.thread.change(id, config.settings);
}
