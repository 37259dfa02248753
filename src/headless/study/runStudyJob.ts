/** @file One run of a study, in a worker process: trains, scores, and says what came out. */
import { setImmediate as breathe } from "node:timers/promises";
import { summaryOf } from "../../core/metrics/summary.ts";
import { judgingRows } from "../../core/pool.ts";
import type { Run } from "../../core/runState.ts";
import type { Ground, StudyJob } from "../../core/study/jobs.ts";
import type { JobOutcome } from "../../core/study/results.ts";
import { RunFailed, runToEnd } from "../../engine/openSession.ts";
import { type EngineId, openEngine } from "../engines.ts";
import { type OpenedTraining, openTraining } from "../run/train.ts";
import { groundOf } from "./ground.ts";

export interface StudyOrder {
  readonly job: StudyJob;
  readonly ground: Ground;
  /** File of the table that judges; absent: the one that ships. */
  readonly table?: string;
}

/** What is kept of a finished job. */
export interface StudyEntry {
  readonly outcome: JobOutcome;
  /** That the job took, on whatever machine it ran. */
  readonly seconds: number;
}

/** @throws Error where this program has other code or files than the study was begun with, or the run fails in a way that may not come again */
export async function runStudyJob({ job, ground, table }: StudyOrder): Promise<StudyEntry> {
  const own = groundOf(job.config, ground.engine as EngineId, table);
  for (const [what, expected] of Object.entries(ground))
    if (own[what as keyof Ground] !== expected)
      throw new Error(`the study has ${what} ${expected}, this worker ${own[what as keyof Ground]}`);
  const began = performance.now();
  const training = await openTraining(job.config, await openEngine(own.engine as EngineId), table);
  try {
    const run = await runToEnd(training.session, {
      ...(job.steps !== undefined && { steps: job.steps }),
      // So that the end of the parent process is heard.
      onProgress: () => breathe(),
    });
    return { outcome: outcomeOf(job, run, training), seconds: (performance.now() - began) / 1000 };
  } catch (error) {
    if (!(error instanceof RunFailed && error.failure.kind === "diverged")) throw error;
    const nothing = { architectures: [], groundTruths: [], predictions: [] };
    const outcome = { key: job.key, failure: error.failure.message, ...nothing };
    return { outcome, seconds: (performance.now() - began) / 1000 };
  } finally {
    training.session.engine.dispose();
  }
}

function outcomeOf({ key, threshold }: StudyJob, run: Run, training: OpenedTraining): JobOutcome {
  const ranked = summaryOf(run, training.rows, threshold, training.recipe.evaluation);
  if (!ranked) throw new Error("no scoring round was completed");
  const judging = judgingRows(training.rows).flatMap((row, id) => {
    const prediction = ranked.predictions[id];
    return row && prediction !== undefined
      ? [{ architecture: run.pool[id] as string, truth: row.accuracy, prediction }]
      : [];
  });
  return {
    key,
    summary: ranked.summary,
    architectures: judging.map(({ architecture }) => architecture),
    groundTruths: judging.map(({ truth }) => truth),
    predictions: judging.map(({ prediction }) => prediction),
  };
}
