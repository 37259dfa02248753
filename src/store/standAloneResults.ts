/** @file What trainings alone on this page came to, by architecture: beside the table, and as a table of their own. Pure. */
import { countFlops, countParameters } from "../core/network/count.ts";
import { architectureOf } from "../core/pool.ts";
import { type NativeRow, printNativeTable } from "../core/tables/printTable.ts";
import { protocolOf } from "./aloneProtocol.ts";
import type { StandAloneGround, StandAloneTask } from "./standAloneState.ts";
import type { TrainedHere } from "./trainedHere.ts";

/** Far from the seeds that people choose for runs, and from those of the shipped tables. */
const firstLocalSeed = 2001;

/** The next seeds of an architecture: those asked for already, finished or not, do not come again unless they were given up. */
export function nextSeeds(
  standAlone: readonly StandAloneTask[],
  architecture: string,
  count: number,
  of: Pick<StandAloneGround, "space" | "dataset">,
): number[] {
  const taken = standAlone
    .filter(
      ({ request }) =>
        request.architecture === architecture && request.space === of.space && request.dataset === of.dataset,
    )
    .flatMap(({ request, results, isStopped, failure }) =>
      isStopped || failure ? results.map(({ seed }) => seed) : request.seeds,
    );
  const seeds: number[] = [];
  for (let seed = firstLocalSeed; seeds.length < count; seed++) if (!taken.includes(seed)) seeds.push(seed);
  return seeds;
}

/**
 * A table of what was trained here, with the seeds that all of it has; its rows were picked by hand, and it says so.
 * @param created ISO date
 */
export function tableOfTrained(
  trained: readonly TrainedHere[],
  task: StandAloneGround,
  created: string,
): string | undefined {
  const own = protocolOf(task);
  const seeds = (trained[0]?.results ?? [])
    .map(({ seed }) => seed)
    .filter((seed) => trained.every(({ results }) => results.some((result) => result.seed === seed)));
  if (!own || seeds.length === 0) return undefined;
  const { space, dataset, recipe, recorded } = own;
  const rows = trained.map(({ architecture, results }): NativeRow => {
    const counted = seeds.flatMap((seed) => results.find((result) => result.seed === seed) ?? []);
    const built = space.build(
      architectureOf(architecture, space),
      recipe.network,
      dataset.input,
      dataset.classes.length,
    );
    return {
      architecture,
      source: "picked",
      parameters: countParameters(built),
      flops: countFlops(built),
      gradientNorm: counted.reduce((sum, { gradientNorm }) => sum + gradientNorm, 0) / counted.length,
      test: counted.map((result) => result.test),
      validation: counted.map(({ validation }) => validation),
      loss: counted.map(({ loss }) => (loss === null ? null : Number(loss.toPrecision(5)))),
    };
  });
  return printNativeTable({
    space: space.id,
    dataset: { id: dataset.id, sha256: dataset.sha256 },
    recipe: recorded,
    engine: [...new Set(trained.flatMap(({ backends }) => backends))].join(", "),
    seeds,
    code: [...new Set(trained.flatMap(({ codes }) => codes))].join(", "),
    created,
    rows,
  });
}
