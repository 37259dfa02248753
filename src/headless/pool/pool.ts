/** @file Jobs over the cores of this machine: processes of `workerpool`, so that one that crashes takes nothing else along. */
import workerpool from "workerpool";
import { builtProgram } from "../packageFiles.ts";
import { isCannotRunHere } from "./cannotRunHere.ts";
import type { workerMethods } from "./workerProgram.ts";

/** How often a job is tried whose worker crashed or that threw. */
export const maxAttempts = 3;

type WorkerMethods = typeof workerMethods;

/** Runs one job of a kind in a process; rejects where the process ends or the job throws. */
interface WorkerPool {
  run<Name extends keyof WorkerMethods>(
    name: Name,
    request: Parameters<WorkerMethods[Name]>[0],
    /** Takes what the job hands out before its end. */
    onMessage?: (message: unknown) => void,
  ): Promise<Awaited<ReturnType<WorkerMethods[Name]>>>;
  close(): Promise<void>;
}

/** @param size processes at most; they start when there is work */
export function openPool(size: number): WorkerPool {
  const pool = workerpool.pool(builtProgram("worker"), { workerType: "process", maxWorkers: size });
  return {
    run: async (name, request, onMessage) => pool.exec(name, [request], onMessage && { on: onMessage }),
    async close() {
      await pool.terminate(true);
    },
  };
}

export interface FailedJob<Job> {
  readonly job: Job;
  readonly reason: string;
}

interface PoolWork<Job, Result> {
  readonly jobs: readonly Job[];
  readonly workers: number;
  readonly run: (pool: WorkerPool, job: Job) => Promise<Result>;
  readonly report: (job: Job, result: Result) => void;
  /** Before a job is tried again. */
  readonly retried?: (failed: FailedJob<Job>) => void;
}

/**
 * Gives the jobs in order to the workers and reports each result as it comes.
 * @returns the jobs that failed `maxAttempts` times, with the last reason
 * @throws CannotRunHere where a job cannot be done on this machine, and what `report` throws; nothing is at work any more then
 */
export async function runOnPool<Job, Result>(work: PoolWork<Job, Result>): Promise<FailedJob<Job>[]> {
  const { jobs, workers, run, report, retried } = work;
  const pool = openPool(workers);
  const waiting = jobs.values();
  const failed: FailedJob<Job>[] = [];
  let isEnding = false;
  const attempt = async (job: Job, attempts: number): Promise<void> => {
    let result: Result;
    try {
      result = await run(pool, job);
    } catch (error) {
      // Its process was ended, not it.
      if (isEnding) return;
      if (isCannotRunHere(error)) throw error;
      const failure = { job, reason: reasonOf(error) };
      if (attempts === maxAttempts) {
        failed.push(failure);
        return;
      }
      retried?.(failure);
      return attempt(job, attempts + 1);
    }
    report(job, result);
  };
  const lane = async (): Promise<void> => {
    for (const job of waiting) {
      if (isEnding) return;
      await attempt(job, 1);
    }
  };
  const lanes = Array.from({ length: Math.min(workers, jobs.length) }, lane);
  try {
    await Promise.all(lanes);
  } finally {
    isEnding = true;
    await pool.close();
    // Whoever called gives its lock back next.
    await Promise.allSettled(lanes);
  }
  return failed;
}

/** One line of what a worker died of. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const code = /exitCode: `?(\w+)`?/.exec(text)?.[1];
  const signal = /signalCode: `?(\w+)`?/.exec(text)?.[1];
  if (!text.startsWith("Workerpool Worker terminated")) return text.split("\n")[0] ?? text;
  return `its process ended (${signal && signal !== "null" ? signal : `code ${code}`})`;
}
