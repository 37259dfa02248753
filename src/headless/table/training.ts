/** @file One training of one architecture for a table, in a worker process. */
import { standAloneRecipe } from "../../core/heuristics/index.ts";
import { architectureOf } from "../../core/pool.ts";
import { spaceById } from "../../core/spaces/index.ts";
import type { ImageSet } from "../../engine/engine.ts";
import { trainStandAlone } from "../../engine/standAlone.ts";
import { readDataset, readImageFiles, readWithWholeTest } from "../dataset.ts";
import { openEngine } from "../engines.ts";
import type { Job, JobResult, JobSetup } from "./job.ts";

/** @throws Error where space, data set or architecture do not exist, or there is no such engine */
export async function trainForTable({ setup, job }: { setup: JobSetup; job: Job }): Promise<JobResult> {
  const space = spaceById(setup.space);
  if (!space) throw new Error(`unknown space "${setup.space}"`);
  const images = await imagesOf(setup);
  const recipe = standAloneRecipe(space, setup.settings);
  const input = { height: images.height, width: images.width, channels: images.channels };
  const architecture = architectureOf(job.architecture, space);
  const network = space.build(architecture, recipe.network, input, images.classes.length);
  const create = await openEngine(setup.engine);
  const before = process.cpuUsage();
  const trained = await trainStandAlone(create, network, images, recipe, job.seed);
  const { user, system } = process.cpuUsage(before);
  return {
    ...job,
    test: orNull(trained.test),
    validation: orNull(trained.validation),
    loss: orNull(trained.loss),
    gradientNorm: trained.gradientNorm,
    ...(setup.engine === "wasm" && { coreSeconds: Math.round((user + system) / 1e4) / 100 }),
  };
}

/** As JSON writes what is no number. */
const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

let last: { readonly key: string; readonly images: Promise<ImageSet> } | undefined;

/** A process trains on one set of images, job after job; the last one read is kept. */
function imagesOf({ dataset, images, test }: JobSetup): Promise<ImageSet> {
  const key = JSON.stringify([dataset, images, test]);
  last = last?.key === key ? last : { key, images: read({ dataset, images, test }) };
  return last.images;
}

async function read({ dataset, images, test }: Pick<JobSetup, "dataset" | "images" | "test">) {
  if (!images) return (test === "whole" ? readWithWholeTest : readDataset)(dataset);
  const own = (await readImageFiles(images)).images;
  if (own.id !== dataset) throw new Error("the files of images have changed since the command began");
  return own;
}
