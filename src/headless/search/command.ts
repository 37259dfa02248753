/** @file `supernet-lab search`: search algorithms on one super-net, judged by the table. Result on standard output, progress on standard error. */
import type { Command } from "commander";
import type { Checkpoint } from "../../core/checkpoint.ts";
import { readCheckpoint } from "../../core/checkpointFile.ts";
import { judgedBy, remarksOf, resolveRun } from "../../core/resolveRun.ts";
import { type AnySearchAlgorithm, samplesSuperNet, searchAlgorithms } from "../../core/search/index.ts";
import type { SearchProgress } from "../../core/search/progress.ts";
import { searchRecord } from "../../core/search/record.ts";
import { tableJudge } from "../../core/search/tableJudge.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { isSampling } from "../../engine/searches.ts";
import { type EngineId, openEngine } from "../engines.ts";
import { readBytes } from "../files.ts";
import {
  choiceOption,
  engineOption,
  logOption,
  numberOption,
  pathOption,
  refuseIdle,
  refuseIdleThreads,
  tableOption,
  workersOf,
  workersOption,
} from "../flags.ts";
import { keptWhenStopped } from "../interruption.ts";
import { Progress, type ProgressKind } from "../progress.ts";
import { chosenRun, type Wishes } from "../run/chosen.ts";
import { readTable } from "../run/train.ts";
import { UsageError } from "../usage.ts";
import { type AskedSearches, remarksOn, tasksOf } from "./asked.ts";
import { keptScores } from "./keptScores.ts";
import { keptSearches } from "./keptSearches.ts";
import { searchedAloud, trainedFor } from "./searched.ts";
import { shownReport } from "./shown.ts";
import { trainFound } from "./trainFound.ts";

interface Options extends Wishes, AskedSearches {
  readonly checkpoint?: string;
  readonly steps?: number;
  readonly threads: number;
  readonly engine: EngineId;
  readonly table?: string;
  readonly trainFound?: true;
  readonly workers?: number;
  readonly progress?: string;
  readonly json?: true;
  readonly log: ProgressKind;
}

const idsOf = (algorithms: readonly AnySearchAlgorithm[]): string[] => algorithms.map(({ id }) => id);

/** Of those that train weights of their own. */
const trainedIds = (algorithms: readonly AnySearchAlgorithm[]): string =>
  idsOf(algorithms.filter((one) => !samplesSuperNet(one))).join(", ");

const examples = (algorithms: readonly AnySearchAlgorithm[]): string => `
Algorithms and their settings:
${algorithms.map(({ id, settings }) => `  ${id}${settings.map(({ key, default: usual }) => ` ${key}=${usual}`).join("")}`).join("\n")}

Examples:
  supernet-lab run --checkpoint good.ckpt
  supernet-lab search --checkpoint good.ckpt --algorithms random,regularized-evolution --budget 200 --seeds 1,2,3 --json
  supernet-lab search --space darts --steps 200 --budget 50 --algorithm-set regularized-evolution.population=20

The budget counts different architectures; ${trainedIds(algorithms)} take training steps instead. Found is the best by super-net; what it is worth alone is looked up in the table.`;

export function addSearchCommand(
  program: Command,
  algorithms: readonly AnySearchAlgorithm[] = searchAlgorithms,
): void {
  program
    .command("search")
    .description("search on a super-net and tell what each algorithm found, judged by a table")
    .addOption(
      choiceOption(
        "--space <id>",
        "search space",
        spaces.map(({ id }) => id),
      ),
    )
    .addOption(pathOption("--checkpoint <file>", "super-net to search on, as `run --checkpoint` writes it"))
    .addOption(numberOption("--steps <n>", "train one for so many steps instead", { low: 1, high: 1e9 }))
    .addOption(numberOption("--seed <n>", "seed of that training", { low: 0, high: 2 ** 32 - 1 }))
    .option("--set <key=value...>", "settings of that training, e.g. --set lr=0.05 bs=32", [])
    .option(
      "--algorithms <ids>",
      `with commas between; ${trainedIds(algorithms)} train weights of their own`,
      idsOf(algorithms.filter(samplesSuperNet)).join(","),
    )
    .option("--algorithm-set <id.key=value...>", "settings of algorithms", [])
    .addOption(
      numberOption("--budget <n>", "different architectures that each search evaluates", {
        low: 1,
        high: 1e6,
        default: 100,
      }),
    )
    .option("--seeds <numbers>", "seeds of the searches, with commas between", "1")
    .addOption(
      numberOption("--threads <n>", "threads; the numbers are the same for any", {
        low: 1,
        high: 16,
        default: 1,
      }),
    )
    .addOption(engineOption())
    .addOption(tableOption())
    .option("--train-found", "train alone, as the shipped tables were made, what was found and they lack")
    .addOption(workersOption("of --train-found: processes at once"))
    .addOption(
      pathOption(
        "--progress <folder>",
        "keeps scores on --checkpoint, finished searches that train weights of their own, and finished trainings there, so that the same line goes on where it was stopped; default with --train-found: .cache/tables",
      ),
    )
    .option("--json", "one JSON object on standard output")
    .addOption(logOption())
    .addHelpText("after", examples(algorithms))
    .action((options: Options, command: Command) => search(options, command, algorithms));
}

async function search(
  options: Options,
  command: Command,
  algorithms: readonly AnySearchAlgorithm[],
): Promise<void> {
  refuseIdleThreads(command, options.engine);
  if (!options.trainFound) refuseIdle(command, "--workers", "they are of --train-found");
  const progress = new Progress(options.log, "evaluations");
  if (options.trainFound && options.table !== undefined)
    throw new UsageError(
      "--train-found trains as the shipped tables were made; another --table cannot judge that",
    );
  const given = options.checkpoint === undefined ? undefined : readGiven(options.checkpoint, options);
  const { config, warnings } = given ? { config: given.config, warnings: [] } : chosenRun(options);
  const space = spaceById(config.space)!;
  const tasks = tasksOf(options, space, algorithms);
  for (const remark of remarksOn(tasks)) progress.warn(remark);
  const needsSuperNet = tasks.some(isSampling);
  if (options.progress !== undefined && !given && !options.trainFound && tasks.every(isSampling))
    throw new UsageError(
      "--progress keeps the scores of a search on --checkpoint, searches that train weights of their own, and the trainings of --train-found; here is none of them",
    );
  if (needsSuperNet && !given && options.steps === undefined)
    throw new UsageError("there is nothing to search on: give --checkpoint FILE or --steps N");
  const first = tasks[0]?.algorithm.id;
  if (!needsSuperNet) {
    if (options.steps !== undefined)
      throw new UsageError(
        `--steps trains a super-net to search on; ${first} trains its own: --algorithm-set ${first}.steps=${options.steps}`,
      );
    refuseIdle(command, "--seed", `${first} trains a super-net of its own, by --seeds`);
    refuseIdle(command, "--budget", `${first} takes training steps: --algorithm-set ${first}.steps=…`);
  }
  const { table, warnings: ofTable } = readTable(space.id, options.table);
  const resolved = resolveRun(config, judgedBy(table));
  for (const warning of [...warnings, ...ofTable, ...remarksOf(resolved)]) progress.warn(warning);
  const create = await openEngine(options.engine, options.threads);
  const folder = options.progress ?? (options.trainFound ? ".cache/tables" : undefined);
  // Before anything is trained: a folder that cannot be used is told at once.
  const kept = {
    scores:
      options.checkpoint !== undefined && folder !== undefined
        ? keptScores(folder, readBytes(options.checkpoint), options.engine)
        : undefined,
    searches: folder === undefined ? undefined : keptSearches(folder, config, options.engine),
  };
  if (folder !== undefined)
    keptWhenStopped(
      kept.scores
        ? `Scores, finished searches and trainings are kept in ${folder}; the same line goes on.`
        : `Finished searches that train weights of their own and finished trainings alone are kept in ${folder}; the same line does the rest anew.`,
    );
  const checkpoint =
    given ?? (needsSuperNet ? await trainedFor(resolved, create, options.steps!, progress) : undefined);
  const { searches, backend, seconds } = await searchedAloud(
    { config, checkpoint },
    create,
    tasks,
    progress,
    kept,
  );
  const own =
    options.trainFound && folder !== undefined
      ? await trainFound(foundBy(searches), {
          ...{ space, table, engine: options.engine, workers: workersOf(options) },
          ...{ folder, progress: new Progress(options.log, "trainings") },
        })
      : { accuracies: new Map<string, number>(), trainedBy: [] };
  const searched = { config, step: checkpoint?.step ?? null, budget: options.budget, searches };
  const record = searchRecord(searched, tableJudge(config, table, own.accuracies), [
    ...own.accuracies.keys(),
  ]);
  // No backend where every search was done before.
  if (options.json)
    console.log(
      JSON.stringify({
        ...record,
        ...(own.trainedBy.length > 0 && { trainedBy: own.trainedBy }),
        ...{ seconds, backend: backend || null },
      }),
    );
  else console.log(shownReport(record, space));
}

const foundBy = (searches: readonly SearchProgress[]): string[] =>
  searches.flatMap(({ best }) => best.at(-1)?.architecture ?? []);

function readGiven(file: string, { space, steps, seed, set }: Options): Checkpoint {
  if (steps !== undefined || seed !== undefined || set.length > 0)
    throw new UsageError("--checkpoint is trained already; --steps, --seed and --set are for a training");
  const read = readCheckpoint(readBytes(file));
  if (!read.ok) throw new Error(`${file}: ${read.problem.message}`);
  if (space !== undefined && space !== read.value.config.space)
    throw new UsageError(`--space ${space}: ${file} is a super-net of ${read.value.config.space}`);
  return read.value;
}
