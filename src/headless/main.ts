#!/usr/bin/env node
/** @file The lab from a terminal: `npx supernet-lab --help`. */
import { Command, CommanderError } from "commander";
import { RunFailed } from "../engine/openSession.ts";
import { addCeilingsCommand } from "./ceilings/command.ts";
import { failureText } from "./failureText.ts";
import { addImportCommand } from "./import/command.ts";
import { tellInterruption } from "./interruption.ts";
import { withoutCredentials } from "./queue/address.ts";
import { addWorkerCommand } from "./queue/command.ts";
import { addReportCommand } from "./report/command.ts";
import { addRunCommand } from "./run/command.ts";
import { addSearchCommand } from "./search/command.ts";
import { addStudyCommand } from "./study/command.ts";
import { addTableCommand } from "./table/command.ts";
import { exitCodes, UsageError } from "./usage.ts";

// Whoever reads along may have seen enough: `supernet-lab … | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

// Nobody reads what is told on the way any more; what is being done does not end for that.
process.stderr.on("error", () => {});

tellInterruption();

const program = new Command("supernet-lab")
  .description("super-net lab without a page: runs, searches, stand-alone tables, studies, import of tables")
  .exitOverride()
  .configureOutput({
    // One line, whatever is suggested.
    outputError: (text, write) => write(`${withoutCredentials(text.trim().replace(/\s*\n\s*/g, " "))}\n`),
  })
  .addHelpText(
    "after",
    `
Each command has a --help of its own, with examples.
Exit codes: 0 done; 1 something failed or cannot be used; 2 the command line or a study file says what cannot be;
130 stopped by Ctrl-C, 143 by SIGTERM, 129 by the end of its terminal.`,
  );
const textOf = (error: unknown): string => {
  if (error instanceof RunFailed) return failureText(error.failure);
  return error instanceof Error ? error.message : String(error);
};

addRunCommand(program);
addSearchCommand(program);
addStudyCommand(program);
addWorkerCommand(program);
addReportCommand(program);
addTableCommand(program);
addCeilingsCommand(program);
addImportCommand(program);
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
  else {
    console.error(`error: ${withoutCredentials(textOf(error))}`);
    process.exitCode = error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
}
