#!/usr/bin/env node
/** @file The lab from a terminal: `npx supernet-lab --help`. */
import { Command } from "commander";
import { addRunCommand } from "./run/command.ts";
import { addTableCommand } from "./table/command.ts";

const program = new Command("supernet-lab").description("super-net lab without a page");
addRunCommand(program);
addTableCommand(program);
try {
  await program.parseAsync();
} catch (error) {
  // What commander finds wrong it says itself; the rest is told in the same way, without a trace.
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
