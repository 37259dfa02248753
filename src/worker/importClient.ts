/** @file The page's side of the thread that reads a user's table: a thread for each file, ended when it is done, given up or silent. */
import type { ReadTable } from "../core/tables/understanding.ts";
import type { ImportReport, TableReader } from "./importProtocol.ts";

/** Between two signs of a thread: the largest text that is read takes less. */
const longestSilence = 180_000;
/** Until a thread says its first word, which it does before it reads. */
const longestStart = 15_000;

export function createTableReader(): TableReader {
  return {
    read: (job, onProgress, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const worker = new Worker(new URL("./import.worker.ts", import.meta.url), {
          type: "module",
          name: "table reader",
        });
        let timer: ReturnType<typeof setTimeout> | undefined;
        const end = (): void => {
          clearTimeout(timer);
          worker.terminate();
          signal.removeEventListener("abort", abort);
        };
        const abort = (): void => {
          end();
          reject(signal.reason);
        };
        const answer = (read: ReadTable): void => {
          end();
          resolve(read);
        };
        const wait = (longest: number): void => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            answer(failed(`its reader has not answered for ${longest / 1000} seconds; drop it again`));
          }, longest);
        };
        worker.onmessage = ({ data }: MessageEvent<ImportReport>) => {
          wait(longestSilence);
          if (data.type === "read") answer(data.read);
          else onProgress(data.bytes);
        };
        worker.onerror = (event) => {
          event.preventDefault();
          const reason = event.message ? ` (${event.message.slice(0, 150)})` : "";
          answer(failed(`the reader of tables ended or could not be loaded${reason}; drop the file again`));
        };
        worker.onmessageerror = () => answer(failed("what its reader found cannot be passed on"));
        signal.addEventListener("abort", abort);
        wait(longestStart);
        worker.postMessage(job);
      }),
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
