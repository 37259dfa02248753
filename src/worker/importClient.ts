/** @file The page's side of the thread that reads a user's table. */
import type { ReadTable } from "../core/tables/understanding.ts";
import type { ImportReport, TableReader } from "./importProtocol.ts";
import { runThreadJob } from "./threadJob.ts";

export function createTableReader(whyNotLoaded: () => Promise<string | undefined>): TableReader {
  return {
    async read(job, onProgress, signal) {
      signal.throwIfAborted();
      const worker = new Worker(new URL("./import.worker.ts", import.meta.url), {
        type: "module",
        name: "table reader",
      });
      return runThreadJob<ImportReport, ReadTable>({
        ...{ worker, job, signal, failed, whyNotLoaded },
        take(report) {
          if (report.type === "read") return report.read;
          onProgress(report.progress);
          return undefined;
        },
        inOnePiece: (report) => (report.type === "progress" ? (report.progress.inOnePiece ?? 0) : 0),
      });
    },
  };
}

const failed = (message: string): ReadTable => ({
  understood: {
    form: "not read",
    space: undefined,
    ...{ rows: 0, known: 0, unknown: 0, seeds: 0 },
    ...{ columns: {}, notes: [], questions: [] },
  },
  problem: { message },
});
