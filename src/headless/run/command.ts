/** @file `npm run lab -- run`: the session of the page from a terminal; prints the correlation as training goes. */
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { defaultConfig } from "../../core/config.ts";
import { datasets } from "../../core/datasets.ts";
import { recipeOf, settingsFor, standAloneRecipe } from "../../core/heuristics/index.ts";
import { kendallTauB } from "../../core/metrics/kendall.ts";
import { sparseKendallTau } from "../../core/metrics/sparse.ts";
import { architectureOf, poolOf } from "../../core/pool.ts";
import type { RunConfig } from "../../core/run.ts";
import { describeSetting, parseSetting, type SettingValue } from "../../core/settings.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { fitOf } from "../../core/tables/fit.ts";
import { parseTable, poolTruths } from "../../core/tables.ts";
import { Session } from "../../engine/session.ts";
import { createWasmEngine } from "../../engine/wasm/engine.ts";
import { readDataset } from "../dataset.ts";

interface Options {
  readonly space: string;
  readonly seed: string;
  readonly set: readonly string[];
  readonly table?: string;
  readonly threshold: string;
  readonly print: string;
}

export function addRunCommand(program: Command): void {
  program
    .command("run")
    .description("train a super-net and print how well it ranks the architectures of a table")
    .option("--space <id>", "search space", spaces[0].id)
    .option("--seed <n>", "seed of weights, order and paths", String(defaultConfig().seed))
    .option("--set <key=value...>", "settings as in a link, e.g. --set lr=0.05 bs=32", [])
    .option("--table <file>", "stand-alone table; default public/tables/<space>.json")
    .option("--threshold <accuracy>", "what stand-alone accuracies are rounded to for S-KdT", "0.001")
    .option("--print <scores>", "scores between two printed lines", "64")
    .action(run);
}

async function run(options: Options): Promise<void> {
  const space = spaceById(options.space);
  if (!space) throw new Error(`unknown space "${options.space}"`);
  const dataset = datasets[0];
  const config: RunConfig = {
    space: space.id,
    dataset: dataset.id,
    seed: Number(options.seed),
    settings: Object.fromEntries(options.set.map((text) => readSetting(space, text))),
  };
  const file = options.table ?? `public/tables/${space.judgedBy ?? space.id}.json`;
  const parsed = parseTable(readFileSync(file, "utf8"), space, file);
  if (!parsed.ok) throw new Error(`${file}: ${parsed.problem.message}`);
  const { table, warnings } = parsed;
  const fit = fitOf(table, dataset, standAloneRecipe(space, config.settings));
  for (const remark of [...warnings, fit.warning, fit.note]) if (remark) console.warn(remark);
  const pool = poolOf(space, table.rows, recipeOf(space, config.settings));
  const truths = poolTruths(pool.scored, space, table);
  const images = await readDataset(dataset.id);
  const session = new Session({
    space,
    images,
    engine: await createWasmEngine(images, config.seed),
    config: () => config,
    pool: pool.scored.map((text) => architectureOf(text, space)),
    landmarks: pool.landmarks.map(({ architecture, accuracy }) => ({
      architecture: architectureOf(architecture, space),
      accuracy,
    })),
    replaceEngine: () => Promise.reject(new Error("there is no other device in a terminal run")),
    now: () => performance.now(),
  });
  const latest = new Map<number, number>();
  const began = performance.now();
  let scored = 0;
  let last = "";
  for (;;) {
    const { events } = await session.advance();
    for (const event of events) {
      if (event.type === "failed") throw new Error(`${event.failure.message} ${event.failure.advice}`);
      if (event.type === "trained") {
        const { loss, accuracy, imagesPerSecond } = event.point;
        last = `loss ${loss.toFixed(3)}  accuracy ${accuracy.toFixed(3)}  ${imagesPerSecond.toFixed(0)} images/s`;
      }
      if (event.type === "evaluated")
        for (const score of event.scores) {
          latest.set(score.architecture, score.accuracy);
          scored++;
          if (scored % Number(options.print) === 0) report();
        }
      if (event.type === "finished") return report();
    }
  }

  function report(): void {
    const predictions = [...latest.values()];
    const known = [...latest.keys()].map((index) => truths[index] as number);
    const sparse = sparseKendallTau({ predictions, truths: known }, Number(options.threshold));
    const tau = kendallTauB(predictions, known);
    const mean = predictions.reduce((sum, value) => sum + value, 0) / predictions.length;
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `${seconds.toFixed(0).padStart(4)} s  step ${session.step}  S-KdT ${shown(sparse)}  τ ${shown(tau)}  over ${latest.size}  mean ${mean.toFixed(3)}  ${last}`,
    );
  }
}

const shown = (value: number | undefined): string => value?.toFixed(3) ?? "undefined";

function readSetting(space: SearchSpace, text: string): [string, SettingValue] {
  const [key = "", value = ""] = text.split("=");
  const spec = settingsFor(space).find((known) => known.key === key);
  if (!spec) throw new Error(`there is no setting called "${key}"`);
  const parsed = parseSetting(spec, value);
  if (parsed === undefined) throw new Error(`${key} must be ${describeSetting(spec)}, not "${value}"`);
  return [key, parsed];
}
