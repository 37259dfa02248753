/** @file Threads in a browser, as workers of the training worker. */
import type { ThreadPort } from "./device.ts";
import type { Answer } from "./orders.ts";

/** More would wait: a step has a few paths only, and the other cores have a page to show. */
const mostThreads = 4;

/** How many threads to train on with so many logical cores; one core stays free where there are more than two. */
export function threadCount(cores: number): number {
  return Math.max(1, Math.min(mostThreads, cores > 2 ? cores - 1 : cores));
}

export function startBrowserThread(): ThreadPort {
  const worker = new Worker(new URL("./thread.worker.ts", import.meta.url), {
    type: "module",
    name: "super-net kernels",
  });
  return {
    post: (order) => worker.postMessage(order),
    listen(listener) {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => listener(data);
    },
    onLost(listener) {
      worker.onerror = (event) => {
        event.preventDefault();
        listener(event.message || "a thread could not be loaded");
      };
    },
    end: () => worker.terminate(),
  };
}
