/** @file The child process of the table command: trains one architecture per message, on one core. */
import { standAloneRecipe } from "../../core/heuristics/index.ts";
import { spaceById } from "../../core/spaces/index.ts";
import { trainAlone } from "../../engine/standAlone.ts";
import { readDataset } from "../dataset.ts";
import { openEngine } from "../engines.ts";
import type { Job, JobResult, JobSetup } from "./job.ts";

const setup = JSON.parse(process.argv.at(-1) as string) as JobSetup;
const space = spaceById(setup.space);
if (!space) throw new Error(`unknown space "${setup.space}"`);
const images = await readDataset(setup.dataset);
const create = await openEngine(setup.engine);
const recipe = standAloneRecipe(space, setup.settings);

async function run(job: Job): Promise<JobResult> {
  if (!space) throw new Error("no space");
  const architecture = space.parse(job.architecture);
  if (!architecture) throw new Error(`"${job.architecture}" is not an architecture of ${space.id}`);
  const input = { height: images.height, width: images.width, channels: images.channels };
  const network = space.build(architecture, recipe.network, input, images.classes.length);
  const { loss, ...rest } = await trainAlone(create, network, images, recipe, job.seed);
  return { ...job, ...rest, loss: Number.isFinite(loss) ? loss : null };
}

process.on("message", (job: Job) => {
  run(job).then(
    (result) => process.send?.(result),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
