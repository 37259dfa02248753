/** @file Trains a super-net in a terminal: the session of the page, on the same images and the same evaluation set. */
import { readFileSync } from "node:fs";
import { datasetOf } from "../../core/datasets.ts";
import { recipeOf, standAloneRecipe } from "../../core/heuristics/index.ts";
import type { RankingRule } from "../../core/metrics/prediction.ts";
import { architectureOf, poolOf } from "../../core/pool.ts";
import type { RunConfig } from "../../core/run.ts";
import { type Run, reduceRun } from "../../core/runState.ts";
import { spaceById } from "../../core/spaces/index.ts";
import { fitOf } from "../../core/tables/fit.ts";
import { parseTable, poolTruths } from "../../core/tables.ts";
import type { EngineFactory } from "../../engine/engine.ts";
import { Session } from "../../engine/session.ts";
import { readDataset } from "../dataset.ts";

export interface Training {
  readonly session: Session;
  readonly rule: RankingRule;
  /** Stand-alone accuracy per index of the pool. */
  readonly truths: readonly (number | undefined)[];
  /** What should be known of the table, one sentence each. */
  readonly remarks: readonly string[];
  /** One unit of work; the run so far. */
  advance(): Promise<Run>;
  /** A round over the whole pool on the present weights, where that is not there already. */
  complete(): Promise<Run>;
}

/** @param table file of stand-alone accuracies; absent: the one that ships for the space */
export async function openTraining(
  config: RunConfig,
  createEngine: EngineFactory,
  table?: string,
): Promise<Training> {
  const space = spaceById(config.space);
  const dataset = datasetOf(config.dataset);
  if (!space || !dataset) throw new Error(`unknown space "${config.space}" or data set "${config.dataset}"`);
  const shipped = new URL(`../../../public/tables/${space.judgedBy ?? space.id}.json`, import.meta.url);
  const parsed = parseTable(readFileSync(table ?? shipped, "utf8"), space, table ?? `${space.id}.json`);
  if (!parsed.ok) throw new Error(`${table ?? shipped.pathname}: ${parsed.problem.message}`);
  const fit = fitOf(parsed.table, dataset, standAloneRecipe(space, config.settings));
  const recipe = recipeOf(space, config.settings);
  const pool = poolOf(space, parsed.table.rows, recipe);
  const images = await readDataset(dataset.id);
  const session = new Session({
    space,
    images,
    engine: await createEngine(images, config.seed),
    config: () => config,
    pool: pool.scored.map((text) => architectureOf(text, space)),
    landmarks: pool.landmarks.map(({ architecture, accuracy }) => ({
      architecture: architectureOf(architecture, space),
      accuracy,
    })),
    replaceEngine: () => Promise.reject(new Error("there is no other device in a terminal run")),
    now: () => performance.now(),
  });
  let run: Run | undefined;
  const take = async (work: ReturnType<Session["advance"]>): Promise<boolean> => {
    const { did, events } = await work;
    run = events.reduce(reduceRun, run as Run);
    if (run?.failure) throw new Error(`${run.failure.message} ${run.failure.advice}`);
    return did !== "idle" || events.length > 0;
  };
  return {
    session,
    rule: recipe.evaluation,
    truths: poolTruths(pool.scored, space, parsed.table),
    remarks: [...parsed.warnings, fit.warning, fit.note, pool.remark].filter(
      (remark) => remark !== undefined,
    ),
    async advance() {
      await take(session.advance());
      return run as Run;
    },
    async complete() {
      while (await take(session.settle()));
      return run as Run;
    },
  };
}
