/**
 * @file The queue as submitters and workers know it: one of BullMQ for every version of the code, so that no worker takes what another
 * version was asked for. A job's id is its key: submitted twice, it is there once.
 */
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { maxAttempts } from "../pool/pool.ts";
import type { KeptState } from "../study/keptState.ts";
import type { StudyEntry, StudyRequest } from "../study/runStudyJob.ts";

export type StudyQueue = Queue<StudyRequest, StudyEntry>;

/** The versions of the code that anybody submitted for. */
const codesKey = "supernet-lab:codes";
/** Results stay for submitters that come back; folders of studies keep them for good. */
const keptSeconds = 14 * 24 * 3600;

export const queueName = (code: string): string => `supernet-lab-${code}`;

/** BullMQ takes ids of digits alone for its own. */
export const idOf = (key: string): string => `run-${key}`;

export async function openQueue(redis: Redis, code: string): Promise<StudyQueue> {
  const { Queue } = await import("bullmq");
  return new Queue<StudyRequest, StudyEntry>(queueName(code), {
    connection: redis,
    defaultJobOptions: {
      attempts: maxAttempts,
      removeOnComplete: { age: keptSeconds },
      removeOnFail: { age: keptSeconds },
    },
  });
}

interface JobStates {
  read(): Promise<KeptState | undefined>;
  /** A state that does not arrive is missed by nobody: the next attempt begins earlier. */
  write(state: KeptState): Promise<void>;
  forget(): Promise<void>;
}

/** Where a job is, for another worker to go on from; a job's key holds for one version of the code. */
export function statesOf(redis: Redis, key: string): JobStates {
  const place = `supernet-lab:state:${key}`;
  return {
    async read() {
      const { step, state } = await redis.hgetall(place);
      return step && state ? { step: Number(step), state } : undefined;
    },
    async write({ step, state }) {
      await redis
        .multi()
        .hset(place, { step, state })
        .expire(place, keptSeconds)
        .exec()
        .catch(() => {});
    },
    async forget() {
      await redis.del(place);
    },
  };
}

/** Makes known that there is work for this version. */
export async function announce(redis: Redis, code: string): Promise<void> {
  await redis.sadd(codesKey, code);
}

/** Whether there is work for one's own version, and the other versions that have some. */
export async function versionsAtWork(
  redis: Redis,
  code: string,
): Promise<{ readonly isOwn: boolean; readonly others: readonly string[] }> {
  const atWork: string[] = [];
  for (const known of await redis.smembers(codesKey)) {
    const queue = await openQueue(redis, known);
    const counts = await queue.getJobCounts("waiting", "active", "delayed");
    if (Object.values(counts).some((count) => count > 0)) atWork.push(known);
    await queue.close();
  }
  return { isOwn: atWork.includes(code), others: atWork.filter((known) => known !== code) };
}
