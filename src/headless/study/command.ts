/** @file `supernet-lab study`: configurations × seeds over the cores of this machine, or over workers anywhere through a queue. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { datasets } from "../../core/datasets.ts";
import { printSetting } from "../../core/settings.ts";
import { spaces } from "../../core/spaces/index.ts";
import { type Ground, jobsOf, type StudyJob } from "../../core/study/jobs.ts";
import { remarksOfPlan } from "../../core/study/planRemarks.ts";
import { readStudy } from "../../core/study/studyFile.ts";
import { type StudyPlan, variedValues } from "../../core/study/studyPlan.ts";
import { checksum } from "../checksum.ts";
import type { EngineId } from "../engines.ts";
import { readText } from "../files.ts";
import {
  engineOption,
  logOption,
  pathOption,
  refuseIdle,
  tableOption,
  workersOf,
  workersOption,
} from "../flags.ts";
import { keptWhenStopped } from "../interruption.ts";
import { maxAttempts, runOnPool } from "../pool/pool.ts";
import { Progress, type ProgressKind } from "../progress.ts";
import { type QueueAddress, queueOption } from "../queue/address.ts";
import { cancelOnQueue, runOnQueue } from "../queue/submit.ts";
import { readTable } from "../run/train.ts";
import { UsageError } from "../usage.ts";
import { resultsFile, StudyFolder } from "./folder.ts";
import { groundOf } from "./ground.ts";
import type { StudyEntry } from "./runStudyJob.ts";

interface Options {
  readonly out: string;
  readonly workers?: number;
  readonly queue?: QueueAddress;
  readonly engine: EngineId;
  readonly table?: string;
  readonly weights?: true;
  readonly cancel?: true;
  readonly log: ProgressKind;
}

const help = `
A study file is JSON:
  {"space": "${spaces[0].id}", "settings": {"epochs": 1}, "vary": {"sampler": ["random-nas", "fairnas"]}, "seeds": [1, 2]}
In place of space and settings it may have "link", a share link of the page. "dataset" is ${datasets.map(({ id }) => `"${id}"`).join(" or ")}; "design" is
"grid" (every combination) or "one-at-a-time"; "steps" stops every run there; "threshold" rounds stand-alone accuracies, which are
fractions: 0.001 is a tenth of a percentage point; without "seeds" it is that of the link, or 1.
"search": {"algorithms": ["random", "reinforce"], "budget": 100, "seeds": [1, 2]} searches on the weights of every run at its end.

Examples:
  supernet-lab study sweep.json --out sweep
  supernet-lab study sweep.json --out sweep --workers 8 --log json
  supernet-lab study sweep.json --out sweep --queue redis://:password@host:6379
  SUPERNET_LAB_QUEUE=redis://:password@host:6379 supernet-lab study sweep.json --out sweep --queue --cancel

A stopped study goes on when the same command is given again, by the same version of the code. sweep/results.json is written when all runs are done.`;

export function addStudyCommand(program: Command): void {
  program
    .command("study <file>")
    .description("run configurations × seeds and collect what they come to")
    .addOption(
      pathOption(
        "--out <folder>",
        "where the study is kept; results.json is its final file",
      ).makeOptionMandatory(),
    )
    .addOption(workersOption("runs at once"))
    .addOption(queueOption("Redis whose workers do the runs"))
    .option("--cancel", "take this study's runs that no worker is at off the queue, and end")
    .addOption(engineOption())
    .addOption(tableOption())
    .option("--weights", "keep the weights of every run in <folder>/weights, for searches on them")
    .addOption(logOption())
    .addHelpText("after", help)
    .action(study);
}

async function study(file: string, options: Options, command: Command): Promise<void> {
  if (options.queue)
    refuseIdle(
      command,
      "--workers",
      "with --queue the workers of the queue do the runs, as many as they are",
    );
  if (options.queue && options.table !== undefined)
    throw new UsageError(
      "--table and --queue exclude each other: workers elsewhere have the tables that ship",
    );
  if (options.queue && options.weights)
    throw new UsageError("--weights and --queue exclude each other: weights stay on the machine of a worker");
  if (options.cancel && !options.queue)
    throw new UsageError("--cancel takes runs off a queue: give --queue, too");
  const read = readStudy(readText(file));
  if (!read.ok) throw new UsageError(`${file}: ${read.problem.message}`);
  const { plan, warnings } = read.value;
  const progress = new Progress(options.log, "runs");
  for (const warning of warnings) progress.warn(warning);
  const judging = readTable(plan.base.space, options.table);
  for (const remark of [...judging.warnings, ...remarksOfPlan(plan, judging.table)]) progress.warn(remark);
  const ground = groundOf(plan.base, options.engine, judging.checksum);
  const folder = new StudyFolder(options.out);
  keptWhenStopped(
    options.queue
      ? `Finished runs are kept in ${options.out}. The others stay in the queue and are worked off: the same line collects them, and with --cancel it takes off those that wait.`
      : `Finished runs are kept in ${options.out}; the same line goes on with the others.`,
  );
  try {
    if (options.cancel) await cancel(plan, ground, options, progress);
    else await fill(folder, plan, ground, options, progress);
  } finally {
    progress.close();
    folder.close();
  }
}

async function cancel(
  plan: StudyPlan,
  ground: Ground,
  { queue }: Options,
  progress: Progress,
): Promise<void> {
  if (!queue) return;
  const jobs = jobsOf(plan, ground, checksum);
  const warn = (text: string): void => progress.warn(text);
  const { dropped, atWork } = await cancelOnQueue({ address: queue, jobs, ground, warn });
  console.log(`${queue.shown}: ${dropped} runs taken off the queue; workers are at ${atWork}`);
}

async function fill(
  folder: StudyFolder,
  plan: StudyPlan,
  ground: Ground,
  options: Options,
  progress: Progress,
): Promise<void> {
  const { out, table, queue, weights } = options;
  const jobs = jobsOf(plan, ground, checksum);
  const missing = jobs.filter((job) => !folder.isDone(job));
  let done = jobs.length - missing.length;
  const unused = folder.whyNoneCounts(jobs);
  if (unused !== undefined) progress.warn(unused);
  if (missing.length > 0) for (const kept of folder.setAside()) progress.warn(kept);
  const weightsFolder = join(out, "weights");
  if (weights) {
    mkdirSync(weightsFolder, { recursive: true });
    const lacking = jobs.filter(
      (job) => folder.isDone(job) && !existsSync(join(weightsFolder, `${job.key}.ckpt`)),
    );
    if (lacking.length > 0)
      progress.warn(
        `${lacking.length} runs failed, or ended before without --weights: theirs are not kept; another --out trains them again`,
      );
  }
  progress.say(`${jobs.length} runs, ${done} of them done before`, {
    event: "study",
    runs: jobs.length,
    done,
  });
  progress.at(done, jobs.length);
  const report = (job: StudyJob, entry: StudyEntry): void => {
    folder.add(entry);
    done++;
    reportProgress(progress, nameOf(plan, job), job, entry, done, jobs.length);
    progress.at(done, jobs.length);
  };
  const failed = queue
    ? await runOnQueue({
        address: queue,
        jobs: missing,
        ground,
        report,
        warn: (text) => progress.warn(text),
      })
    : await runOnPool<StudyJob, StudyEntry>({
        jobs: missing,
        workers: workersOf(options),
        run: (pool, job) =>
          pool.run("study", {
            ...{ job, ground },
            ...(table !== undefined && { table }),
            ...(weights && { weights: weightsFolder }),
          }),
        report,
        retried: ({ job, reason }) => progress.warn(`${nameOf(plan, job)}: ${reason}; tried again`),
      });
  if (failed.length > 0) {
    for (const { job, reason } of failed) progress.warn(`${nameOf(plan, job)}: ${reason}`);
    throw new Error(
      `${failed.length} of ${jobs.length} runs failed ${maxAttempts} times; the same command tries them again`,
    );
  }
  folder.conclude(plan, ground, jobs);
  console.log(`${out}/${resultsFile}: ${jobs.length} runs`);
}

function reportProgress(
  progress: Progress,
  name: string,
  job: StudyJob,
  entry: StudyEntry,
  done: number,
  total: number,
): void {
  const { outcome, seconds, noticed } = entry;
  const { summary } = outcome;
  const failure = noticed ?? outcome.failure;
  const result = summary
    ? `S-KdT ${summary.skdt?.toFixed(3) ?? "n/a"} over ${summary.n}`
    : `failed: ${failure}`;
  const diverged = outcome.diverged ? `, ${outcome.diverged.length} of its searches diverged` : "";
  progress.say(`${done}/${total}  ${name}: ${result}${diverged}, ${seconds.toFixed(0)} s`, {
    event: "run",
    done,
    total,
    key: job.key,
    seconds,
    ...job.config,
    ...summary,
    ...(failure && { failure }),
  });
}

/** What sets the run apart from the others of its study. */
function nameOf(plan: StudyPlan, { config }: StudyJob): string {
  const varied = Object.entries(variedValues(plan, config.settings));
  return [...varied.map(([key, value]) => `${key}=${printSetting(value)}`), `seed ${config.seed}`].join(" ");
}
