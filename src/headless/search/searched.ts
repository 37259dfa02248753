/** @file The searches themselves: the super-net they need, and all of them to their end. */
import type { Checkpoint } from "../../core/checkpoint.ts";
import type { RunConfig } from "../../core/run.ts";
import type { SearchEvent } from "../../core/search/searchEvent.ts";
import type { EngineFactory } from "../../engine/engine.ts";
import { openSession } from "../../engine/openSession.ts";
import { openRelaxedSearcher } from "../../engine/relaxedSearcher.ts";
import { openSearcher, type Searcher } from "../../engine/searcher.ts";
import { readDataset } from "../dataset.ts";
import type { Progress } from "../progress.ts";
import { type AskedTask, isSampling } from "./asked.ts";

/** Trains for `steps` steps, or to the end of the run where that comes first; nothing is scored. */
export async function trainedFor(
  config: RunConfig,
  createEngine: EngineFactory,
  steps: number,
  progress: Progress,
): Promise<Checkpoint> {
  const { session } = await openSession(config, { loadImages: ({ id }) => readDataset(id), createEngine });
  try {
    let isEnded = false;
    while (session.step < steps && !isEnded) {
      const { kind, events } = await session.advance();
      isEnded = kind === "idle" && events.length === 0;
      for (const event of events)
        if (event.type === "failed") throw new Error(`${event.failure.message} ${event.failure.advice}`);
      progress.at(session.step, steps);
    }
    progress.say(`trained ${session.step} steps in ${progress.seconds.toFixed(0)} s`, {
      event: "trained",
      step: session.step,
    });
    return await session.checkpoint();
  } finally {
    session.engine.dispose();
  }
}

export interface Searched {
  readonly events: readonly SearchEvent[];
  readonly backend: string;
  readonly seconds: number;
}

/** Those that sample the super-net side by side, then those that train one of their own, one after the other. */
export async function searched(
  { config, checkpoint }: { readonly config: RunConfig; readonly checkpoint: Checkpoint | undefined },
  createEngine: EngineFactory,
  tasks: readonly AskedTask[],
  progress: Progress,
): Promise<Searched> {
  const environment = { loadImages: ({ id }: { readonly id: string }) => readDataset(id), createEngine };
  const began = performance.now();
  const events: SearchEvent[] = [];
  const sampling = tasks.flatMap((task, index) => (isSampling(task) ? [{ task, index }] : []));
  const total = sampling.reduce((sum, { task }) => sum + task.budget, 0);
  let done = 0;
  let backend = "";
  /** @param numberOf of a search among all tasks */
  const finish = async (
    searcher: Pick<Searcher, "advance" | "dispose" | "engine">,
    numberOf: (search: number) => number,
  ): Promise<void> => {
    backend = searcher.engine.backend;
    try {
      for (let told = await searcher.advance(); told.length > 0; told = await searcher.advance())
        for (const event of told) {
          if (event.type === "failed") throw new Error(`${event.failure.message} ${event.failure.advice}`);
          const search = numberOf(event.search);
          events.push({ ...event, search });
          if (event.type === "proposed") progress.at(++done, total);
          if (event.type === "searched") tell(progress, tasks[search]!, event);
        }
    } finally {
      progress.close();
      searcher.dispose();
    }
  };
  if (checkpoint && sampling.length > 0)
    await finish(
      await openSearcher(
        checkpoint,
        environment,
        sampling.map(({ task }) => task),
      ),
      (search) => sampling[search]!.index,
    );
  for (const [index, task] of tasks.entries())
    if (!isSampling(task))
      await finish(await openRelaxedSearcher(config, environment, task, index), (search) => search);
  return { events, backend, seconds: (performance.now() - began) / 1000 };
}

function tell(
  progress: Progress,
  { algorithm, seed }: AskedTask,
  event: Extract<SearchEvent, { type: "searched" }>,
): void {
  const { architecture, accuracy } = event.found;
  progress.say(`${algorithm.id} seed ${seed}: super-net ${accuracy.toFixed(3)}: ${architecture}`, {
    ...event,
    event: "searched",
    algorithm: algorithm.id,
    seed,
  });
}
