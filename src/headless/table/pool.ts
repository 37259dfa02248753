/** @file Runs jobs on several child processes; a child that dies takes no finished work with it. */
import { spawn } from "node:child_process";
import { builtProgram } from "../packageFiles.ts";
import type { Job, JobResult, JobSetup } from "./job.ts";

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
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [builtProgram("tableWorker"), JSON.stringify(setup)], {
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
