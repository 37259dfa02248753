/** @file `supernet-lab worker`: takes runs of studies from a queue and works them off on the cores of this machine, until it is stopped. */
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import type { Redis } from "ioredis";
import { codeVersion } from "../../core/codeVersion.ts";
import { logOption, numberOption } from "../flags.ts";
import { keptWhenStopped } from "../interruption.ts";
import { maxAttempts, openPool, reasonOf } from "../pool/pool.ts";
import { Progress, type ProgressKind } from "../progress.ts";
import type { JobMessage } from "../study/keptState.ts";
import type { StudyEntry, StudyRequest } from "../study/runStudyJob.ts";
import { connect, type QueueAddress, readAddress } from "./address.ts";
import { queueName, statesOf, versionsAtWork } from "./jobQueue.ts";

interface Options {
  readonly queue: QueueAddress;
  readonly workers: number;
  readonly lock: number;
  readonly keep: number;
  readonly log: ProgressKind;
}

const examples = `
Examples:
  supernet-lab worker --queue redis://:password@host:6379
  supernet-lab worker --queue "$REDIS_URL" --workers 8

It waits for work until it is stopped. Where it was when it is killed, another worker goes on. It works only for studies that were
submitted by the same version of the code.`;

export function addWorkerCommand(program: Command): void {
  program
    .command("worker")
    .description("work for the studies of a queue, on any number of machines")
    .requiredOption("--queue <url>", "Redis, as redis://:password@host:6379; rediss:// for TLS", readAddress)
    .addOption(
      numberOption("--workers <n>", "runs at once", { low: 1, high: 1024, default: availableParallelism() }),
    )
    .addOption(
      numberOption("--lock <seconds>", "silence after which a worker counts as dead", {
        low: 1,
        high: 3600,
        default: 30,
      }),
    )
    .addOption(
      numberOption(
        "--keep <seconds>",
        "how often a run's state goes to Redis, for another worker to go on from",
        {
          ...{ low: 0.1, high: 86_400, fractions: true, default: 60 },
        },
      ),
    )
    .addOption(logOption())
    .addHelpText("after", examples)
    .action(work);
}

async function work({ queue: address, workers, lock, keep: keepSeconds, log }: Options): Promise<void> {
  const progress = new Progress(log, "runs");
  const redis = await connect(address, (text) => progress.warn(text));
  await refuseOthers(redis, address);
  const { Worker } = await import("bullmq");
  keptWhenStopped("What it was at goes back to the queue; another worker goes on from the last state.");
  const pool = openPool(workers);
  const milliseconds = lock * 1000;
  const workOff = async (request: StudyRequest): Promise<StudyEntry> => {
    const { key, config } = request.job;
    const states = statesOf(redis, key);
    const kept = await states.read();
    const onMessage = (message: JobMessage): void => {
      if ("state" in message) void states.write(message);
      else {
        const { resumedAt: step } = message;
        progress.say(`seed ${config.seed}: goes on from step ${step}`, { event: "resumed", step, key });
      }
    };
    try {
      const from = { ...request, keepSeconds, ...(kept && { kept: kept.state }) };
      const entry = await pool.run("study", from, (message) => onMessage(message as JobMessage));
      await states.forget();
      return entry;
    } catch (error) {
      // A state that no run goes on from is not tried again.
      if (kept) await states.forget();
      throw new Error(reasonOf(error));
    }
  };
  const worker = new Worker<StudyRequest, StudyEntry>(queueName(codeVersion), ({ data }) => workOff(data), {
    connection: redis,
    concurrency: workers,
    lockDuration: milliseconds,
    stalledInterval: milliseconds,
    maxStalledCount: maxAttempts - 1,
  });
  // Told by the connection, once.
  worker.on("error", () => {});
  let done = 0;
  worker.on("completed", ({ data: { job } }, { seconds }) =>
    progress.say(`${++done} done: seed ${job.config.seed}, ${seconds.toFixed(0)} s`, {
      event: "run",
      done,
      key: job.key,
      seconds,
    }),
  );
  worker.on("failed", (job, { message }) =>
    progress.warn(
      `${job?.data.job.key ?? "a run"}: ${message} (attempt ${job?.attemptsMade ?? "?"} of ${maxAttempts})`,
    ),
  );
  worker.on("stalled", (id) => progress.warn(`${id}: its worker fell silent; done again`));
  await worker.waitUntilReady();
  progress.say(`${workers} at once for ${address.shown}, code ${codeVersion}`, {
    event: "worker",
    workers,
    code: codeVersion,
  });
  await new Promise(() => {});
}

/** Milliseconds between two looks for work of one's own version. */
const pause = 1000;
/** Looks in which a study may come to be submitted. */
const looks = 2;

/** @throws Error where there is work, but for other versions of the code alone */
async function refuseOthers(redis: Redis, { shown }: QueueAddress): Promise<void> {
  for (let look = 1; ; look++) {
    const { isOwn, others } = await versionsAtWork(redis, codeVersion);
    if (isOwn || others.length === 0) return;
    if (look === looks) {
      redis.disconnect();
      throw new Error(
        `the studies of ${shown} need code ${others.join(" or ")}, this worker has ${codeVersion}: use the version that submitted them`,
      );
    }
    await sleep(pause);
  }
}
