/** @file The page's side of the thread that reads a user's tables, runs and studies. */
import { type ReadResult, refused } from "../core/fieldReader.ts";
import type { ReadTable } from "../core/tables/understanding.ts";
import type { FileReaders, ImportReport, RecordJob } from "./importProtocol.ts";
import { RecordPieces } from "./recordPieces.ts";
import { runThreadJob } from "./threadJob.ts";

/** @param whyNotLoaded why the site's scripts do not come, where that is known */
export function createFileReaders(whyNotLoaded: () => Promise<string | undefined>): FileReaders {
  const start = (signal: AbortSignal) => {
    signal.throwIfAborted();
    const worker = new Worker(new URL("./import.worker.ts", import.meta.url), {
      type: "module",
      name: "file reader",
    });
    return { worker, signal, whyNotLoaded, inOnePiece };
  };
  const readRecord = async (job: RecordJob, signal: AbortSignal): Promise<ReadResult<RecordPieces>> => {
    const pieces = new RecordPieces();
    return runThreadJob<ImportReport, ReadResult<RecordPieces>>({
      ...{ ...start(signal), job, failed: refused },
      take(report) {
        if (report.type === "piece") pieces.take(report.piece);
        if (report.type !== "record") return undefined;
        return report.problem === undefined ? { ok: true, value: pieces } : refused(report.problem);
      },
    });
  };
  return {
    async read(job, onProgress, signal) {
      return runThreadJob<ImportReport, ReadTable>({
        ...{ ...start(signal), job, failed },
        take(report) {
          if (report.type === "read") return report.read;
          if (report.type === "progress") onProgress(report.progress);
          return undefined;
        },
      });
    },
    async readRun(file, signal) {
      const read = await readRecord({ file, kind: "run" }, signal);
      return read.ok ? told(read.value.run) : read;
    },
    async readStudy(file, signal) {
      const read = await readRecord({ file, kind: "study" }, signal);
      return read.ok ? told(read.value.study) : read;
    },
  };
}

const told = <T>(record: T | undefined): ReadResult<T> =>
  record === undefined ? refused("its reader told nothing of it") : { ok: true, value: record };

const inOnePiece = (report: ImportReport): number =>
  report.type === "progress" ? (report.progress.inOnePiece ?? 0) : 0;

const failed = (message: string): ReadTable => ({
  understood: {
    form: "not read",
    space: undefined,
    ...{ rows: 0, known: 0, unknown: 0, seeds: 0 },
    ...{ columns: {}, notes: [], questions: [] },
  },
  problem: { message },
});
