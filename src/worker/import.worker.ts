/** @file The thread that reads a user's table: one job, then the page ends it. */
import type { ImportJob, ImportReport } from "./importProtocol.ts";
import { readImport } from "./readImport.ts";

const post = (report: ImportReport): void => self.postMessage(report);

self.onmessage = async ({ data }: MessageEvent<ImportJob>) => {
  post({ type: "progress", bytes: 0 });
  const read = await readImport(data, (bytes) => post({ type: "progress", bytes }));
  post({ type: "read", read });
};
