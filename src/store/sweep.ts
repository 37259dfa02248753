/**
 * @file Runs the jobs of a study one after the other, or a few at once, beside the runs that are there; what came out stays when they go,
 * and when the page goes.
 */
import { backendIds } from "../core/backends.ts";
import type { RunId } from "../core/run.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import { jobsOf } from "../core/study/jobs.ts";
import type { StudyResults } from "../core/study/results.ts";
import type { StudyPlan } from "../core/study/studyPlan.ts";
import { checksum } from "./checksum.ts";
import type { KeptRuns } from "./keptRuns.ts";
import type { LabStore } from "./labStore.ts";
import { type LiveRuns, waitingRun } from "./liveRuns.ts";
import { entryOf, isDone, type RunEntry } from "./runs.ts";
import { printSweep, readSweep } from "./sweepFile.ts";
import { groundOf, whyNotThere } from "./sweepGround.ts";
import { isSweepOver, type SweepState } from "./sweepState.ts";
import { sweptResult } from "./sweptResult.ts";
import { loadShipped, type Truth, tableOf } from "./truth.ts";

export interface Sweep {
  /** Begins a study; an earlier one is given up, its runs stay. The run that is shown is paused meanwhile. */
  start(plan: StudyPlan, atOnce: number): Promise<void>;
  /** Its runs pause, and no further one begins. */
  stop(): void;
  /** Says why in the state where images, table, backend or code are other ones than it was begun with. */
  resume(): Promise<void>;
  /** Offers to go on with the sweep of an earlier page, once its runs are there. @param text as `sweepFile.ts` writes it */
  restore(text: string): void;
  /** Gives it up: runs that train are let go of. */
  close(): void;
  /** Shows what had come out of the one before; the one of now takes its place. */
  restoreBefore(): void;
  /** Shows the results of a study. */
  open(results: StudyResults): void;
}

interface SweepInput {
  readonly store: LabStore;
  readonly live: LiveRuns;
  /** Absolute address of the site. */
  readonly base: string;
  /** Names the code that trains and scores. */
  readonly code: string;
  /** Where it is kept from one page to the next; absent: nowhere. */
  readonly kept: Promise<KeptRuns> | undefined;
}

export function createSweep({ store, live, base, code, kept }: SweepInput): Sweep {
  /** What judges its runs; of an earlier page's nothing is known yet. */
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
    change({ isStopped: true, spent: spentBy(sweep), problem });
    intend("pause");
  };

  /** Takes in what has ended, and begins what there is room for. */
  const goOn = (): void => {
    for (let sweep = get(); sweep && !sweep.isRecorded && truth.status !== "loading"; sweep = get()) {
      const { runs } = store.getState();
      const { running, outcomes, seconds, jobs, isStopped, atOnce } = sweep;
      const [key, id] =
        [...running].find(([, run]) => {
          const entry = entryOf(runs, run);
          return !entry || (isDone(entry) && entry.run.rounds.at(-1)?.state !== "filling");
        }) ?? [];
      const job = jobs.find((one) => one.key === key);
      // Whatever else was begun in its place: nobody trains it, and it would be waited for in vain.
      if (!isStopped && [...running.values()].some((run) => isLetGo(entryOf(runs, run)))) {
        stop("One of its runs was let go of or removed.");
        return;
      }
      if (job && id !== undefined) {
        const left = new Map([...running].filter(([other]) => other !== key));
        const found = sweptResult(job, entryOf(runs, id), truth);
        change({
          running: left,
          ...("outcome" in found && {
            outcomes: new Map(outcomes).set(job.key, found.outcome),
            seconds: new Map(seconds).set(job.key, found.seconds),
          }),
        });
        if ("problem" in found) stop(found.problem);
        else void live.retire(id);
        continue;
      }
      const next = jobs.find((one) => !outcomes.has(one.key) && !running.has(one.key));
      if (isStopped || !next || running.size >= atOnce || !live.makeRoom()) return;
      const run = live.add({ ...waitingRun(next.config, "train"), parent: undefined, isSwept: true }, false);
      change({ running: new Map(running).set(next.key, run) });
      live.launch(run, truth, backendOf(sweep));
    }
  };

  let written = Promise.resolve();
  const keep = (sweep: SweepState | undefined, before: SweepState | undefined): void => {
    // Results of a file are not kept, and when they go, what is kept of the last own sweep stays.
    if (!kept || (sweep ?? before)?.isRecorded) return;
    written = written
      .then(async () => {
        const { status } = store.getState().keeping;
        if (status === "on" || status === "resumed") await (await kept).saveSweep(sweep && printSweep(sweep));
      })
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        store.update({ keeping: { status: "impossible", reason: reason.slice(0, 120) } });
      });
  };

  store.subscribe((state, before) => {
    if (state.sweep !== before.sweep) keep(state.sweep, before.sweep);
    if (isAtWork || (state.runs === before.runs && state.sweep === before.sweep)) return;
    isAtWork = true;
    try {
      goOn();
    } finally {
      isAtWork = false;
    }
  });

  /** Another one, or none, takes its place; what an own one has can be brought back. */
  const replace = (next: SweepState | undefined): void => {
    const sweep = get();
    const runs = [...(sweep?.running.values() ?? [])];
    const isWorthIt = sweep && sweep.outcomes.size > 0 && !sweep.isRecorded;
    store.update({
      sweep: next,
      ...(isWorthIt && { sweepBefore: { ...sweep, spent: spentBy(sweep) } }),
    });
    for (const id of runs) live.release(id);
  };
  const close = (): void => replace(undefined);

  return {
    async start(plan, atOnce) {
      const { active, runs, ...state } = store.getState();
      const ground = await groundOf(plan, state.truth, state, code);
      close();
      truth = state.truth;
      const shown = entryOf(runs, active);
      if (shown?.origin === "training" && !isDone(shown)) live.thread.intend(shown.id, "pause");
      store.update({
        sweep: {
          ...{ plan, ground, atOnce, jobs: jobsOf(plan, ground, checksum) },
          ...{ running: new Map(), outcomes: new Map(), seconds: new Map() },
          ...{ isStopped: false, isRecorded: false, isEarlier: false },
          ...{ spent: 0, since: performance.now(), problem: undefined },
        },
      });
    },
    stop: () => stop(),
    async resume() {
      const sweep = get();
      if (!sweep || sweep.isRecorded) return;
      if (truth.status === "loading") {
        const found = await truthOf(sweep, store.getState().truth, base);
        const now = await groundOf(sweep.plan, found, store.getState(), code);
        const { engine } = sweep.ground;
        const problem = whyNotThere(sweep.ground, now.engine === "auto" ? { ...now, engine } : now);
        if (problem !== undefined) return change({ problem });
        truth = found;
      }
      intend("train");
      // What was let go of before its first checkpoint begins anew.
      const isLeft = ([, id]: readonly [string, RunId]): boolean => {
        const entry = entryOf(store.getState().runs, id);
        return isLetGo(entry) && !entry?.kept;
      };
      if ([...sweep.running].some(isLeft))
        change({ running: new Map([...sweep.running].filter((one) => !isLeft(one))) });
      for (const id of get()?.running.values() ?? []) {
        const entry = entryOf(store.getState().runs, id);
        if (entry?.origin !== "ended" || isDone(entry)) continue;
        if (!live.mayBegin()) return;
        live.goOn(id, "train", backendOf(sweep));
      }
      change({ isStopped: false, isEarlier: false, since: performance.now(), problem: undefined });
    },
    restore(text) {
      const sweep = readSweep(text);
      if (!sweep || get()) return;
      truth = { status: "loading" };
      const { runs } = store.getState();
      // What had no checkpoint begins anew.
      const running = [...sweep.running].filter(([, id]) => entryOf(runs, id)?.kept !== undefined);
      store.update({ sweep: { ...sweep, running: new Map(running), isStopped: !isSweepOver(sweep) } });
    },
    close,
    restoreBefore() {
      const { sweepBefore } = store.getState();
      if (!sweepBefore) return;
      store.update({ sweepBefore: undefined });
      close();
      // Its runs were let go of, and what judges is looked at anew.
      truth = { status: "loading" };
      const isStopped = !sweepBefore.isRecorded && !isSweepOver(sweepBefore);
      store.update({ sweep: { ...sweepBefore, running: new Map(), isStopped, problem: undefined } });
    },
    open(results) {
      const sweep = get();
      if (sweep && !sweep.isRecorded && !isSweepOver(sweep))
        store.update({
          warnings: [
            `The sweep that trained has stopped (${sweep.outcomes.size} of ${sweep.jobs.length} runs done), because these results take its place.${sweep.outcomes.size === 0 ? "" : " “New sweep” offers to bring it back."}`,
          ],
        });
      replace(openedSweep(results));
    },
  };
}

/** A study that was done elsewhere. */
function openedSweep({ plan, ground, results }: StudyResults): SweepState {
  return {
    ...{ plan, ground, atOnce: 1, running: new Map(), seconds: new Map() },
    jobs: results.map(({ key, config }) => ({ key, config, threshold: plan.threshold })),
    outcomes: new Map(results.map(({ config: _, ...outcome }) => [outcome.key, outcome])),
    ...{ isStopped: false, isRecorded: true, isEarlier: false, spent: 0, since: 0, problem: undefined },
  };
}

/** Milliseconds. */
const spentBy = (sweep: SweepState): number =>
  sweep.spent + (sweep.isStopped || isSweepOver(sweep) ? 0 : performance.now() - sweep.since);

/** The one that its other runs had; where none was known, the one chosen now. */
const backendOf = ({ ground }: SweepState) => backendIds.find((id) => id === ground.engine);

/** The table that is there where it is of the sweep's space and images, else the one that ships. */
async function truthOf({ plan }: SweepState, present: Truth, base: string): Promise<Truth> {
  const space = spaceById(plan.base.space) ?? spaces[0];
  if (tableOf(plan.base, present)) return present;
  return loadShipped(space, base, new AbortController().signal);
}

/** Nobody trains it, though it has not come to its end. */
const isLetGo = (entry: RunEntry | undefined): boolean => entry?.origin === "ended" && !isDone(entry);
