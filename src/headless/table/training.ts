/** @file One training of one architecture for a table, in a worker process. */
import { standAloneRecipe } from "../../core/heuristics/index.ts";
import { architectureOf } from "../../core/pool.ts";
import { spaceById } from "../../core/spaces/index.ts";
import { trainAlone } from "../../engine/standAlone.ts";
import { readDataset, readWithWholeTest } from "../dataset.ts";
import { openEngine } from "../engines.ts";
import type { Job, JobResult, JobSetup } from "./job.ts";

/** @throws Error where space, data set or architecture do not exist, or there is no such engine */
export async function trainForTable({ setup, job }: { setup: JobSetup; job: Job }): Promise<JobResult> {
  const space = spaceById(setup.space);
  if (!space) throw new Error(`unknown space "${setup.space}"`);
  const images = await (setup.test === "whole" ? readWithWholeTest : readDataset)(setup.dataset);
  const recipe = standAloneRecipe(space, setup.settings);
  const input = { height: images.height, width: images.width, channels: images.channels };
  const architecture = architectureOf(job.architecture, space);
  const network = space.build(architecture, recipe.network, input, images.classes.length);
  const create = await openEngine(setup.engine);
  const { loss, ...rest } = await trainAlone(create, network, images, recipe, job.seed);
  return { ...job, ...rest, loss: Number.isFinite(loss) ? loss : null };
}
