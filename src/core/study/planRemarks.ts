/** @file What must be known of the ground truth of a study: of a run it is told where it is opened, of a study for all of its configurations. */
import { standAloneRecipe } from "../heuristics/index.ts";
import { judgedBy, nothingScored, remarksOf, resolveRun } from "../resolveRun.ts";
import type { Table } from "../tables.ts";
import { type StudyPlan, settingsOf } from "./studyPlan.ts";

/**
 * Each once, in the order of the plan.
 * @throws RangeError where space or data set are unknown
 */
export function remarksOfPlan(plan: StudyPlan, table: Table): string[] {
  const judge = judgedBy(table);
  // To look through a table takes up to a tenth of a second, and most configurations are judged alike.
  const seen = new Set<string>();
  const remarks = settingsOf(plan).flatMap((settings) => {
    const { space, recipe } = resolveRun({ ...plan.base, seed: 1, settings }, nothingScored);
    const { landmarkWeight, landmarkRule } = recipe.training;
    const { network } = standAloneRecipe(space, settings);
    const name = JSON.stringify([recipe.network, recipe.evaluation, landmarkWeight, landmarkRule, network]);
    if (seen.has(name)) return [];
    seen.add(name);
    return remarksOf(resolveRun({ ...plan.base, seed: 1, settings }, judge));
  });
  return [...new Set(remarks)];
}
