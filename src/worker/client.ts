/**
 * @file The page's side of the training thread: commands go in, reports come out. A thread that crashed, was never loaded whole or answers
 * no more is ended and told of; the next command gets a new one.
 */
import type { Command, Report, ThreadReport } from "./protocol.ts";

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

export interface WorkerClientInput {
  /** Why the site's scripts do not come, where that is known. */
  readonly whyNotLoaded: () => Promise<string | undefined>;
}

export const pingMilliseconds = 2000;
/** Each of them is asked only after the page itself was awake for the whole time between. */
export const maxUnanswered = 5;
/** Of a thread that has yet to come: two of them are waited for. */
export const maxUnansweredAtFirst = 4;

export function createWorkerClient({ whyNotLoaded }: WorkerClientInput): LabClient {
  let worker: Worker | undefined;
  let listener: ThreadListener | undefined;
  let unanswered = 0;
  let isMute = true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (): void => {
    clearTimeout(timer);
    worker?.terminate();
    worker = undefined;
  };
  const lose = (lost: Worker, reason: string): void => {
    if (lost !== worker) return;
    end();
    listener?.lost(reason, isMute);
  };
  const watch = (watched: Worker): void => {
    if (unanswered >= (isMute ? maxUnansweredAtFirst : maxUnanswered)) {
      const seconds = (unanswered * pingMilliseconds) / 1000;
      lose(watched, `it has not answered for ${seconds} seconds`);
      return;
    }
    unanswered++;
    watched.postMessage({ type: "ping" } satisfies Command);
    timer = setTimeout(() => watch(watched), pingMilliseconds);
  };

  const start = (): Worker | undefined => {
    let started: Worker;
    try {
      started = new Worker(new URL("./lab.worker.ts", import.meta.url), {
        type: "module",
        name: "super-net training",
      });
    } catch (error) {
      // The caller has not finished what it tells of the run.
      void whyNotLoaded().then((reason) =>
        listener?.lost(reason ?? (error instanceof Error ? error.message : String(error)), true),
      );
      return undefined;
    }
    started.onmessage = ({ data }: MessageEvent<ThreadReport>) => {
      if (started !== worker) return;
      unanswered = 0;
      isMute = false;
      if (data.type !== "pong") listener?.report(data);
    };
    started.onerror = (event) => {
      event.preventDefault();
      if (event.message) lose(started, event.message);
      // A script that does not come tells no reason.
      else
        void whyNotLoaded().then((reason) =>
          lose(started, `it could not be loaded${reason ? `: ${reason}` : ""}`),
        );
    };
    started.onmessageerror = () => lose(started, "a message from it could not be read");
    worker = started;
    unanswered = 0;
    isMute = true;
    watch(started);
    return started;
  };
  return {
    prepare() {
      worker ??= start();
    },
    send(command) {
      (worker ?? start())?.postMessage(command);
    },
    listen(next) {
      listener = next;
    },
    dispose: end,
  };
}
