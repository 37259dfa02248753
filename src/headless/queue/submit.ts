/** @file Hands a study's jobs to a queue and collects what workers anywhere make of them. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { Ground, StudyJob } from "../../core/study/jobs.ts";
import type { FailedJob } from "../pool/pool.ts";
import type { StudyEntry } from "../study/runStudyJob.ts";
import { connect, type QueueAddress } from "./address.ts";
import { announce, idOf, openQueue, type StudyQueue, statesOf } from "./jobQueue.ts";

interface QueuedJobs {
  readonly address: QueueAddress;
  readonly jobs: readonly StudyJob[];
  readonly ground: Ground;
  /** What must be known: a lost connection, a Redis that forgets. */
  readonly warn: (text: string) => void;
}

interface QueueWork extends QueuedJobs {
  readonly report: (job: StudyJob, entry: StudyEntry) => void;
}

/** Milliseconds between two looks at what is done. */
const pause = 300;
/** Jobs in one exchange with Redis. */
const bundle = 200;

/** @returns the jobs that failed in all their attempts, or whose workers died so often, with the last reason */
export function runOnQueue(work: QueueWork): Promise<FailedJob<StudyJob>[]> {
  return onQueue(work, async (queue, redis) => {
    if ((await appendOnly(redis)) === "no")
      work.warn(
        `${work.address.shown} keeps nothing over a restart of its machine: start it with --appendonly yes`,
      );
    await announce(redis, work.ground.code);
    await forgetFailures(queue, work.jobs);
    // Where this Redis does not say who is connected, nothing is known.
    const workers = await queue.getWorkersCount().catch(() => undefined);
    if (work.jobs.length > 0 && workers === 0)
      work.warn(
        `no worker of this version of the code, ${work.ground.code}, is at ${work.address.shown}: the runs wait until one is started, with supernet-lab worker --queue`,
      );
    return await collect(queue, work);
  });
}

/** Takes off the queue what no worker is at. @returns how many that were, and how many workers are at */
export function cancelOnQueue(
  work: QueuedJobs,
): Promise<{ readonly dropped: number; readonly atWork: number }> {
  return onQueue(work, async (queue, redis) => {
    let [dropped, atWork] = [0, 0];
    for (const { key } of work.jobs) {
      const job = await queue.getJob(idOf(key));
      if (!job || job.finishedOn) continue;
      try {
        await job.remove();
        await statesOf(redis, key).forget();
        dropped++;
      } catch {
        // A worker has its lock.
        atWork++;
      }
    }
    return { dropped, atWork };
  });
}

async function onQueue<Result>(
  { address, ground, warn }: QueuedJobs,
  act: (queue: StudyQueue, redis: Redis) => Promise<Result>,
): Promise<Result> {
  const redis = await connect(address, warn);
  const queue = await openQueue(redis, ground.code);
  // Told by the connection, once.
  queue.on("error", () => {});
  try {
    return await act(queue, redis);
  } finally {
    await queue.close();
    redis.disconnect();
  }
}

/** Asks for what is missing, which is idempotent, and takes what is done, until nothing is left. */
async function collect(queue: StudyQueue, work: QueueWork): Promise<FailedJob<StudyJob>[]> {
  const { ground, report } = work;
  const failed: FailedJob<StudyJob>[] = [];
  let open = [...work.jobs];
  while (open.length > 0) {
    const next: StudyJob[] = [];
    for (let from = 0; from < open.length; from += bundle) {
      const part = open.slice(from, from + bundle);
      const found = await Promise.all(part.map(({ key }) => queue.getJob(idOf(key))));
      // Never asked for, or lost with a Redis that keeps nothing.
      const absent = part.filter((_, index) => !found[index]);
      await queue.addBulk(
        absent.map((job) => ({ name: "study", data: { job, ground }, opts: { jobId: idOf(job.key) } })),
      );
      part.forEach((job, index) => {
        const queued = found[index];
        if (!queued?.finishedOn) next.push(job);
        // A job that failed at first and came to its end later keeps the reason of then.
        else if (queued.returnvalue) report(job, queued.returnvalue);
        else failed.push({ job, reason: queued.failedReason });
      });
    }
    open = next;
    if (open.length > 0) await sleep(pause);
  }
  return failed;
}

/** What failed in an earlier command is tried again by this one. */
async function forgetFailures(queue: StudyQueue, jobs: readonly StudyJob[]): Promise<void> {
  for (let from = 0; from < jobs.length; from += bundle) {
    const found = await Promise.all(
      jobs.slice(from, from + bundle).map(({ key }) => queue.getJob(idOf(key))),
    );
    await Promise.all(found.map((job) => (job?.finishedOn && !job.returnvalue ? job.remove() : undefined)));
  }
}

/** "yes" or "no"; `undefined` where this Redis does not say. */
async function appendOnly(redis: Redis): Promise<string | undefined> {
  try {
    const [, value] = (await redis.config("GET", "appendonly")) as string[];
    return value;
  } catch {
    return undefined;
  }
}
