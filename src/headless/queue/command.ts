/** @file `supernet-lab worker`: takes runs of studies from a queue and works them off on the cores of this machine, until it is stopped. */
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { codeVersion } from "../../core/codeVersion.ts";
import { logOption, numberOption } from "../flags.ts";
import { keptWhenStopped } from "../interruption.ts";
import { Progress, type ProgressKind } from "../progress.ts";
import { connect, type QueueAddress, queueOption } from "./address.ts";
import { versionsAtWork } from "./jobQueue.ts";

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
  SUPERNET_LAB_QUEUE=redis://:password@host:6379 supernet-lab worker --queue --workers 8

It waits for work until it is stopped; Ctrl-C or SIGTERM give back what it is at. If it is killed, another worker goes on from the last state that it left in Redis.
It works only for studies that were submitted by the same version of the code, and ends where it lacks their table, images or engine.`;

export function addWorkerCommand(program: Command): void {
  program
    .command("worker")
    .description("work for the studies of a queue, on any number of machines")
    .addOption(queueOption("Redis, rediss:// for TLS").makeOptionMandatory())
    .addOption(
      numberOption(
        "--workers <n>",
        "runs at once; 1 for studies on a graphics card, which processes share badly",
        {
          ...{ low: 1, high: 1024, default: availableParallelism() },
        },
      ),
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

async function work({ queue: address, workers, lock, keep, log }: Options): Promise<void> {
  const progress = new Progress(log, "runs");
  const redis = await connect(address, (text) => progress.warn(text));
  const { isOwn, others } = await versionsAtWork(redis, codeVersion);
  if (!isOwn && others.length > 0)
    progress.warn(
      `the studies of ${address.shown} need code ${others.join(" or ")}, this worker has ${codeVersion}: they wait for the version that submitted them, and this one for studies of its own`,
    );
  // With the queue, which is loaded when it is asked for.
  const { startWorker } = await import("./work.ts");
  const worker = startWorker({ redis, address, code: codeVersion, workers, lock, keep, progress });
  keptWhenStopped("What it was at goes back to the queue; another worker goes on from the last state.", () =>
    worker.giveBack(),
  );
  try {
    await Promise.race([worker.ready, worker.ended]);
    progress.say(`${workers} at once for ${address.shown}, code ${codeVersion}`, {
      event: "worker",
      workers,
      code: codeVersion,
    });
    await worker.ended;
  } finally {
    redis.disconnect();
  }
}
