/** @file The searches that a study asks for, on the weights of one of its runs. */
import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import type { Checkpoint } from "../../core/checkpoint.ts";
import { reportOf } from "../../core/search/outcome.ts";
import { startingSearch, tellSearches } from "../../core/search/progress.ts";
import { tableJudge } from "../../core/search/tableJudge.ts";
import { spaceById } from "../../core/spaces/index.ts";
import { findOf } from "../../core/study/finds.ts";
import type { JobOutcome } from "../../core/study/results.ts";
import type { StudySearch } from "../../core/study/studyPlan.ts";
import type { Table } from "../../core/tables.ts";
import type { EngineFactory } from "../../engine/engine.ts";
import { askedOf, tasksOf } from "../search/asked.ts";
import { searched } from "../search/searched.ts";

/**
 * In the order of the request, algorithm by algorithm.
 * @param table that judges
 * @throws Error where a search fails
 */
export async function searchOnRun(
  { algorithms, budget, seeds }: StudySearch,
  checkpoint: Checkpoint,
  createEngine: EngineFactory,
  table: Table,
): Promise<Pick<JobOutcome, "finds" | "diverged">> {
  const { config } = checkpoint;
  const asked = { algorithms: algorithms.join(), seeds: seeds.join(), budget, algorithmSet: [] };
  const tasks = tasksOf(asked, spaceById(config.space)!);
  // So that the end of the parent process is heard.
  const { events } = await searched({ config, checkpoint }, createEngine, tasks, () => yieldToEventLoop());
  const told = tellSearches(
    tasks.map((task) => startingSearch(askedOf(task))),
    events,
  );
  const { searches, diverged } = reportOf(told, tableJudge(config, table));
  return { finds: searches.map(findOf), ...(diverged.length > 0 && { diverged }) };
}
