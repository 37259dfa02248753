/** @file The thread that reads a user's file: one job, then the page ends it. */
import { refused } from "../core/fieldReader.ts";
import type { ReadProgress } from "../core/tables/progress.ts";
import type { ImportJob, ImportReport, RecordJob } from "./importProtocol.ts";
import { readImport } from "./readImport.ts";
import { readRecord } from "./readRecord.ts";

const post = (report: ImportReport): void => self.postMessage(report);

/** The page draws each of them. */
const tellMilliseconds = 100;
let told = 0;

function tell(progress: ReadProgress): void {
  const now = performance.now();
  if (progress.inOnePiece === undefined && now - told < tellMilliseconds) return;
  told = now;
  post({ type: "progress", progress });
}

/** All of a run is parsed and checked before anything can be told of it, in so much more time than parsing takes. */
const checking = 3;

async function tellRecord(job: RecordJob): Promise<void> {
  const { size } = job.file;
  tell({ bytes: 0, inOnePiece: checking * size });
  const read = await readRecord(job).catch((error: unknown) =>
    refused(error instanceof Error ? error.message : String(error)),
  );
  if (read.ok) for (const piece of read.value) post({ type: "piece", piece });
  post({ type: "record", ...(!read.ok && { problem: read.problem.message }) });
}

self.onmessage = async ({ data }: MessageEvent<ImportJob>) => {
  post({ type: "progress", progress: { bytes: 0 } });
  if ("kind" in data) await tellRecord(data);
  else post({ type: "read", read: await readImport(data, tell) });
};
