/** @file The page's side of the training thread: commands go in, reports come out; a crash is a message, never an exception. */
import type { Command, Report } from "./protocol.ts";

export interface LabClient {
  /** Starts the thread where it does not run yet, so that it loads while the page is busy with other things. */
  prepare(): void;
  send(command: Command): void;
  /** One listener; a later call replaces it. */
  listen(listener: { report(report: Report): void; crash(message: string): void }): void;
  dispose(): void;
}

export function createWorkerClient(): LabClient {
  let worker: Worker | undefined;
  let listener: Parameters<LabClient["listen"]>[0] | undefined;
  const start = (): Worker => {
    const started = new Worker(new URL("./lab.worker.ts", import.meta.url), {
      type: "module",
      name: "super-net training",
    });
    started.onmessage = ({ data }: MessageEvent<Report>) => listener?.report(data);
    started.onerror = (event) => {
      event.preventDefault();
      listener?.crash(event.message || "the training thread could not be loaded");
      // Whatever state it is in now, nobody knows; the next command gets a new one.
      started.terminate();
      if (worker === started) worker = undefined;
    };
    started.onmessageerror = () => listener?.crash("a message from the training thread could not be read");
    return started;
  };
  return {
    prepare() {
      worker ??= start();
    },
    send(command) {
      worker ??= start();
      worker.postMessage(command);
    },
    listen(next) {
      listener = next;
    },
    dispose() {
      worker?.terminate();
      worker = undefined;
    },
  };
}
