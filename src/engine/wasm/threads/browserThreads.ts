/** @file Threads in a browser, as workers of the training worker. */
import type { ThreadResponse } from "./requests.ts";
import { startThreads, type ThreadPort } from "./thread.ts";

/** More would wait: a step has a few paths only, and the other cores have a page to show. */
const maxThreads = 4;

/** How many threads to train on with so many logical cores; one core stays free where there are more than two. */
export function threadCount(cores: number): number {
  return Math.max(1, Math.min(maxThreads, cores > 2 ? cores - 1 : cores));
}

/** Whether a worker can start others here; some browsers cannot, and a page may forbid it. */
export async function canStartThreads(): Promise<boolean> {
  const trial = await startThreads(1, startBrowserThread);
  for (const thread of trial ?? []) thread.end();
  return trial !== undefined;
}

export function startBrowserThread(): ThreadPort {
  const worker = new Worker(new URL("./thread.worker.ts", import.meta.url), {
    type: "module",
    name: "super-net kernels",
  });
  return {
    post: (request) => worker.postMessage(request),
    onMessage(listener) {
      worker.onmessage = ({ data }: MessageEvent<ThreadResponse>) => listener(data);
    },
    onLost(listener) {
      worker.onerror = (event) => {
        event.preventDefault();
        listener(event.message || "a thread could not be loaded");
      };
      worker.onmessageerror = () => listener("a response of a thread could not be read");
    },
    end: () => worker.terminate(),
  };
}
