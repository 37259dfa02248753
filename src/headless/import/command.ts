/** @file `import`: what the lab understands of a researcher's table, what it must ask, and the table in the lab's own form. */
import { createReadStream, renameSync, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { type Command, Option } from "commander";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { printImportedTable } from "../../core/tables/native.ts";
import { type FileSource, readTableFile } from "../../core/tables/readTableFile.ts";
import { type ReadTable, type Understanding, unusable } from "../../core/tables/understanding.ts";
import { summaryOf } from "./summary.ts";

interface Options {
  readonly space: string;
  readonly json?: true;
  readonly map: readonly string[];
  readonly out?: string;
}

export function addImportCommand(program: Command): void {
  program
    .command("import")
    .description(
      "tell what is understood of tables of stand-alone accuracy; ends with 0 where all is understood, 2 where a question is open, 1 where a file cannot be used",
    )
    .argument("<files...>", "CSV, JSON or NASBench-101 records")
    .addOption(
      new Option("--space <id>", "search space of the architectures")
        .choices(spaces.map(({ id }) => id))
        .makeOptionMandatory(),
    )
    .option("--json", "print what was understood as JSON")
    .option("--map <column=meaning...>", "answers to questions about the file", [])
    .option("--out <file>", "write the table in the lab's own form, once all is understood")
    .action(importFiles);
}

async function importFiles(files: readonly string[], options: Options): Promise<void> {
  const space = spaceById(options.space);
  if (!space) throw new Error(`there is no space called "${options.space}"`);
  if (options.out && files.length > 1) throw new Error("--out takes one file at a time");
  const told: object[] = [];
  const codes: number[] = [];
  for (const file of files) {
    const read = await readFile(file, space, options.map);
    const code = read.problem ? 1 : read.table ? 0 : 2;
    codes.push(code);
    if (read.problem) console.error(`error: ${file}: ${read.problem.message}`);
    if (options.json) told.push({ ...(files.length > 1 && { file }), ...membersOf(read) });
    else if (!read.problem) console.log(summaryOf(file, read, space));
    if (read.table && options.out) write(options.out, printImportedTable(read.table));
  }
  // Of several files the worst decides: one that cannot be used before one with a question.
  process.exitCode = codes.includes(1) ? 1 : Math.max(...codes);
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
async function readFile(path: string, space: SearchSpace, maps: readonly string[]): Promise<ReadTable> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return unusable("there is no such file");
  if (found.isDirectory()) return unusable("this is a folder; name the files in it");
  const source: FileSource = {
    name: basename(path),
    size: found.size,
    read: () => createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>,
  };
  try {
    return await readTableFile(source, space, maps);
  } catch (error) {
    return unusable(error instanceof Error ? error.message : String(error));
  }
}

/** Beside, and renamed when it is complete. */
function write(out: string, text: string): void {
  writeFileSync(`${out}.new`, text);
  renameSync(`${out}.new`, out);
}
