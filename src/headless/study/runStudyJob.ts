/** @file One run of a study, in a worker process: trains, scores, and says what came out. */
import { setImmediate as breathe } from "node:timers/promises";
import type { Ground, StudyJob } from "../../core/study/jobs.ts";
import { failedOutcome, outcomeOf } from "../../core/study/outcome.ts";
import type { JobOutcome } from "../../core/study/results.ts";
import { RunFailed, runToEnd } from "../../engine/openSession.ts";
import { type EngineId, openEngine } from "../engines.ts";
import { openTraining } from "../run/train.ts";
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
    return {
      outcome: outcomeOf(job, run, training.rows, training.recipe.evaluation),
      seconds: (performance.now() - began) / 1000,
    };
  } catch (error) {
    if (!(error instanceof RunFailed && error.failure.kind === "diverged")) throw error;
    return {
      outcome: failedOutcome(job.key, error.failure.message),
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    training.session.engine.dispose();
  }
}
