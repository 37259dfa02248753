/** @file A worker that starts workers, as the lab's does: the same training on one thread and on several. */
import { createThreadedWasmEngine, createWasmEngine } from "../../../src/engine/wasm/engine.ts";
import { startBrowserThread } from "../../../src/engine/wasm/threads/browserThreads.ts";
import type { ThreadResponse } from "../../../src/engine/wasm/threads/requests.ts";
import { caseImages } from "../../engine/caseData.ts";
import { coupledPaths } from "../../engine/wasm/coupledPaths.ts";

/** What came of `threads` threads; 0: of the engine without any. */
export interface ThreadOutcome {
  readonly threads: number;
  /** Jobs that each thread answered: none where threads did not start and the engine went on without. */
  readonly jobs: readonly number[];
  /** Weights, momenta, averages, scores and report. */
  readonly numbers: Readonly<Record<string, readonly number[]>>;
}

const images = caseImages({ height: 8, width: 8, channels: 1 }, 100);
const { outcome } = coupledPaths(images);

async function outcomeOf(threads: number): Promise<ThreadOutcome> {
  const jobs: number[] = [];
  const start = () => {
    const port = startBrowserThread();
    const index = jobs.push(0) - 1;
    return {
      ...port,
      onMessage: (listener: (response: ThreadResponse) => void) =>
        port.onMessage((response) => {
          if (response.type === "done") jobs[index] = jobs[index]! + 1;
          listener(response);
        }),
    };
  };
  const create = threads === 0 ? createWasmEngine : createThreadedWasmEngine(threads, start);
  const { scores, report, snapshot } = await outcome(await create(images, 3));
  const numbers: Record<string, readonly number[]> = {
    scores: [...scores.live, ...scores.frozen].flat().flatMap(({ accuracy, loss }) => [accuracy, loss]),
    report: Object.values(report),
  };
  for (const kind of ["weights", "momenta", "averages"] as const)
    for (const [name, values] of Object.entries(snapshot[kind])) numbers[`${kind} of ${name}`] = [...values];
  return { threads, jobs, numbers };
}

self.onmessage = ({ data }: MessageEvent<number>) => {
  outcomeOf(data).then((told) => self.postMessage(told), reportError);
};
