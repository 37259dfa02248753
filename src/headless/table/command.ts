/**
 * @file `supernet-lab table`: trains architectures alone and writes a table, when all trainings are done.
 */

import type { Command } from "commander";
import { datasets } from "../../core/datasets.ts";
import { recipeOf, standAloneRecipe } from "../../core/heuristics/index.ts";
import { ownImagesOf } from "../../core/ownImagesId.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { Architecture, SearchSpace } from "../../core/spaces/space.ts";
import { printNativeTable } from "../../core/tables/printTable.ts";
import {
  firstSeed,
  recordedRecipe,
  standAloneProtocol,
  type TestSet,
  testSets,
} from "../../core/tables/protocol.ts";
import { readDataset, readImageFiles } from "../dataset.ts";
import type { EngineId } from "../engines.ts";
import { prepareOutputs, writeWhole } from "../files.ts";
import {
  choiceOption,
  engineOption,
  halveOption,
  type ImagesFlags,
  imageFilesOf,
  imagesOption,
  logOption,
  numberOption,
  pathOption,
  workersOf,
  workersOption,
} from "../flags.ts";
import { keptWhenStopped } from "../interruption.ts";
import { Progress, type ProgressKind } from "../progress.ts";
import { UsageError } from "../usage.ts";
import { andOthers, codeOfTable } from "./code.ts";
import { refuseToShrink } from "./existing.ts";
import { rowsOf } from "./rows.ts";
import { selectArchitectures } from "./selection.ts";
import { settingsAlone } from "./settings.ts";
import { openTrainings } from "./trainings.ts";

interface Options extends ImagesFlags {
  readonly space: string;
  readonly count: number;
  readonly admitted: number;
  readonly seeds: number;
  readonly workers?: number;
  readonly engine: EngineId;
  readonly set: readonly string[];
  readonly test?: TestSet;
  readonly out: string;
  readonly progress: string;
  readonly allowDirty?: true;
  readonly force?: true;
  readonly log: ProgressKind;
}

const examples = `
Examples:
  supernet-lab table --count 100 --seeds 2 --out table.json
  supernet-lab table --images cifar-10-binary.tar.gz --halve --out cifar.json
  supernet-lab table --space darts --seeds 4 --set epochs=8 --workers 4 --out darts.json

A stopped command goes on when the same line is given again; the table is written when all trainings are done.`;

const calmer = "a lower learning rate (--set lr=…) keeps trainings from that";

export function addTableCommand(program: Command): void {
  program
    .command("table")
    .description("train architectures alone and write a table of stand-alone accuracy")
    .addOption(
      pathOption("--out <file>", "the table, written when all trainings are done").makeOptionMandatory(),
    )
    .addOption(
      choiceOption(
        "--space <id>",
        "search space",
        spaces.filter((space: SearchSpace) => !space.judgedBy).map(({ id }) => id),
      ).default(spaces[0].id),
    )
    .addOption(
      numberOption("--count <n>", "architectures drawn uniformly from the space", {
        low: 1,
        high: 100_000,
        default: 128,
      }),
    )
    .addOption(
      numberOption("--admitted <n>", "more of them, drawn uniformly from what a default run admits", {
        low: 0,
        high: 100_000,
        default: 0,
      }),
    )
    .addOption(numberOption("--seeds <n>", "trainings per architecture", { low: 1, high: 1000, default: 2 }))
    .addOption(workersOption("processes at once"))
    .addOption(engineOption())
    .addOption(imagesOption())
    .addOption(halveOption())
    .addOption(
      choiceOption(
        "--test <images>",
        "part: the test images that runs load; whole: all of the data set; default: whole, as in the shipped tables; part with --images",
        testSets,
      ),
    )
    .option("--set <key=value...>", "another recipe than that of the shipped tables", [])
    .addOption(
      pathOption("--progress <folder>", "where finished trainings are kept").default(".cache/tables"),
    )
    .option("--allow-dirty", "with code that has changes which are not committed; the table says so")
    .option("--force", "replace a table that has more architectures or more trainings of each")
    .addOption(logOption())
    .addHelpText("after", examples)
    .action(makeTable);
}

async function makeTable(options: Options): Promise<void> {
  const space = spaceById(options.space);
  if (!space) throw new Error(`there is no space called "${options.space}"`);
  const files = imageFilesOf(options);
  if (files && options.test === "whole")
    throw new UsageError("--test whole is of the shipped images; leave it out with --images");
  const own = files && (await readImageFiles(files));
  const id = own?.images.id ?? datasets[0].id;
  const dataset = { id, sha256: ownImagesOf(id)?.digest ?? datasets[0].sha256 };
  const settings = settingsAlone(space, options.set);
  const test = own ? "part" : (options.test ?? standAloneProtocol.test);
  const recipe = standAloneRecipe(space, settings);
  const images = own?.images ?? (await readDataset(id));
  const input = { height: images.height, width: images.width, channels: images.channels };
  const build = (architecture: Architecture) =>
    space.build(architecture, recipe.network, input, images.classes.length);
  const { network } = recipeOf(space, {});
  const selected = selectArchitectures(
    space,
    (architecture) => space.admits(architecture, network),
    options.count,
    options.admitted,
  );
  const seeds = Array.from({ length: options.seeds }, (_, index) => firstSeed + index);

  if (selected.length < options.count + options.admitted)
    console.error(`the space has no more than ${selected.length} architectures of the kind asked for`);

  const { out } = options;
  const code = codeOfTable(options.allowDirty === true);
  if (!options.force) refuseToShrink(out, space.id, selected.length, options.seeds);
  prepareOutputs(
    [["--out", out]],
    (files?.files ?? []).map((file) => ["--images", file]),
  );
  const setup = { space: space.id, dataset: id, images: files, settings, test, engine: options.engine };
  const trainings = openTrainings({ space, setup, sha256: dataset.sha256, folder: options.progress });

  const write = (): void => {
    const trained = selected.flatMap(({ architecture, source }) => {
      const text = space.print(architecture);
      const results = seeds.flatMap((seed) => trainings.get({ architecture: text, seed }) ?? []);
      return { architecture: text, source, network: build(architecture), results };
    });
    const { rows, diverged, codes, cost } = rowsOf(trained);
    const [first] = diverged;
    if (rows.length === 0)
      throw new Error(`a training of every architecture diverged, so there is no table; ${calmer}`);
    if (first !== undefined)
      progress.warn(
        `${diverged.length} of ${selected.length} architectures are left out of the table, since a training of them diverged (first ${first}), so that its rows are no uniform draw any more; ${calmer}`,
      );
    const table = printNativeTable({
      space: space.id,
      dataset,
      recipe: recordedRecipe(recipe, test),
      engine: options.engine,
      seeds,
      code: andOthers(code, new Set(codes)),
      created: new Date().toISOString(),
      ...(cost && { cost }),
      rows,
    });
    writeWhole(out, table);
  };

  // Seed by seed: a command that is stopped has every architecture with fewer seeds, rather than fewer architectures.
  const jobs = seeds.flatMap((seed) =>
    selected.map(({ architecture }) => ({ architecture: space.print(architecture), seed })),
  );
  keptWhenStopped(
    `Finished trainings are kept in ${options.progress}; the same line goes on with the others. ${out} is written when all are done.`,
  );
  const progress = new Progress(options.log, "trainings");
  for (const note of own?.notes ?? []) progress.say(note, { event: "images", note });
  await trainings.run(jobs, workersOf(options), progress);
  write();
}
