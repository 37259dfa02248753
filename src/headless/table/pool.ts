/** @file Runs jobs on several child processes; a child that dies takes no finished work with it. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Job, JobResult, JobSetup } from "./job.ts";

const viteNode = createRequire(import.meta.url).resolve("vite-node/cli");

/**
 * Gives `jobs` in order to `workers` processes and reports every result as it comes. Rejects when a child fails; what was
 * reported before stays reported.
 */
export async function runJobs(
  setup: JobSetup,
  jobs: readonly Job[],
  workers: number,
  report: (result: JobResult) => void,
): Promise<void> {
  const waiting = [...jobs];
  const script = fileURLToPath(new URL("./child.ts", import.meta.url));
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [viteNode, script, "--", JSON.stringify(setup)], {
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      });
      child.on("message", (message: JobResult | "ready") => {
        if (message !== "ready") report(message);
        const job = waiting.shift();
        if (job) child.send(job);
        else child.disconnect();
      });
      child.on("exit", (code) =>
        code === 0 ? resolve() : reject(new Error(`a worker ended with code ${code}`)),
      );
      child.on("error", reject);
    });
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, one));
}
