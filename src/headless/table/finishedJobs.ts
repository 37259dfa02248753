/** @file The trainings that are done, as lines of a file: each is written the moment it ends, so that a kill loses none of them. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { dirname } from "node:path";
import type { Job, JobResult } from "./job.ts";

export class FinishedJobs {
  readonly #file: string;
  readonly #results = new Map<string, JobResult>();

  /**
   * Reads what an earlier run of the command left. A last line that a kill cut short is taken off the file; its training is done again.
   * Throws a `SyntaxError` that names the line where any other is broken.
   */
  constructor(file: string) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    const end = text.lastIndexOf("\n") + 1;
    if (end < text.length) truncateSync(file, Buffer.byteLength(text.slice(0, end)));
    for (const [index, line] of text.slice(0, end).split("\n").slice(0, -1).entries()) {
      try {
        this.#remember(JSON.parse(line) as JobResult);
      } catch {
        throw new SyntaxError(`${file}: line ${index + 1} is not a finished training; delete that line`);
      }
    }
  }

  get(job: Job): JobResult | undefined {
    return this.#results.get(keyOf(job));
  }

  add(result: JobResult): void {
    appendFileSync(this.#file, `${JSON.stringify(result)}\n`);
    this.#remember(result);
  }

  #remember(result: JobResult): void {
    this.#results.set(keyOf(result), result);
  }
}

const keyOf = ({ architecture, seed }: Job): string => `${architecture} ${seed}`;
