/** @file `supernet-lab run`: the session of the page from a terminal. Result on standard output, progress on standard error. */
import type { Command } from "commander";
import { writeCheckpoint } from "../../core/checkpointFile.ts";
import { codeVersion } from "../../core/codeVersion.ts";
import { storyOf } from "../../core/linkStory.ts";
import { defaultView } from "../../core/linkView.ts";
import { correlationHistory } from "../../core/metrics/history.ts";
import { type RunSummary, summaryOf } from "../../core/metrics/summary.ts";
import { exportRun } from "../../core/runFile.ts";
import { type Run, reduceRun } from "../../core/runState.ts";
import { toLink } from "../../core/shareLink.ts";
import { spaces } from "../../core/spaces/index.ts";
import { inPoints } from "../../core/threshold.ts";
import { runToEnd } from "../../engine/openSession.ts";
import { readImageFiles } from "../dataset.ts";
import { type EngineId, openEngine } from "../engines.ts";
import { prepareOutputs, writeWhole } from "../files.ts";
import {
  choiceOption,
  engineOption,
  halveOption,
  type ImagesFlags,
  imageFilesOf,
  imagesOption,
  logOption,
  numberOption,
  pathOption,
  refuseIdleThreads,
  tableOption,
} from "../flags.ts";
import { keptWhenStopped } from "../interruption.ts";
import { Progress, type ProgressKind } from "../progress.ts";
import { UsageError } from "../usage.ts";
import { chosenRun, type Wishes } from "./chosen.ts";
import { openTraining, readTable } from "./train.ts";

interface Options extends Omit<Wishes, "dataset">, ImagesFlags {
  readonly steps?: number;
  readonly threads: number;
  readonly engine: EngineId;
  readonly table?: string;
  readonly out?: string;
  readonly checkpoint?: string;
  readonly json?: true;
  readonly log: ProgressKind;
}

const examples = `
Examples:
  supernet-lab run "https://…/#v=2&seed=3&lr=0.1" --json
  supernet-lab run --space darts --set lr=0.05 bs=32 --out run.json
  supernet-lab run --steps 300 --threads 2
  supernet-lab run --images cifar-10-binary.tar.gz --halve --out run.json

The run file that --out writes opens on the page.`;

export function addRunCommand(program: Command): void {
  program
    .command("run [link]")
    .description("train a super-net and tell how well it ranks the architectures of a table")
    .option("--link <link>", "share link of the page, in quotation marks; its settings, seed and threshold")
    .addOption(
      choiceOption(
        "--space <id>",
        "search space",
        spaces.map(({ id }) => id),
      ),
    )
    .addOption(numberOption("--seed <n>", "seed of weights, order and paths", { low: 0, high: 2 ** 32 - 1 }))
    .option("--set <key=value...>", "settings as in a link, e.g. --set lr=0.05 bs=32", [])
    .addOption(
      numberOption("--steps <n>", "stop after so many steps and score the whole evaluation set", {
        low: 1,
        high: 1e9,
      }),
    )
    .addOption(
      numberOption("--threads <n>", "threads to train in; the numbers are the same for any", {
        low: 1,
        high: 16,
        default: 1,
      }),
    )
    .addOption(engineOption())
    .addOption(imagesOption())
    .addOption(halveOption())
    .addOption(tableOption())
    .addOption(
      numberOption("--threshold <accuracy>", "stand-alone accuracies are rounded to this", {
        low: 0,
        high: 0.1,
        fractions: true,
      }),
    )
    .addOption(
      pathOption("--out <file>", "the run as a file that the page opens, written when it is complete"),
    )
    .addOption(
      pathOption("--checkpoint <file>", "weights and all else that a search starts from, written at the end"),
    )
    .option("--json", "one JSON object on standard output")
    .addOption(logOption())
    .addHelpText("after", examples)
    .action(run);
}

async function run(positional: string | undefined, options: Options, command: Command): Promise<void> {
  refuseIdleThreads(command, options.engine);
  if (positional !== undefined && options.link !== undefined)
    throw new UsageError("there are two links: give one, by itself or with --link");
  const link = positional ?? options.link;
  const files = imageFilesOf(options);
  const own = files && (await readImageFiles(files));
  const { config, threshold, planned, warnings } = chosenRun({
    ...options,
    ...{ dataset: own?.images.id, ...(link !== undefined && { link }) },
  });
  const { threads, steps, table, out, checkpoint } = options;
  if (out !== undefined || checkpoint !== undefined)
    keptWhenStopped("Its files are written at the end, so that nothing is kept; the same line begins anew.");
  prepareOutputs(
    [
      ["--out", out],
      ["--checkpoint", checkpoint],
    ],
    [["--table", table], ...(files?.files ?? []).map((file) => ["--images", file] as const)],
  );
  const progress = new Progress(options.log, "steps");
  for (const warning of warnings) progress.warn(warning);
  for (const note of own?.notes ?? []) progress.say(note, { event: "images", note });
  const create = await openEngine(options.engine, threads);
  const judging = readTable(config.space, table);
  const training = await openTraining(config, create, judging, own?.images, undefined, planned);
  for (const remark of training.remarks) progress.warn(remark);

  const last = new Progress(options.log, "architectures scored");
  const rule = training.recipe.evaluation;
  let printed = 0;
  const report = (state: Run): void => {
    const total = Math.min(steps ?? state.totalSteps, state.totalSteps);
    const round = state.rounds.at(-1);
    // The last round comes when all steps are done.
    if (state.step < total || round?.state !== "filling") progress.at(state.step, total);
    else last.at(state.scores.length - round.from, round.size);
    const history = correlationHistory(state, training.groundTruths, { threshold, rule });
    for (const { step, scored, skdt, tau, meanAccuracy } of history.slice(printed)) {
      const point = state.points.last;
      const speed = point
        ? `  loss ${point.loss.toFixed(3)}  ${point.imagesPerSecond.toFixed(0)} images/s`
        : "";
      progress.say(
        `${progress.seconds.toFixed(0).padStart(4)} s  step ${step}  S-KdT ${shown(skdt)}  τ ${shown(tau)}  over ${scored}  mean ${shown(meanAccuracy)}${speed}`,
        { event: "round", step, skdt: skdt ?? null, n: scored, accuracy: meanAccuracy ?? null },
      );
    }
    printed = history.length;
  };
  let state: Run;
  const failures: string[] = [];
  /** What cannot be kept takes nothing else along: hours of training stand behind it. */
  const keep = async (act: () => void | Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  };
  try {
    state = await runToEnd(training.session, { ...(steps !== undefined && { steps }), onProgress: report });
    if (checkpoint !== undefined)
      await keep(async () => writeWhole(checkpoint, writeCheckpoint(await training.session.checkpoint())));
  } finally {
    progress.close();
    last.close();
    training.session.engine.dispose();
  }
  const ranked = summaryOf(state, training.rows, threshold, rule);
  if (!ranked) throw new Error(["no scoring round was completed", ...failures].join("; "));
  if (out !== undefined) {
    const ended = state.status === "running" ? reduceRun(state, { type: "paused", step: state.step }) : state;
    await keep(() => writeWhole(out, exportRun(ended)));
  }
  const { summary } = ranked;
  const view = { ...defaultView, thr: threshold };
  const story = storyOf(state);
  const asWent = state.changes.length === 0 || "impossible" in story ? { config: state.config } : story;
  if (state.changes.length > 0 && "impossible" in story)
    progress.warn(`The link starts with the settings of now. ${story.impossible}`);
  const address = toLink({ ...asWent, view });
  if (options.json)
    console.log(
      JSON.stringify({
        ...summary,
        threshold,
        totalSteps: state.totalSteps,
        ...asWent.config,
        ...("changes" in asWent && { changes: asWent.changes }),
        link: address,
        backend: state.backend,
        code: codeVersion,
      }),
    );
  else console.log(`${toldSummary(summary, state.totalSteps, threshold)}\n${address}`);
  if (failures.length > 0) throw new Error(failures.join("; "));
}

function toldSummary(summary: RunSummary, totalSteps: number, threshold: number): string {
  const { step, skdt, interval, n, params, ceiling, accuracy, found, surpassRandom } = summary;
  const range = interval ? ` [${interval.map((end) => end.toFixed(3)).join(", ")}]` : "";
  return [
    `step ${step} of ${totalSteps}: S-KdT ${shown(skdt)}${range} over ${n} architectures, stand-alone accuracies rounded to ${inPoints(threshold)} points`,
    `parameter count ${shown(params)}, best to hope for ${shown(ceiling)}`,
    `super-net accuracy ${shown(accuracy)}, found ${shown(found)}, P > R ${shown(surpassRandom)}`,
  ].join("\n");
}

const shown = (value: number | null | undefined): string => value?.toFixed(3) ?? "n/a";
