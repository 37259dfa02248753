/** @file What a run of a sweep came to. */
import { recipeOf } from "../core/heuristics/index.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { StudyJob } from "../core/study/jobs.ts";
import { divergedOutcome, outcomeOf } from "../core/study/outcome.ts";
import type { JobOutcome } from "../core/study/results.ts";
import { trainingSeconds } from "../core/trainedImages.ts";
import type { RunEntry } from "./runs.ts";
import { rowsFor, type Truth } from "./truth.ts";

type SweptResult =
  /** With the seconds of training that it took. */
  | { readonly outcome: JobOutcome; readonly seconds: number }
  /** Why there is none, in a sentence: a failure might not come again. */
  | { readonly problem: string };

/** @param entry of a run that has ended; absent: it was removed */
export function sweptResult(job: StudyJob, entry: RunEntry | undefined, truth: Truth): SweptResult {
  if (!entry) return { problem: "One of its runs was removed." };
  const { run } = entry;
  const seconds = trainingSeconds(run, run.step);
  if (run.failure?.kind === "diverged") return { outcome: divergedOutcome(job.key), seconds };
  if (run.failure) return { problem: run.failure.message };
  // Ranked otherwise is not trained or scored otherwise.
  if (run.changes.some(({ effect }) => effect !== "rerank"))
    return { problem: "One of its runs was changed by hand, so that it is no result; it is trained anew." };
  const space = spaceById(job.config.space) ?? spaces[0];
  const rule = recipeOf(space, job.config.settings).evaluation;
  try {
    return { outcome: outcomeOf(job, run, rowsFor(run.pool, job.config, truth), rule), seconds };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
