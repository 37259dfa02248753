/** @file The page's side of the training thread: commands go in. A thread that was lost is told of; the next command gets a new one. */
import type { Command, Report } from "./protocol.ts";
import { type WatchInput, watchThread } from "./threadWatch.ts";

export interface LabClient {
  /** Starts the thread where it does not run yet, so that it loads while the page is busy with other things. */
  prepare(): void;
  send(command: Command): void;
  /** One listener; a later call replaces it. */
  listen(listener: ThreadListener): void;
  dispose(): void;
}

export interface ThreadListener {
  report(report: Report): void;
  /**
   * The thread is gone, and the runs that it held with it.
   * @param wasMute it never said a word, so that another one may not either
   */
  lost(reason: string, wasMute: boolean): void;
}

interface WatchedThread {
  readonly worker: Worker;
  readonly end: () => void;
}

export function createWorkerClient({ whyNotLoaded }: Pick<WatchInput, "whyNotLoaded">): LabClient {
  let thread: WatchedThread | undefined;
  let listener: ThreadListener | undefined;

  const start = (): WatchedThread | undefined => {
    try {
      const worker = new Worker(new URL("./lab.worker.ts", import.meta.url), {
        type: "module",
        name: "super-net training",
      });
      const { end } = watchThread(worker, {
        whyNotLoaded,
        onReport: (report) => listener?.report(report),
        onLost(reason, wasMute) {
          thread = undefined;
          listener?.lost(reason, wasMute);
        },
      });
      return { worker, end };
    } catch (error) {
      // The caller has not finished what it tells of the run.
      void whyNotLoaded().then((reason) =>
        listener?.lost(reason ?? (error instanceof Error ? error.message : String(error)), true),
      );
      return undefined;
    }
  };
  return {
    prepare() {
      thread ??= start();
    },
    send(command) {
      thread ??= start();
      thread?.worker.postMessage(command);
    },
    listen(next) {
      listener = next;
    },
    dispose() {
      thread?.end();
      thread = undefined;
    },
  };
}
