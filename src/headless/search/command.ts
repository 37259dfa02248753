/** @file `supernet-lab search`: search algorithms on one super-net, judged by the table. Result on standard output, progress on standard error. */
import type { Command } from "commander";
import type { Checkpoint } from "../../core/checkpoint.ts";
import { readCheckpoint } from "../../core/checkpointFile.ts";
import { judgingRows, poolOf } from "../../core/pool.ts";
import { patched } from "../../core/recipe.ts";
import { judgedBy, remarksOf, resolveRun } from "../../core/resolveRun.ts";
import type { RunConfig } from "../../core/run.ts";
import { searchAlgorithms } from "../../core/search/index.ts";
import type { SearchEvent } from "../../core/search/searchEvent.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { rowOf } from "../../core/tables.ts";
import type { EngineFactory } from "../../engine/engine.ts";
import { openSession } from "../../engine/openSession.ts";
import { openRelaxedSearcher } from "../../engine/relaxedSearcher.ts";
import { openSearcher, type Searcher } from "../../engine/searcher.ts";
import { codeVersion } from "../codeVersion.ts";
import { readDataset } from "../dataset.ts";
import { type EngineId, openEngine } from "../engines.ts";
import { readBytes } from "../files.ts";
import { choiceOption, engineOption, logOption, numberOption } from "../flags.ts";
import { Progress, type ProgressKind } from "../progress.ts";
import { chosenRun, type Wishes } from "../run/chosen.ts";
import { readTable } from "../run/train.ts";
import { UsageError } from "../usage.ts";
import { type AskedSearches, type AskedTask, isSampling, knownAlgorithms, tasksOf } from "./asked.ts";
import { reportOf } from "./outcome.ts";
import { shownReport } from "./shown.ts";
import { trainFound } from "./trainFound.ts";

interface Options extends Wishes, AskedSearches {
  readonly checkpoint?: string;
  readonly steps?: number;
  readonly threads: number;
  readonly engine: EngineId;
  readonly table?: string;
  readonly trainFound?: true;
  readonly json?: true;
  readonly log: ProgressKind;
}

const examples = `
Algorithms and their settings:
${knownAlgorithms.map(({ id, settings }) => `  ${id}${settings.map(({ key, default: usual }) => ` ${key}=${usual}`).join("")}`).join("\n")}

Examples:
  supernet-lab run --checkpoint good.ckpt
  supernet-lab search --checkpoint good.ckpt --algorithms random,regularized-evolution --budget 200 --seeds 1,2,3 --json
  supernet-lab search --space darts --steps 200 --budget 50 --algorithm-set regularized-evolution.population=20

The budget counts different architectures; darts and gdas take training steps instead. Found is the best by super-net; what it is worth alone is looked up in the table.`;

export function addSearchCommand(program: Command): void {
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
    .option("--checkpoint <file>", "super-net to search on, as `run --checkpoint` writes it")
    .addOption(numberOption("--steps <n>", "train one for so many steps instead", { low: 1, high: 1e9 }))
    .addOption(numberOption("--seed <n>", "seed of that training", { low: 0, high: 2 ** 32 - 1 }))
    .option("--set <key=value...>", "settings of that training, e.g. --set lr=0.05 bs=32", [])
    .option(
      "--algorithms <ids>",
      "with commas between; darts and gdas train weights of their own",
      searchAlgorithms.map(({ id }) => id).join(","),
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
    .option("--table <file>", "stand-alone table; default: the one that ships for the space")
    .option("--train-found", "train alone, as the shipped tables were made, what was found and they lack")
    .option("--json", "one JSON object on standard output")
    .addOption(logOption())
    .addHelpText("after", examples)
    .action(search);
}

async function search(options: Options): Promise<void> {
  const progress = new Progress(options.log, "evaluations");
  if (options.trainFound && options.table !== undefined)
    throw new UsageError(
      "--train-found trains as the shipped tables were made; another --table cannot judge that",
    );
  const given = options.checkpoint === undefined ? undefined : readGiven(options.checkpoint, options);
  const { config, warnings } = given ? { config: given.config, warnings: [] } : chosenRun(options);
  const space = spaceById(config.space)!;
  const tasks = tasksOf(options, space);
  const needsSuperNet = tasks.some(isSampling);
  if (needsSuperNet && !given && options.steps === undefined)
    throw new UsageError("there is nothing to search on: give --checkpoint FILE or --steps N");
  const { table, warnings: ofTable } = readTable(space.id, options.table);
  const resolved = resolveRun(config, judgedBy(table));
  for (const warning of [...warnings, ...ofTable, ...remarksOf(resolved)]) progress.warn(warning);
  const create = await openEngine(options.engine, options.threads);
  const checkpoint =
    given ?? (needsSuperNet ? await trained(config, create, options.steps!, progress) : undefined);

  const { events, backend, seconds } = await searched({ config, checkpoint }, create, tasks, progress);
  const own = options.trainFound
    ? await trainFound(events, { space, table, engine: options.engine, progress })
    : new Map<string, number>();
  // All that the table has to say, however few the run was judged by.
  const everything = patched(resolved.recipe, {
    evaluation: { pool: table.rows.length },
    training: { landmarkWeight: 0 },
  });
  const { scored } = poolOf(space, table.rows, everything);
  const rows = judgingRows(scored.map((text) => rowOf(text, space, table))).filter(
    (row) => row !== undefined,
  );
  const truthOf = (text: string): number | undefined => rowOf(text, space, table)?.accuracy ?? own.get(text);
  const report = reportOf(tasks, events, truthOf, rows);
  if (options.json)
    console.log(
      JSON.stringify({
        ...config,
        step: checkpoint?.step ?? null,
        budget: options.budget,
        ...report,
        trained: [...own.keys()],
        seconds,
        backend,
        code: codeVersion,
      }),
    );
  else console.log(shownReport(report, space));
}

function readGiven(file: string, { space, steps, seed, set }: Options): Checkpoint {
  if (steps !== undefined || seed !== undefined || set.length > 0)
    throw new UsageError("--checkpoint is trained already; --steps, --seed and --set are for a training");
  const read = readCheckpoint(readBytes(file));
  if (!read.ok) throw new Error(`${file}: ${read.problem.message}`);
  if (space !== undefined && space !== read.value.config.space)
    throw new UsageError(`--space ${space}: ${file} is a super-net of ${read.value.config.space}`);
  return read.value;
}

/** Trains for `steps` steps, or to the end of the run where that comes first; nothing is scored. */
async function trained(
  config: RunConfig,
  createEngine: EngineFactory,
  steps: number,
  progress: Progress,
): Promise<Checkpoint> {
  const { session } = await openSession(config, { loadImages: ({ id }) => readDataset(id), createEngine });
  try {
    let isEnded = false;
    while (session.step < steps && !isEnded) {
      const { kind, events } = await session.advance();
      isEnded = kind === "idle" && events.length === 0;
      for (const event of events)
        if (event.type === "failed") throw new Error(`${event.failure.message} ${event.failure.advice}`);
      progress.at(session.step, steps);
    }
    progress.say(`trained ${session.step} steps in ${progress.seconds.toFixed(0)} s`, {
      event: "trained",
      step: session.step,
    });
    return await session.checkpoint();
  } finally {
    session.engine.dispose();
  }
}

interface Searched {
  readonly events: readonly SearchEvent[];
  readonly backend: string;
  readonly seconds: number;
}

/** Those that sample the super-net side by side, then those that train one of their own, one after the other. */
async function searched(
  { config, checkpoint }: { readonly config: RunConfig; readonly checkpoint: Checkpoint | undefined },
  createEngine: EngineFactory,
  tasks: readonly AskedTask[],
  progress: Progress,
): Promise<Searched> {
  const environment = { loadImages: ({ id }: { readonly id: string }) => readDataset(id), createEngine };
  const began = performance.now();
  const events: SearchEvent[] = [];
  const sampling = tasks.flatMap((task, index) => (isSampling(task) ? [{ task, index }] : []));
  const total = sampling.reduce((sum, { task }) => sum + task.budget, 0);
  let done = 0;
  let backend = "";
  /** @param numberOf of a search among all tasks */
  const finish = async (
    searcher: Pick<Searcher, "advance" | "dispose" | "engine">,
    numberOf: (search: number) => number,
  ): Promise<void> => {
    backend = searcher.engine.backend;
    try {
      for (let told = await searcher.advance(); told.length > 0; told = await searcher.advance())
        for (const event of told) {
          if (event.type === "failed") throw new Error(`${event.failure.message} ${event.failure.advice}`);
          const search = numberOf(event.search);
          events.push({ ...event, search });
          if (event.type === "proposed") progress.at(++done, total);
          if (event.type === "searched") tell(progress, tasks[search]!, event);
        }
    } finally {
      progress.close();
      searcher.dispose();
    }
  };
  if (checkpoint && sampling.length > 0)
    await finish(
      await openSearcher(
        checkpoint,
        environment,
        sampling.map(({ task }) => task),
      ),
      (search) => sampling[search]!.index,
    );
  for (const [index, task] of tasks.entries())
    if (!isSampling(task))
      await finish(await openRelaxedSearcher(config, environment, task, index), (search) => search);
  return { events, backend, seconds: (performance.now() - began) / 1000 };
}

function tell(
  progress: Progress,
  { algorithm, seed }: AskedTask,
  event: Extract<SearchEvent, { type: "searched" }>,
): void {
  const { architecture, accuracy } = event.found;
  progress.say(`${algorithm.id} seed ${seed}: super-net ${accuracy.toFixed(3)}: ${architecture}`, {
    ...event,
    event: "searched",
    algorithm: algorithm.id,
    seed,
  });
}
