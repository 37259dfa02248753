/** @file `import`: what the lab understands of a researcher's table, what it must ask, and the table in the lab's own form. */
import { createReadStream, statSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import type { FileSource } from "../../core/fileSource.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { printImportedTable } from "../../core/tables/printTable.ts";
import { readTableFile } from "../../core/tables/readTableFile.ts";
import { type ReadTable, type Understanding, unusable } from "../../core/tables/understanding.ts";
import { prepareOutputs, writeWhole } from "../files.ts";
import { choiceOption, logOption, pathOption, refuseIdle } from "../flags.ts";
import { Progress, type ProgressKind } from "../progress.ts";
import { refuseToShrink } from "../table/existing.ts";
import { exitCodes, UsageError } from "../usage.ts";
import { summaryOf } from "./summary.ts";

interface Options {
  readonly space: string;
  readonly json?: true;
  readonly map: readonly string[];
  readonly out?: string;
  readonly force?: true;
  readonly log: ProgressKind;
}

const examples = `
Examples:
  supernet-lab import nb201.csv --space nasbench201
  supernet-lab import log.csv --space darts --map "accuracy=ignore" --out table.json
  supernet-lab import nasbench_full.tfrecord --space nasbench101 --map epoch=12 --json

The table that --out writes is read by the page and by run --table.
Exit codes: 0 all is understood; 1 a file cannot be used; 2 a question is open, or the command line says what cannot be.`;

export function addImportCommand(program: Command): void {
  program
    .command("import <files...>")
    .description(
      "tell what is understood of tables of stand-alone accuracy (CSV, JSON, NASBench-101 records), and ask what they do not say",
    )
    .addOption(
      choiceOption(
        "--space <id>",
        "search space of the architectures; must be given",
        spaces.map(({ id }) => id),
      ).makeOptionMandatory(),
    )
    .option("--json", "print what was understood as JSON")
    .option("--map <column=meaning...>", "answers to questions about the file", [])
    .addOption(pathOption("--out <file>", "write the table in the lab's own form, once all is understood"))
    .option("--force", "replace a table that has more architectures or more trainings of each")
    .addOption(logOption())
    .addHelpText("after", examples)
    .action(importFiles);
}

const bytesPerMegabyte = 2 ** 20;

/** What a file comes to. */
const codes = { understood: 0, unusable: exitCodes.failed, asking: 2, answered: exitCodes.usage } as const;

/** answered: by what cannot be. */
function outcomeOf({ problem, isAnswerWrong, table }: ReadTable): keyof typeof codes {
  if (isAnswerWrong) return "answered";
  return problem ? "unusable" : table ? "understood" : "asking";
}

async function importFiles(files: readonly string[], options: Options, command: Command): Promise<void> {
  const space = spaceById(options.space);
  if (!space) throw new UsageError(`there is no space called "${options.space}"`);
  if (!options.out) refuseIdle(command, "--force", "it is for the table that --out writes");
  if (options.out && files.length > 1) throw new UsageError("--out takes one file at a time");
  prepareOutputs(
    [["--out", options.out]],
    files.map((file) => ["the table that is read", file]),
  );
  const told: object[] = [];
  const reached: number[] = [];
  for (const file of files) {
    const read = await readFile(file, space, options);
    reached.push(codes[outcomeOf(read)]);
    if (read.problem) console.error(`error: ${file}: ${read.problem.message}`);
    if (options.json) told.push({ ...(files.length > 1 && { file }), ...membersOf(read) });
    else if (!read.problem) console.log(summaryOf(file, read, space));
    if (read.table?.provenance && options.out)
      throw new Error(
        `${file}: it is in the lab's own form, with how it was made, which a copy would lose; give it to --table as it is`,
      );
    if (read.table && options.out && !options.force)
      refuseToShrink(options.out, space.id, read.table.rows.length, read.table.seeds);
    if (read.table && options.out) writeWhole(options.out, printImportedTable(read.table));
  }
  // Of several files the worst decides: one that cannot be used before one with a question.
  process.exitCode = reached.includes(codes.unusable) ? codes.unusable : Math.max(...reached);
  if (options.json) console.log(JSON.stringify(files.length > 1 ? told : told[0], null, 2));
}

/** Exactly what a program may rely on. */
function membersOf({ understood, problem }: ReadTable): Record<keyof Understanding, unknown> {
  const { form, space, rows, known, unknown, seeds, columns, notes, questions } = understood;
  return {
    ...{ form, space: space ?? null, rows, known, unknown, seeds, columns },
    notes: problem ? [...notes, `The file cannot be used: ${problem.message}.`] : notes,
    questions,
  };
}

/** Never rejects: what a file system says is a problem of the file. */
async function readFile(path: string, space: SearchSpace, { map, log }: Options): Promise<ReadTable> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return unusable("there is no such file");
  if (found.isDirectory()) return unusable("this is a folder; name the files in it");
  const source: FileSource = {
    name: basename(path),
    size: found.size,
    read: () => createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>,
  };
  const progress = new Progress(log, "MB");
  try {
    return await readTableFile(source, space, map, ({ bytes }) =>
      progress.at(Math.floor(bytes / bytesPerMegabyte), Math.ceil(found.size / bytesPerMegabyte)),
    );
  } catch (error) {
    return unusable(error instanceof Error ? error.message : String(error));
  } finally {
    progress.close();
  }
}
