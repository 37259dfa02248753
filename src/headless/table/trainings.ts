/**
 * @file Trainings alone over the cores of this machine. Every finished one is a line of a progress file at once, so that a killed command
 * goes on where it was, and what one command trained by a recipe no other trains again.
 */
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { codeVersion } from "../../core/codeVersion.ts";
import { standAloneRecipe } from "../../core/heuristics/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { recordedRecipe } from "../../core/tables/protocol.ts";
import { inWords } from "../files.ts";
import { Journal } from "../journal.ts";
import { lockFile } from "../lock.ts";
import { type FailedJob, maxAttempts, runOnPool } from "../pool/pool.ts";
import type { Progress } from "../progress.ts";
import { type Job, type JobResult, type JobSetup, keyOf } from "./job.ts";

interface TrainingsInput {
  readonly space: SearchSpace;
  readonly setup: JobSetup;
  /** Checksum of the images. */
  readonly sha256: string;
  /** Folder of the progress files. */
  readonly folder: string;
}

interface Trainings {
  /** The progress file. */
  readonly file: string;
  get(job: Job): JobResult | undefined;
  /** @throws Error where trainings fail again and again; all others are kept */
  run(jobs: readonly Job[], workers: number, progress: Progress): Promise<void>;
  /** Another command may work on the file from now on, at the latest when this one ends. */
  close(): void;
}

/** @throws Error where another command works on the file */
export function openTrainings({ space, setup, sha256, folder }: TrainingsInput): Trainings {
  const recipe = standAloneRecipe(space, setup.settings);
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([space.id, sha256, recordedRecipe(recipe, setup.test)]))
    .digest("hex")
    .slice(0, 12);
  const onCard = setup.engine === "wasm" ? "" : `-${setup.engine}`;
  const file = join(folder, `${space.id}-${fingerprint}${onCard}.jsonl`);
  inWords(folder, () => mkdirSync(folder, { recursive: true }));
  // What two commands train at once would be trained twice, and the one may be in the middle of a line that the other reads.
  const close = lockFile(file);
  const done = new Journal<JobResult>(file, keyOf);
  return {
    ...{ file, close },
    get: (job) => done.get(keyOf(job)),
    async run(jobs, workers, progress) {
      const missing = jobs.filter((job) => !done.get(keyOf(job)));
      const [total, before] = [jobs.length, jobs.length - missing.length];
      progress.say(`${total} trainings, ${before} of them done before; kept in ${file}`, {
        ...{ event: "table", total, done: before },
      });
      progress.at(before, total);
      let finished = before;
      const failed = await runOnPool<Job, JobResult>({
        jobs: missing,
        workers,
        run: (pool, job) => pool.run("table", { setup, job }),
        report(_, result) {
          done.add({ ...result, code: codeVersion });
          finished++;
          const { architecture, seed, test } = result;
          const told = test === null ? "diverged" : `test ${test.toFixed(4)}`;
          progress.say(`${finished}/${total}  ${architecture} seed ${seed}: ${told}`, {
            ...{ event: "training", done: finished, total, ...result },
          });
          progress.at(finished, total);
        },
        retried: ({ job, reason }) =>
          progress.warn(`${job.architecture} seed ${job.seed}: ${reason}; tried again`),
      });
      progress.close();
      if (failed[0]) throw new Error(told(failed, failed[0], total));
    },
  };
}

function told(failed: readonly FailedJob<Job>[], { job, reason }: FailedJob<Job>, total: number): string {
  return `${failed.length} of ${total} trainings failed ${maxAttempts} times, the first one (${job.architecture} seed ${job.seed}) since ${reason}; the same command tries them again`;
}
