/** @file How a recipe has an architecture scored; the same for a super-net and for a network alone. */
import type { Recipe } from "../core/recipe.ts";
import type { Evaluation, ImageSet } from "./engine.ts";

/** Training batches that recalibrated statistics are averaged over. */
const calibrationBatches = 4;

/** A score by the recipe's rules on its number of images of the part, at most those there are. */
export function evaluationOf(
  { evaluation, optimizer }: Recipe,
  images: Pick<ImageSet, Evaluation["part"]>,
  { part = "validation", state = "live" }: Partial<Pick<Evaluation, "part" | "state">> = {},
): Evaluation {
  const { norm, batchSize, weights } = evaluation;
  // An average that is no longer kept has stood still since.
  const averaged = weights === "ema" && optimizer.emaDecay > 0;
  return {
    part,
    count: Math.min(evaluation.images, images[part].count),
    batchSize,
    norm,
    calibrationBatches,
    weights: averaged ? "ema" : "raw",
    state,
  };
}

/** Images that go forward for one architecture. */
export function costOf({ count, batchSize, norm, calibrationBatches }: Evaluation): number {
  return count + (norm === "recalibrated" ? calibrationBatches * batchSize : 0);
}
