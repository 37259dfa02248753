/** @file One run of a study, in a worker process: trains, scores, and says what came out. */
import { join } from "node:path";
import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import workerpool from "workerpool";
import { weightsOnly } from "../../core/checkpoint.ts";
import { writeCheckpoint } from "../../core/checkpointFile.ts";
import { codeVersion } from "../../core/codeVersion.ts";
import type { Ground, StudyJob } from "../../core/study/jobs.ts";
import { divergedOutcome, outcomeOf } from "../../core/study/outcome.ts";
import type { JobOutcome } from "../../core/study/results.ts";
import { RunFailed, runToEnd } from "../../engine/openSession.ts";
import { readDataset } from "../dataset.ts";
import { deviceOf, type EngineId, openEngine } from "../engines.ts";
import { failureMessage, failureText } from "../failureText.ts";
import { writeWhole } from "../files.ts";
import { CannotRunHere } from "../pool/cannotRunHere.ts";
import { openTraining, readTable } from "../run/train.ts";
import { groundOf } from "./ground.ts";
import { type JobMessage, readKept, writeKept } from "./keptState.ts";
import { searchOnRun } from "./searchOnRun.ts";

export interface StudyRequest {
  readonly job: StudyJob;
  readonly ground: Ground;
  /** File of the table that judges; absent: the one that ships. */
  readonly table?: string;
  /** Folder for the weights at the end, as a checkpoint under the job's key; absent: they are not kept. */
  readonly weights?: string;
  /** Seconds between two states to go on from that are handed out; absent: none are. */
  readonly keepSeconds?: number;
  /** Where an earlier attempt was, as it was handed out. */
  readonly kept?: string;
}

/** What is kept of a finished job. */
export interface StudyEntry {
  readonly outcome: JobOutcome;
  /** That the run took with its scoring, without the searches on it: of the processor, or of the clock on a graphics card. */
  readonly seconds: number;
  /** Of a run that failed: when that was noticed, which follows the clock and is no part of the outcome. */
  readonly noticed?: string;
  /** Version of the code that ran it; absent in what was kept before this was told. */
  readonly code?: string;
}

/**
 * @throws CannotRunHere where this program has other code or files than the study was begun with, or lacks its engine or images
 * @throws Error where the run fails in a way that may not come again
 */
export async function runStudyJob(request: StudyRequest): Promise<StudyEntry> {
  const { job, ground, table, weights, kept, keepSeconds = Number.POSITIVE_INFINITY } = request;
  const judging = readTable(job.config.space, table);
  const own = groundOf(job.config, ground.engine as EngineId, judging.checksum);
  for (const [what, expected] of Object.entries(ground))
    if (own[what as keyof Ground] !== expected)
      throw new CannotRunHere(`the study has ${what} ${expected}, this worker ${own[what as keyof Ground]}`);
  const from = kept === undefined ? undefined : readKept(kept);
  if (from) handOut({ resumedAt: from.checkpoint.step });
  const before = from?.seconds ?? 0;
  const taken = secondsOf(own.engine as EngineId);
  const seconds = () => before + taken();
  const images = await readDataset(job.config.dataset).catch((error: unknown) => {
    throw new CannotRunHere(
      `the images cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const create = await openEngine(own.engine as EngineId);
  const device = await deviceOf(own.engine as EngineId);
  const training = await openTraining(job.config, create, judging, images, from?.checkpoint);
  const { session } = training;
  const isTraining = () => session.step < (job.steps ?? Number.POSITIVE_INFINITY);
  let keptAt = performance.now();
  try {
    const run = await runToEnd(session, {
      ...(job.steps !== undefined && { steps: job.steps }),
      ...(from && { from: from.run }),
      async onProgress(run) {
        // So that the end of the parent process is heard.
        await yieldToEventLoop();
        if (performance.now() - keptAt < 1000 * keepSeconds || run.status !== "running" || !isTraining())
          return;
        // Between two reports nobody knows yet what the last steps came to: whoever goes on from there would not hear of a divergence.
        if (run.points.last?.step !== session.step) return;
        keptAt = performance.now();
        const checkpoint = await session.checkpoint();
        handOut({ step: run.step, state: writeKept({ run, checkpoint, seconds: seconds() }) });
      },
    });
    const inAll = seconds();
    const outcome = outcomeOf(job, run, training.rows, training.recipe.evaluation);
    const checkpoint = weights !== undefined || job.search ? await session.checkpoint() : undefined;
    if (weights !== undefined && checkpoint)
      writeWhole(join(weights, `${job.key}.ckpt`), writeCheckpoint(weightsOnly(checkpoint)));
    const found =
      job.search && checkpoint && (await searchOnRun(job.search, checkpoint, create, judging.table));
    return {
      outcome: { ...outcome, ...(device && { device }), ...found },
      seconds: inAll,
      code: codeVersion,
    };
  } catch (error) {
    if (!(error instanceof RunFailed)) throw error;
    if (error.failure.kind !== "diverged") throw new Error(failureText(error.failure));
    return {
      outcome: divergedOutcome(job.key),
      seconds: seconds(),
      noticed: failureMessage(error.failure),
      code: codeVersion,
    };
  } finally {
    training.session.engine.dispose();
  }
}

function handOut(message: JobMessage): void {
  workerpool.workerEmit(message);
}

/**
 * Seconds from now on: of the processor where it trains, so that whatever else the machine does meanwhile, or a pause of it, costs a run
 * nothing; of the clock where a graphics card does.
 */
function secondsOf(engine: EngineId): () => number {
  const [began, used] = [performance.now(), process.cpuUsage()];
  return () => {
    if (engine !== "wasm") return (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(used);
    return (user + system) / 1e6;
  };
}
