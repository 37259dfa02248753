/** @file By what the page trains an architecture alone: as the lab's own tables are made. Pure. */
import { datasetOf } from "../core/datasets.ts";
import { standAloneRecipe } from "../core/heuristics/index.ts";
import { spaceById } from "../core/spaces/index.ts";
import { recordedRecipe, standAloneProtocol } from "../core/tables/protocol.ts";
import type { StandAloneGround } from "./standAloneState.ts";

/** Whether accuracies of a table, or of an earlier visit, were made as those here are, so that they can stand beside each other. */
export function isMadeAlike(recipe: unknown, task: StandAloneGround): boolean {
  const own = protocolOf(task);
  return own !== undefined && JSON.stringify(own.recorded) === JSON.stringify(recipe);
}

/** By what an architecture is trained alone here; own images have no larger test set than the one that is opened. */
export function protocolOf(task: StandAloneGround) {
  const [space, dataset] = [spaceById(task.space), datasetOf(task.dataset)];
  if (!space || !dataset) return undefined;
  const { settings } = standAloneProtocol;
  const { wholeTest } = dataset;
  const recipe = standAloneRecipe(space, settings);
  return {
    ...{ space, dataset, settings, recipe, wholeTest },
    recorded: recordedRecipe(recipe, wholeTest ? "whole" : "part"),
  };
}
