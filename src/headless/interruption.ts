/** @file What a command says when Ctrl-C ends it: what is kept, and how to go on. */
import { writeSync } from "node:fs";
import { exitCodes } from "./usage.ts";

let kept = "Nothing was written; the same line begins anew.";

/** From now on until the program ends. @param sentence with a full stop */
export function keptWhenStopped(sentence: string): void {
  kept = sentence;
}

export function tellInterruption(): void {
  process.once("SIGINT", () => {
    // At once, and over the line that tells progress.
    writeSync(process.stderr.fd, `${process.stderr.isTTY ? "\r\u001b[K" : ""}stopped. ${kept}\n`);
    process.exit(exitCodes.interrupted);
  });
}
