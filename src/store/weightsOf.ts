/** @file The weights of a run, for what works on them beside it. */
import type { Checkpoint } from "../core/checkpoint.ts";
import type { RunId } from "../core/run.ts";
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import { entryOf } from "./runs.ts";

interface RunWeights {
  readonly of: RunId;
  readonly checkpoint: Checkpoint;
}

/** Those of now, or the last kept ones of a run that trains no more; where there are none, the user is told. */
export async function weightsOf(
  id: RunId | undefined,
  store: LabStore,
  { thread }: LiveRuns,
): Promise<RunWeights | undefined> {
  const entry = entryOf(store.getState().runs, id);
  const kept = entry?.origin === "training" ? await thread.checkpoint(entry.id) : entry?.kept;
  if (entry && kept) return { of: entry.id, checkpoint: kept.checkpoint };
  store.update({ warnings: ["There are no weights to work on: the run has none, or it was recorded."] });
  return undefined;
}
