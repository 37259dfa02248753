/**
 * @file Path dropout (heuristic 9): the output of one operation, or that of a whole cell, is zeroed for some samples in training and
 * divided by the probability to keep it for the others.
 */
import type { NetworkRecipe } from "../recipe.ts";
import type { NetworkBuilder } from "./builder.ts";
import type { ValueId } from "./network.ts";

type DropoutRecipe = Pick<NetworkRecipe, "pathDropout" | "droppedPath">;

/** The output of one operation, dropped at the recipe's rate wherever in the network it is. */
export function droppedOperation(builder: NetworkBuilder, recipe: DropoutRecipe, value: ValueId): ValueId {
  if (recipe.droppedPath === "cell" || recipe.pathDropout === 0) return value;
  return builder.push({ op: "dropPath", input: value, keep: 1 - recipe.pathDropout });
}

/**
 * The output of cell number `index` (from 0) of `count`, dropped at a rate that grows linearly with depth up to the recipe's in the last
 * cell: NASNet's ScheduledDropPath (https://arxiv.org/abs/1707.07012), but of whole cells.
 */
export function droppedCell(
  builder: NetworkBuilder,
  recipe: DropoutRecipe,
  value: ValueId,
  index: number,
  count: number,
): ValueId {
  if (recipe.droppedPath === "edge" || recipe.pathDropout === 0) return value;
  return builder.push({
    op: "dropPath",
    input: value,
    keep: 1 - (recipe.pathDropout * (index + 1)) / count,
  });
}
