/** @file A worker at work: takes the runs of one queue and hands each to a process of its own. */
import { type Job, WaitingError, Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { RunConfig } from "../../core/run.ts";
import { printSetting } from "../../core/settings.ts";
import { isCannotRunHere } from "../pool/cannotRunHere.ts";
import { maxAttempts, openPool, reasonOf } from "../pool/pool.ts";
import type { Progress } from "../progress.ts";
import type { JobMessage } from "../study/keptState.ts";
import type { StudyEntry, StudyRequest } from "../study/runStudyJob.ts";
import { isOfConnection, type QueueAddress, withoutSecrets } from "./address.ts";
import { queueName, statesOf } from "./jobQueue.ts";

interface WorkerInput {
  readonly redis: Redis;
  readonly address: QueueAddress;
  /** Version of the code whose runs it takes. */
  readonly code: string;
  /** Runs at once. */
  readonly workers: number;
  /** Seconds of silence after which a worker counts as dead. */
  readonly lock: number;
  /** Seconds between two states of a run that go to Redis. */
  readonly keep: number;
  readonly progress: Progress;
}

interface StudyWorker {
  /** Resolves once it takes work. */
  readonly ready: Promise<unknown>;
  /** Rejects where this machine cannot do what the queue asks for. */
  readonly ended: Promise<never>;
  /** Takes nothing more and gives back what it is at: no run counts that as an attempt, nor its worker as dead. */
  giveBack(): Promise<unknown>;
}

export function startWorker(input: WorkerInput): StudyWorker {
  const { redis, address, code, workers, lock, keep, progress } = input;
  const pool = openPool(workers);
  /** What it is at, each with the token that says so in Redis. */
  const atWork = new Map<Job, string>();
  let isEnding = false;
  const process = async (job: Job<StudyRequest, StudyEntry>, token = ""): Promise<StudyEntry> => {
    atWork.set(job, token);
    const { key, config } = job.data.job;
    const states = statesOf(redis, key);
    let hasComeFurther = false;
    const onMessage = (message: JobMessage): void => {
      if ("state" in message) {
        hasComeFurther = true;
        void states.write(message);
      } else {
        const { resumedAt: step } = message;
        progress.say(`${nameOf(config)}: goes on from step ${step}`, { event: "resumed", step, key });
      }
    };
    const kept = await states.read();
    try {
      const request = { ...job.data, keepSeconds: keep, ...(kept && { kept: kept.state }) };
      const entry = await pool.run("study", request, (message) => onMessage(message as JobMessage));
      await states.forget();
      return entry;
    } catch (error) {
      if (isCannotRunHere(error)) {
        await giveBack();
        end(new Error(`this worker cannot do what the queue asks for: ${reasonOf(error)}`));
      }
      // Given back, and no longer this worker's.
      if (isEnding) throw new WaitingError();
      // A state that no run goes on from is not tried again; one that this attempt left after it went on has shown that it did.
      if (kept && !hasComeFurther) await states.forget();
      throw new Error(reasonOf(error));
    } finally {
      atWork.delete(job);
    }
  };
  const worker = new Worker<StudyRequest, StudyEntry>(queueName(code), process, {
    connection: redis,
    concurrency: workers,
    lockDuration: 1000 * lock,
    stalledInterval: 1000 * lock,
    maxStalledCount: maxAttempts - 1,
  });
  const giveBack = async (): Promise<void> => {
    isEnding = true;
    await worker.pause(true);
    await Promise.all([...atWork].map(([job, token]) => job.moveToWait(token).catch(() => {})));
  };
  let end: (error: Error) => void = () => {};
  const ended = new Promise<never>((_, reject) => {
    end = reject;
  }).finally(() => Promise.all([worker.close(true), pool.close()]));
  tell(worker, address, progress);
  return { ready: worker.waitUntilReady(), ended, giveBack };
}

function tell(worker: Worker<StudyRequest, StudyEntry>, address: QueueAddress, progress: Progress): void {
  const told = new Set<string>();
  worker.on("error", (error) => {
    const text = withoutSecrets(error.message.split("\n")[0] ?? "", address);
    // A lost connection is told by the connection itself.
    if (isOfConnection(error) || told.has(text)) return;
    told.add(text);
    progress.warn(`${address.shown}: ${text}`);
  });
  let done = 0;
  worker.on("completed", ({ data: { job } }, { seconds }) =>
    progress.say(`${++done} done: ${nameOf(job.config)}, ${seconds.toFixed(0)} s`, {
      event: "run",
      done,
      key: job.key,
      seconds,
    }),
  );
  worker.on("failed", (job, { message }) =>
    progress.warn(
      `${job ? nameOf(job.data.job.config) : "a run"}: ${message} (attempt ${job?.attemptsMade ?? "?"} of ${maxAttempts})`,
    ),
  );
  worker.on("stalled", (id) => progress.warn(`${id}: its worker fell silent; done again`));
}

/** A worker does not know what its study varies: all that differs from the defaults of the space. */
const nameOf = ({ space, settings, seed }: RunConfig): string =>
  [
    space,
    ...Object.entries(settings).map(([key, value]) => `${key}=${printSetting(value)}`),
    `seed ${seed}`,
  ].join(" ");
