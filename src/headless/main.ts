/** @file The lab from a terminal: `npm run lab -- --help`. */
import { Command } from "commander";
import { addImportCommand } from "./import/command.ts";
import { addRunCommand } from "./run/command.ts";
import { addTableCommand } from "./table/command.ts";

const program = new Command("lab").description("super-net lab without a page");
addRunCommand(program);
addTableCommand(program);
addImportCommand(program);
try {
  await program.parseAsync();
} catch (error) {
  // What commander finds wrong it says itself; the rest is told in the same way, without a trace.
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
