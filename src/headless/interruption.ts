/** @file What a command does and says when Ctrl-C, SIGTERM or the end of its terminal ends it: what is kept, and how to go on. */
import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes } from "./usage.ts";

let kept = "Nothing was written; the same line begins anew.";
let giveBack: (() => Promise<unknown>) | undefined;

/** Milliseconds for what a command gives back before it ends; a Redis that is gone must not keep it. */
const patience = 3000;

/**
 * From now on until the program ends.
 * @param sentence with a full stop
 * @param before what is done before the program ends; a second signal does not wait for it
 */
export function keptWhenStopped(sentence: string, before?: () => Promise<unknown>): void {
  kept = sentence;
  giveBack = before;
}

export function tellInterruption(): void {
  let isStopping = false;
  const stop = async (code: number): Promise<void> => {
    if (isStopping) process.exit(code);
    isStopping = true;
    try {
      // At once, and over the line that tells progress.
      writeSync(process.stderr.fd, `${process.stderr.isTTY ? "\r\u001b[K" : ""}stopped. ${kept}\n`);
    } catch {
      // Whoever read along is gone, as `… 2>&1 | tee log` is by the same Ctrl-C; what is given back below does not depend on that.
    }
    if (giveBack) await Promise.race([giveBack().catch(() => {}), sleep(patience)]);
    process.exit(code);
  };
  process.on("SIGINT", () => void stop(exitCodes.interrupted));
  process.on("SIGTERM", () => void stop(exitCodes.terminated));
  process.on("SIGHUP", () => void stop(exitCodes.hungUp));
}
