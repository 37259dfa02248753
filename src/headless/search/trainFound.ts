/** @file Trains alone what searches found and the table lacks, by the protocol and with the seeds of the shipped tables. */
import { codeVersion, unknownCode } from "../../core/codeVersion.ts";
import { datasets } from "../../core/datasets.ts";
import { meanOf } from "../../core/metrics/mean.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { firstSeed, standAloneProtocol } from "../../core/tables/protocol.ts";
import { rowOf, type Table } from "../../core/tables.ts";
import type { EngineId } from "../engines.ts";
import type { Progress } from "../progress.ts";
import { openTrainings } from "../table/trainings.ts";

interface FoundInput {
  readonly space: SearchSpace;
  readonly table: Table;
  readonly engine: EngineId;
  readonly workers: number;
  /** Where finished trainings are kept. */
  readonly folder: string;
  readonly progress: Progress;
}

interface Found {
  /** By architecture. */
  readonly accuracies: ReadonlyMap<string, number>;
  /** Versions of the code that trained them: what was kept may be of an older one. */
  readonly trainedBy: readonly string[];
}

/**
 * @param found architectures in the space's notation; those that the table has are left out
 * @returns mean test accuracy over as many seeds as the table has; without those of which a training diverged, which are
 *   told: a mean over the others would be of those that went well, and the tables leave such architectures out, too
 */
export async function trainFound(
  found: readonly string[],
  { space, table, engine, workers, folder, progress }: FoundInput,
): Promise<Found> {
  const missing = [...new Set(found)].filter((text) => !rowOf(text, space, table));
  if (missing.length === 0) return { accuracies: new Map(), trainedBy: [] };
  const [{ id, sha256 }] = datasets;
  const setup = { space: space.id, dataset: id, ...standAloneProtocol, engine };
  const trainings = openTrainings({ space, setup, sha256, folder });
  const seeds = Array.from({ length: table.seeds }, (_, index) => firstSeed + index);
  const jobsOf = (architecture: string) => seeds.map((seed) => ({ architecture, seed }));
  await trainings.run(missing.flatMap(jobsOf), workers, progress);
  const results = missing.flatMap(jobsOf).flatMap((job) => trainings.get(job) ?? []);
  const trainedBy = [...new Set(results.map(({ code }) => code ?? unknownCode))];
  if (trainedBy.some((code) => code !== codeVersion))
    progress.warn(
      `trainings alone were kept from other versions of the code, and count: ${trainedBy.filter((code) => code !== codeVersion).join(", ")}; this is ${codeVersion}. Another --progress trains them anew.`,
    );
  const accuracies = new Map(
    missing.flatMap((architecture): [string, number][] => {
      const results = jobsOf(architecture).flatMap((job) => trainings.get(job) ?? []);
      const accuracies = results.flatMap(({ test }) => test ?? []);
      if (accuracies.length === seeds.length) return [[architecture, meanOf(accuracies)]];
      const diverged = results.filter(({ test }) => test === null).map(({ seed }) => seed);
      progress.warn(
        `${architecture}: trained alone it diverged with seed ${diverged.join(", ")}, so that it has no stand-alone accuracy`,
      );
      return [];
    }),
  );
  trainings.close();
  return { accuracies, trainedBy };
}
