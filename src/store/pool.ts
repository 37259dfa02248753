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
  if (table.length > 0)
    return shuffled(table, random)
      .filter((text) => admits(space, space.parse(text), recipe))
      .slice(0, wanted);
  const found = new Map<string, string>();
  for (let draw = 0; draw < wanted * patience && found.size < wanted; draw++) {
    const architecture = space.sampleNaive(random);
    if (!admits(space, architecture, recipe)) continue;
    const key = space.canonical(architecture);
    if (!found.has(key)) found.set(key, space.print(architecture));
  }
  return [...found.values()];
}

const admits = (space: SearchSpace, architecture: Architecture | undefined, recipe: Recipe): boolean =>
  architecture !== undefined && space.admits(architecture, recipe.network);

/**
 * At most `count` architectures of the table whose known accuracy the landmark ranking loss may use: such as the recipe allows, outside
 * the pool where the table has enough of them.
 */
export function landmarksOf(
  space: SearchSpace,
  table: readonly string[],
  pool: readonly string[],
  recipe: Recipe,
  count: number,
): string[] {
  const scored = new Set(pool);
  const allowed = table.filter((text) => admits(space, space.parse(text), recipe));
  const outside = allowed.filter((text) => !scored.has(text));
  const from = outside.length >= count ? outside : allowed;
  return shuffled(from, createRandom(1).fork("landmarks")).slice(0, count);
}
