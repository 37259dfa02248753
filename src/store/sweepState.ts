/** @file A sweep as the page holds it: the plan of a study, its jobs, what runs now and what came out. */
import type { RunId } from "../core/run.ts";
import type { Ground, StudyJob } from "../core/study/jobs.ts";
import type { JobOutcome, StudyResults } from "../core/study/results.ts";
import type { StudyPlan } from "../core/study/studyPlan.ts";

export interface SweepState {
  readonly plan: StudyPlan;
  readonly ground: Ground;
  /** In the order in which they run. */
  readonly jobs: readonly StudyJob[];
  /** Runs at once. */
  readonly atOnce: number;
  /** Runs that train or are stopped, by key of their job. */
  readonly running: ReadonlyMap<string, RunId>;
  /** By key of the job. */
  readonly outcomes: ReadonlyMap<string, JobOutcome>;
  /** Seconds of training that runs took, by key of the job; none is known of a study from a file. */
  readonly seconds: ReadonlyMap<string, number>;
  readonly isStopped: boolean;
  /** Whether it was read from the results of a study. */
  readonly isRecorded: boolean;
  /** Whether it is of an earlier page and has not gone on yet. */
  readonly isEarlier: boolean;
  /** Milliseconds for which it has run until it was last stopped, and when it was last begun (`performance.now()`). */
  readonly spent: number;
  readonly since: number;
  /** Why it stopped by itself. */
  readonly problem: string | undefined;
}

export function isSweepOver({ jobs, outcomes }: SweepState): boolean {
  return outcomes.size >= jobs.length;
}

/** What came out so far, in the order of the plan. */
export function sweepResults({ plan, ground, jobs, outcomes }: SweepState): StudyResults {
  const results = jobs.flatMap(({ key, config }) => {
    const outcome = outcomes.get(key);
    return outcome ? [{ ...outcome, config }] : [];
  });
  return { plan, ground, results };
}
