/** @file How a recipe has an architecture scored; the same for a super-net and for a network alone. */
import type { Recipe } from "../core/recipe.ts";
import type { ScoringRules } from "../core/run.ts";
import type { Evaluation, ImageSet } from "./engine.ts";

/** Training batches that recalibrated statistics are averaged over. */
const calibrationBatches = 4;

/** A score by these rules; of the copy that a scoring round has frozen unless it says otherwise. */
export const evaluationBy = (
  { images: count, batchSize, norm, weights }: ScoringRules,
  part: Evaluation["part"] = "validation",
  state: Evaluation["state"] = "frozen",
): Evaluation => ({ part, count, batchSize, norm, calibrationBatches, weights, state });

/** A score by the recipe's rules on its number of images of the part, at most those there are. */
export function evaluationOf(
  { evaluation, optimizer }: Recipe,
  images: Pick<ImageSet, Evaluation["part"]>,
  { part = "validation", state = "live" }: Partial<Pick<Evaluation, "part" | "state">> = {},
): Evaluation {
  const { norm, batchSize, weights } = evaluation;
  // An average that is no longer kept has stood still since.
  const averaged = weights === "ema" && optimizer.emaDecay > 0;
  const rules: ScoringRules = {
    images: Math.min(evaluation.images, images[part].count),
    batchSize,
    norm,
    weights: averaged ? "ema" : "raw",
  };
  return evaluationBy(rules, part, state);
}

/** Training images whose statistics are averaged before an architecture is scored. */
export function calibrationImages({ batchSize, norm, calibrationBatches }: Evaluation): number {
  return norm === "recalibrated" ? calibrationBatches * batchSize : 0;
}

/** Images that go forward for one architecture. */
export const costOf = (evaluation: Evaluation): number => evaluation.count + calibrationImages(evaluation);
