/** @file `npx supernet-lab run`: the session of the page from a terminal; prints one line for every scoring round. */
import { type Command, Option } from "commander";
import { defaultConfig } from "../../core/config.ts";
import { datasets } from "../../core/datasets.ts";
import { correlationHistory } from "../../core/metrics/history.ts";
import type { Run } from "../../core/runState.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { runToEnd } from "../../engine/openSession.ts";
import { type EngineId, engineIds, openEngine } from "../engines.ts";
import { number } from "../flags.ts";
import { readSettings } from "../settingFlags.ts";
import { openTraining } from "./train.ts";

interface Options {
  readonly space: string;
  readonly seed: number;
  readonly set: readonly string[];
  readonly steps?: number;
  readonly threads: number;
  readonly engine: EngineId;
  readonly table?: string;
  readonly threshold: number;
}

export function addRunCommand(program: Command): void {
  program
    .command("run")
    .description("train a super-net and print how well it ranks the architectures of a table")
    .addOption(
      new Option("--space <id>", "search space").choices(spaces.map(({ id }) => id)).default(spaces[0].id),
    )
    .option("--seed <n>", "seed of weights, order and paths", number(0, 2 ** 32 - 1), defaultConfig().seed)
    .option("--set <key=value...>", "settings as in a link, e.g. --set lr=0.05 bs=32", [])
    .option("--steps <n>", "stop after so many steps and score the whole evaluation set", number(1, 1e9))
    .option("--threads <n>", "threads to train in; the numbers are the same for any", number(1, 16), 1)
    .addOption(
      new Option("--engine <id>", "wasm: the processor; webgpu: a graphics card")
        .choices([...engineIds])
        .default("wasm"),
    )
    .option("--table <file>", "stand-alone table; default public/tables/<space>.json")
    .option(
      "--threshold <accuracy>",
      "stand-alone accuracies are rounded to this",
      number(0, 0.1, false),
      0.001,
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const space = spaceById(options.space);
  if (!space) throw new Error(`there is no space called "${options.space}"`);
  const settings = readSettings(space, options.set);
  const config = { space: space.id, dataset: datasets[0].id, seed: options.seed, settings };
  const { threads, threshold, steps } = options;
  const create = await openEngine(options.engine, threads);
  const training = await openTraining(config, create, options.table);
  for (const remark of training.remarks) console.warn(remark);

  const began = performance.now();
  let printed = 0;
  const report = (state: Run): void => {
    const rule = training.recipe.evaluation;
    const history = correlationHistory(state, training.truths, { threshold, rule });
    for (const point of history.slice(printed)) {
      const { step, scored, sKdT, tau, meanAccuracy } = point;
      const last = state.points.last;
      const speed = last ? `  loss ${last.loss.toFixed(3)}  ${last.imagesPerSecond.toFixed(0)} images/s` : "";
      const seconds = (performance.now() - began) / 1000;
      console.log(
        `${seconds.toFixed(0).padStart(4)} s  step ${step}  S-KdT ${shown(sKdT)}  τ ${shown(tau)}  over ${scored}  mean ${shown(meanAccuracy)}${speed}`,
      );
    }
    printed = history.length;
  };
  try {
    await runToEnd(training.session, { ...(steps !== undefined && { steps }), onProgress: report });
  } finally {
    training.session.engine.dispose();
  }
}

const shown = (value: number | undefined): string => value?.toFixed(3) ?? "n/a";
