/** @file Which architectures a run scores, and in which order. The same for every seed, so that runs can be compared. */
import { createRandom, shuffled } from "../core/random.ts";
import type { Recipe } from "../core/recipe.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";

/** Draws per wanted architecture before a space counts as exhausted. */
const patience = 20;

/**
 * The architectures of the table that the recipe allows, shuffled, so that any beginning of the list spreads over the quality
 * range; without a table, different random ones. At most `recipe.evaluation.pool`.
 */
export function poolOf(space: SearchSpace, table: readonly string[], recipe: Recipe): string[] {
  const random = createRandom(1).fork("pool");
  const wanted = recipe.evaluation.pool;
  const admitted = (architecture: Architecture | undefined): architecture is Architecture =>
    architecture !== undefined && space.admits(architecture, recipe.network);
  if (table.length > 0)
    return shuffled(table, random)
      .filter((text) => admitted(space.parse(text)))
      .slice(0, wanted);
  const found = new Map<string, string>();
  for (let draw = 0; draw < wanted * patience && found.size < wanted; draw++) {
    const architecture = space.sampleNaive(random);
    if (!admitted(architecture)) continue;
    const key = space.canonical(architecture);
    if (!found.has(key)) found.set(key, space.print(architecture));
  }
  return [...found.values()];
}

/** Architectures of the table whose known accuracy the landmark ranking loss may use: outside the pool where the table allows. */
export function landmarksOf(table: readonly string[], pool: readonly string[], count: number): string[] {
  const scored = new Set(pool);
  const outside = table.filter((text) => !scored.has(text));
  const from = outside.length >= count ? outside : table;
  return shuffled(from, createRandom(1).fork("landmarks")).slice(0, count);
}
