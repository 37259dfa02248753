/** @file Runs that differ in nothing but their seed. */
import { maxSeed } from "../core/config.ts";
import type { RunConfig } from "../core/run.ts";
import type { RunEntry } from "./runs.ts";

/** The same text for runs of one configuration, whatever their seed; those changed on the way differ from those that began so. */
export function configurationOf({ run, origin }: Pick<RunEntry, "run" | "origin">): string {
  const { space, dataset, settings } = run.config;
  const changes = run.changes.filter(({ effect }) => effect === "nextStep");
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([space, dataset, sorted, changes, origin === "recorded"]);
}

/** The configuration with seeds that none of the runs of it has. */
export function furtherSeeds(config: RunConfig, runs: readonly RunEntry[], count: number): RunConfig[] {
  const own = JSON.stringify({ ...config, seed: 0 });
  const taken = new Set(
    runs.flatMap(({ run }) => (JSON.stringify({ ...run.config, seed: 0 }) === own ? [run.config.seed] : [])),
  );
  const seeds: number[] = [];
  // Behind the largest seed comes the smallest.
  for (let seed = config.seed + 1; seeds.length < count; seed++)
    if (!taken.has(seed % (maxSeed + 1))) seeds.push(seed % (maxSeed + 1));
  return seeds.map((seed) => ({ ...config, seed }));
}
