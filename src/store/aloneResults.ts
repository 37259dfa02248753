/** @file What trainings alone on this page came to, by architecture: beside the table, and as a table of their own. Pure. */
import type { AloneResult } from "../core/aloneEvent.ts";
import { datasetOf } from "../core/datasets.ts";
import { standAloneRecipe } from "../core/heuristics/index.ts";
import { countFlops, countParameters } from "../core/network/count.ts";
import { architectureOf } from "../core/pool.ts";
import { spaceById } from "../core/spaces/index.ts";
import { type NativeRow, printNativeTable } from "../core/tables/native.ts";
import { recordedRecipe, standAloneProtocol } from "../core/tables/protocol.ts";
import type { AloneTask } from "./aloneState.ts";

/** Far from the seeds that people choose for runs, and from those of the shipped tables. */
export const firstLocalSeed = 2001;

export interface TrainedHere {
  /** In the space's notation. */
  readonly architecture: string;
  readonly results: readonly AloneResult[];
  /** That trained it, one name each. */
  readonly backends: readonly string[];
}

/** Of one space and data set, in the order in which they were first asked for; only those with a result. */
export function trainedHere(alone: readonly AloneTask[], space: string, dataset: string): TrainedHere[] {
  const known = new Map<string, TrainedHere>();
  for (const { order, results, backend } of alone) {
    if (order.space !== space || order.dataset !== dataset || results.length === 0) continue;
    const { architecture } = order;
    const before = known.get(architecture) ?? { architecture, results: [], backends: [] };
    known.set(architecture, {
      architecture,
      results: [...before.results, ...results],
      backends: [...new Set([...before.backends, backend])],
    });
  }
  return [...known.values()];
}

/** The next seeds of an architecture: those asked for already, finished or not, do not come again unless they were given up. */
export function nextSeeds(alone: readonly AloneTask[], architecture: string, count: number): number[] {
  const taken = alone
    .filter(({ order }) => order.architecture === architecture)
    .flatMap(({ order, results, isStopped, failure }) =>
      isStopped || failure ? results.map(({ seed }) => seed) : order.seeds,
    );
  const seeds: number[] = [];
  for (let seed = firstLocalSeed; seeds.length < count; seed++) if (!taken.includes(seed)) seeds.push(seed);
  return seeds;
}

/** Whether a table's accuracies were made as those here are, so that they can stand beside each other. */
export function isMadeAlike(recipe: Readonly<Record<string, unknown>> | undefined, spaceId: string): boolean {
  const space = spaceById(spaceId);
  if (!space || !recipe) return false;
  const { settings, test } = standAloneProtocol(space);
  return JSON.stringify(recordedRecipe(standAloneRecipe(space, settings), test)) === JSON.stringify(recipe);
}

/**
 * A table of what was trained here, with the seeds that all of it has; its rows were picked by hand, and it says so.
 * @param code that trained; @param created ISO date
 */
export function tableOfTrained(
  trained: readonly TrainedHere[],
  { space: spaceId, dataset: datasetId }: { readonly space: string; readonly dataset: string },
  { code, created }: { readonly code: string; readonly created: string },
): string | undefined {
  const [space, dataset] = [spaceById(spaceId), datasetOf(datasetId)];
  const seeds = (trained[0]?.results ?? [])
    .map(({ seed }) => seed)
    .filter((seed) => trained.every(({ results }) => results.some((result) => result.seed === seed)));
  if (!space || !dataset || seeds.length === 0) return undefined;
  const { settings, test } = standAloneProtocol(space);
  const recipe = standAloneRecipe(space, settings);
  const rows = trained.map(({ architecture, results }): NativeRow => {
    const own = seeds.flatMap((seed) => results.find((result) => result.seed === seed) ?? []);
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
      gradientNorm: own.reduce((sum, { gradientNorm }) => sum + gradientNorm, 0) / own.length,
      test: own.map((result) => result.test),
      validation: own.map(({ validation }) => validation),
      loss: own.map(({ loss }) => (loss === null ? null : Number(loss.toPrecision(5)))),
    };
  });
  return printNativeTable({
    space: space.id,
    dataset: { id: dataset.id, sha256: dataset.sha256 },
    recipe: recordedRecipe(recipe, test),
    engine: [...new Set(trained.flatMap(({ backends }) => backends))].join(", "),
    seeds,
    code,
    created,
    rows,
  });
}
