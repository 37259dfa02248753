/** @file Trains alone what searches found and the table lacks, by the protocol and with the seeds of the shipped tables. */
import { datasets } from "../../core/datasets.ts";
import type { SearchEvent } from "../../core/search/searchEvent.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { firstSeed, standAloneProtocol } from "../../core/tables/protocol.ts";
import { rowOf, type Table } from "../../core/tables.ts";
import type { EngineId } from "../engines.ts";
import type { Progress } from "../progress.ts";
import { trainForTable } from "../table/training.ts";

/** @returns mean test accuracy over as many seeds as the table has, by architecture */
export async function trainFound(
  events: readonly SearchEvent[],
  {
    space,
    table,
    engine,
    progress,
  }: {
    readonly space: SearchSpace;
    readonly table: Table;
    readonly engine: EngineId;
    readonly progress: Progress;
  },
): Promise<Map<string, number>> {
  const found = events.flatMap((event) => (event.type === "searched" ? [event.found.architecture] : []));
  const missing = [...new Set(found)].filter((text) => !rowOf(text, space, table));
  const setup = { space: space.id, dataset: datasets[0].id, ...standAloneProtocol(space), engine };
  const accuracies = new Map<string, number>();
  for (const architecture of missing) {
    let sum = 0;
    for (let seed = firstSeed; seed < firstSeed + table.seeds; seed++)
      sum += (await trainForTable({ setup, job: { architecture, seed } })).test;
    accuracies.set(architecture, sum / table.seeds);
    progress.say(`${architecture} trained alone: ${(sum / table.seeds).toFixed(4)}`, {
      event: "trainedAlone",
      architecture,
      accuracy: sum / table.seeds,
    });
  }
  return accuracies;
}
