/** @file The copy of a run that goes on beside it with other settings. */
import type { RunConfig } from "../core/run.ts";
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import { entryOf, type RunEntry } from "./runs.ts";

/** A copy of a run with its weights, beside it, that gets other settings. */
export async function branch(
  store: LabStore,
  live: LiveRuns,
  parent: RunEntry,
  config: RunConfig,
): Promise<void> {
  if (!live.mayBegin()) return;
  store.update({ isBeside: false });
  const kept = parent.origin === "training" ? await live.thread.checkpoint(parent.id) : parent.kept;
  if (!kept) {
    store.update({ warnings: ["The run cannot be branched: there is no checkpoint of it yet."] });
    return;
  }
  // It may have been paused while its checkpoint came.
  const { intent: wanted } = entryOf(store.getState().runs, parent.id) ?? parent;
  const intent = wanted === "pause" ? "pause" : "train";
  store.update({ baselineId: parent.id, config, offer: undefined });
  const { planned } = kept.checkpoint;
  const id = live.add({ run: kept.run, origin: "training", intent, kept, planned });
  live.goOnFrom(id, kept, intent);
  live.thread.change(id, config.settings);
}
