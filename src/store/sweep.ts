/** @file Runs the jobs of a study one after the other, or a few at once, beside the runs that are there; what came out stays when they go. */
import { datasetOf, datasets } from "../core/datasets.ts";
import { recipeOf } from "../core/heuristics/index.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import { fingerprint } from "../core/study/fingerprint.ts";
import { jobsOf, type StudyJob } from "../core/study/jobs.ts";
import { failedOutcome, outcomeOf } from "../core/study/outcome.ts";
import { type JobOutcome, readResults } from "../core/study/results.ts";
import type { StudyPlan } from "../core/study/studyFile.ts";
import { trainingSeconds } from "../core/trainedImages.ts";
import type { LabStore } from "./labStore.ts";
import { type LiveRuns, waitingRun } from "./liveRuns.ts";
import { entryOf, isDone, type RunEntry } from "./runs.ts";
import { isSweepOver, openedSweep, type SweepState } from "./sweepState.ts";
import { resolved, rowsFor, type Truth } from "./truth.ts";

export interface Sweep {
  /** Begins a study; an earlier one is given up, its runs stay. The run that is shown is paused meanwhile. */
  start(plan: StudyPlan, atOnce: number): void;
  /** Its runs pause, and no further one begins. */
  stop(): void;
  resume(): void;
  /** Gives it up: runs that train are let go of. */
  close(): void;
  /** Shows the results of a study; @returns what is wrong with the text, if anything is */
  open(text: string): string | undefined;
}

/** @param code names the code that trains and scores */
export function createSweep(store: LabStore, live: LiveRuns, code: string): Sweep {
  let truth: Truth = { status: "loading" };
  let isAtWork = false;
  const get = (): SweepState | undefined => store.getState().sweep;
  const change = (next: Partial<SweepState>): void => {
    const sweep = get();
    if (sweep) store.update({ sweep: { ...sweep, ...next } });
  };

  const intend = (intent: "train" | "pause"): void => {
    for (const id of get()?.running.values() ?? []) {
      const entry = entryOf(store.getState().runs, id);
      if (entry?.origin === "training") live.thread.intend(id, intent);
    }
  };

  const stop = (problem?: string): void => {
    const sweep = get();
    if (!sweep || sweep.isStopped || isSweepOver(sweep)) return;
    change({ isStopped: true, spent: sweep.spent + performance.now() - sweep.since, problem });
    intend("pause");
  };

  /** What a run came to, once it has ended; a failure that might not come again gives none. */
  const outcome = (job: StudyJob, { run }: RunEntry): JobOutcome | undefined => {
    const { failure } = run;
    if (failure) return failure.kind === "diverged" ? failedOutcome(job.key, failure.message) : undefined;
    const space = spaceById(job.config.space) ?? spaces[0];
    const rule = recipeOf(space, job.config.settings).evaluation;
    return outcomeOf(job, run, rowsFor(run.pool, job.config, truth), rule);
  };

  /** Takes in what has ended, and begins what there is room for. */
  const goOn = (): void => {
    for (let sweep = get(); sweep && !sweep.isRecorded; sweep = get()) {
      const { runs } = store.getState();
      const { running, outcomes, seconds, jobs, isStopped, atOnce } = sweep;
      const [key, id] =
        [...running].find(([, run]) => {
          const entry = entryOf(runs, run);
          return !entry || (isDone(entry) && entry.run.rounds.at(-1)?.state !== "filling");
        }) ?? [];
      const job = jobs.find((one) => one.key === key);
      if (job && id !== undefined) {
        const left = new Map([...running].filter(([other]) => other !== key));
        const entry = entryOf(runs, id);
        const found = entry && outcome(job, entry);
        change({
          running: left,
          ...(found && {
            outcomes: new Map(outcomes).set(job.key, found),
            seconds: new Map(seconds).set(job.key, trainingSeconds(entry.run, entry.run.step)),
          }),
        });
        if (!found) stop(entry?.run.failure?.message ?? "One of its runs was removed.");
        else void live.retire(id);
        continue;
      }
      const next = jobs.find((one) => !outcomes.has(one.key) && !running.has(one.key));
      if (isStopped || !next || running.size >= atOnce || !live.makeRoom()) return;
      const run = live.add({ ...waitingRun(next.config, "train"), parent: undefined, isSwept: true }, false);
      change({ running: new Map(running).set(next.key, run) });
      live.launch(run, truth);
    }
  };

  store.subscribe((state, before) => {
    if (isAtWork || (state.runs === before.runs && state.sweep === before.sweep)) return;
    isAtWork = true;
    try {
      goOn();
    } finally {
      isAtWork = false;
    }
  });

  const close = (): void => {
    const runs = [...(get()?.running.values() ?? [])];
    store.update({ sweep: undefined });
    for (const id of runs) live.release(id);
  };

  return {
    start(plan, atOnce) {
      close();
      const { active, view, backends, runs } = store.getState();
      truth = store.getState().truth;
      const shown = entryOf(runs, active);
      if (shown?.origin === "training" && !isDone(shown)) live.thread.intend(shown.id, "pause");
      const [settings] = [plan.base.settings];
      const { scored } = resolved({ ...plan.base, settings, seed: 1 }, truth);
      const rows = rowsFor(scored, plan.base, truth);
      const ground = {
        data: (datasetOf(plan.base.dataset) ?? datasets[0]).sha256.slice(0, 16),
        // Not of the table's file, which may be gone by now, but of its rows that are scored.
        table: `rows-${fingerprint(JSON.stringify(rows))}`,
        engine: view.backend === "auto" ? (backends?.chosen ?? view.backend) : view.backend,
        code,
      };
      store.update({
        sweep: {
          ...{ plan, ground, atOnce, jobs: jobsOf(plan, ground, fingerprint) },
          ...{ running: new Map(), outcomes: new Map(), seconds: new Map() },
          ...{ isStopped: false, isRecorded: false, spent: 0, since: performance.now(), problem: undefined },
        },
      });
    },
    stop: () => stop(),
    resume() {
      intend("train");
      change({ isStopped: false, since: performance.now(), problem: undefined });
    },
    close,
    open(text) {
      const read = readResults(text);
      if (!read.ok) return read.problem.message;
      close();
      store.update({ sweep: openedSweep(read.value) });
      return undefined;
    },
  };
}
