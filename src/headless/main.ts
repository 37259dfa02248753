/** @file The lab from a terminal: `npm run lab -- --help`. */
import { Command } from "commander";
import { addRunCommand } from "./run/command.ts";
import { addTableCommand } from "./table/command.ts";

const program = new Command("lab").description("super-net lab without a page").showHelpAfterError();
addRunCommand(program);
addTableCommand(program);
await program.parseAsync();
