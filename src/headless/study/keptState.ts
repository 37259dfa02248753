/** @file Where a run of a study is, as text, so that another attempt goes on from there: the run so far and its checkpoint. */
import { gunzipSync, gzipSync } from "node:zlib";
import type { Checkpoint } from "../../core/checkpoint.ts";
import { readCheckpoint, writeCheckpoint } from "../../core/checkpointFile.ts";
import { importRun } from "../../core/readRun.ts";
import { exportRun } from "../../core/runFile.ts";
import type { Run } from "../../core/runState.ts";

/** Where a run is, as it is kept. */
export interface KeptState {
  readonly step: number;
  readonly state: string;
}

/** What a worker process hands out while it is at a job: where the run is, or the step from which it goes on. */
export type JobMessage = KeptState | { readonly resumedAt: number };

interface KeptJob {
  readonly run: Run;
  readonly checkpoint: Checkpoint;
  /** That the job took so far, in all attempts. */
  readonly seconds: number;
}

export function writeKept({ run, checkpoint, seconds }: KeptJob): string {
  const parts = {
    seconds,
    run: exportRun(run),
    checkpoint: Buffer.from(writeCheckpoint(checkpoint)).toString("base64"),
  };
  return gzipSync(JSON.stringify(parts)).toString("base64");
}

/** `undefined` where it cannot be read: then the job begins anew, which comes to the same. */
export function readKept(text: string): KeptJob | undefined {
  try {
    const parts = JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString());
    const run = importRun(String(parts.run));
    const checkpoint = readCheckpoint(Buffer.from(String(parts.checkpoint), "base64"));
    if (!run.ok || !checkpoint.ok || run.value.step !== checkpoint.value.step) return undefined;
    return { run: run.value, checkpoint: checkpoint.value, seconds: Number(parts.seconds) || 0 };
  } catch {
    return undefined;
  }
}
