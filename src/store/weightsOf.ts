/** @file The weights of a run, for what works on them beside it. */
import type { Checkpoint } from "../core/checkpoint.ts";
import type { RunId } from "../core/run.ts";
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import { entryOf, type KeptRun, type RunEntry } from "./runs.ts";

interface RunWeights {
  readonly of: RunId;
  readonly checkpoint: Checkpoint;
}

/** As it is now, or as it was last kept where it trains no more or cannot say. */
export async function keptNow(
  entry: RunEntry | undefined,
  { thread }: LiveRuns,
): Promise<KeptRun | undefined> {
  const isTold = entry?.origin === "training" && entry.run.status !== "failed";
  return (isTold && (await thread.checkpoint(entry.id))) || entry?.kept;
}

/** Those of now, or the last kept ones; where there are none, the user is told. */
export async function weightsOf(
  id: RunId | undefined,
  store: LabStore,
  live: LiveRuns,
): Promise<RunWeights | undefined> {
  const entry = entryOf(store.getState().runs, id);
  const kept = await keptNow(entry, live);
  if (entry && kept) return { of: entry.id, checkpoint: kept.checkpoint };
  store.update({ warnings: ["There are no weights to work on: the run has none, or it was recorded."] });
  return undefined;
}
