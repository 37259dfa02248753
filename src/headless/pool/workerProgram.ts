/** @file A worker process: runs jobs of studies and of tables, one at a time, on one core. It ends with its parent. */
import workerpool from "workerpool";
import { runStudyJob } from "../study/runStudyJob.ts";
import { trainForTable } from "../table/training.ts";

export const workerMethods = { study: runStudyJob, table: trainForTable };

// The command that asked for it was stopped while this one started.
process.on("error", () => process.exit());

workerpool.worker(workerMethods);
