/** @file The thread that reads a user's table: one job, then the page ends it. */
import type { ReadProgress } from "../core/tables/progress.ts";
import type { ImportJob, ImportReport } from "./importProtocol.ts";
import { readImport } from "./readImport.ts";

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

self.onmessage = async ({ data }: MessageEvent<ImportJob>) => {
  post({ type: "progress", progress: { bytes: 0 } });
  post({ type: "read", read: await readImport(data, tell) });
};
