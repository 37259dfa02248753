/** @file The searches themselves: the super-net they need, and all of them to their end. */
import type { Checkpoint } from "../../core/checkpoint.ts";
import type { ResolvedRun } from "../../core/resolveRun.ts";
import type { RunConfig } from "../../core/run.ts";
import { divergedText } from "../../core/search/outcome.ts";
import { type SearchProgress, startingSearch, tellSearches } from "../../core/search/progress.ts";
import type { SearchEvent } from "../../core/search/searchEvent.ts";
import type { EngineFactory } from "../../engine/engine.ts";
import { type KeptScores, openSession } from "../../engine/openSession.ts";
import { type AnySearchTask, isSampling, Searches } from "../../engine/searches.ts";
import { readDataset } from "../dataset.ts";
import { failureText } from "../failureText.ts";
import type { Progress } from "../progress.ts";
import { askedOf } from "./asked.ts";
import type { KeptSearches } from "./keptSearches.ts";

/** Trains for `steps` steps, or to the end of the run where that comes first; nothing is scored. @param of with the landmarks that it trains by */
export async function trainedFor(
  { config, landmarks }: Pick<ResolvedRun, "config" | "landmarks">,
  createEngine: EngineFactory,
  steps: number,
  progress: Progress,
): Promise<Checkpoint> {
  const { session } = await openSession(config, {
    ...{ loadImages: ({ id }) => readDataset(id), createEngine },
    judge: { scored: [], landmarks },
  });
  try {
    let isEnded = false;
    while (session.step < steps && !isEnded) {
      const { kind, events } = await session.advance(session.step + 1 >= steps);
      isEnded = kind === "idle" && events.length === 0;
      for (const event of events) if (event.type === "failed") throw new Error(failureText(event.failure));
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

interface Searched {
  readonly events: readonly SearchEvent[];
  /** Of the engine that was used last; empty where none was. */
  readonly backend: string;
  readonly seconds: number;
}

/** On a super-net, which may be absent where no search samples one. */
interface SearchedOn {
  readonly config: RunConfig;
  readonly checkpoint: Checkpoint | undefined;
}

/**
 * Those that sample the super-net side by side, then those that train one of their own, one after the other.
 * @param onEvent is waited for
 * @param keptScores see `SessionEnvironment`
 * @throws Error where a search fails
 */
export async function searched(
  of: SearchedOn,
  createEngine: EngineFactory,
  tasks: readonly AnySearchTask[],
  onEvent: (event: SearchEvent) => void | Promise<void>,
  keptScores?: KeptScores,
): Promise<Searched> {
  const environment = {
    loadImages: ({ id }: { readonly id: string }) => readDataset(id),
    createEngine,
    ...(keptScores && { keptScores }),
  };
  const began = performance.now();
  const events: SearchEvent[] = [];
  const searches = new Searches(of, environment, tasks);
  try {
    for (let told = await searches.advance(); told.length > 0; told = await searches.advance())
      for (const event of told) {
        if (event.type === "failed") throw new Error(failureText(event.failure));
        events.push(event);
        await onEvent(event);
      }
  } finally {
    searches.dispose();
  }
  return { events, backend: searches.backend, seconds: (performance.now() - began) / 1000 };
}

interface Kept {
  readonly scores: KeptScores | undefined;
  readonly searches: KeptSearches | undefined;
}

interface SearchedAloud extends Omit<Searched, "events"> {
  /** In the order of the tasks. */
  readonly searches: readonly SearchProgress[];
}

/** The same, with a line for every search that has ended; those that are kept are not done again. */
export async function searchedAloud(
  of: SearchedOn,
  createEngine: EngineFactory,
  tasks: readonly AnySearchTask[],
  progress: Progress,
  kept: Kept,
): Promise<SearchedAloud> {
  const ended = tasks.map((task) => (isSampling(task) ? undefined : kept.searches?.get(askedOf(task))));
  const waiting = tasks.filter((_, index) => !ended[index]);
  if (waiting.length < tasks.length)
    progress.say(`${tasks.length - waiting.length} of ${tasks.length} searches were done before`, {
      event: "kept",
      searches: tasks.length - waiting.length,
    });
  const total = waiting.reduce((sum, task) => sum + (isSampling(task) ? task.budget : 0), 0);
  let done = 0;
  let searches = waiting.map((task) => startingSearch(askedOf(task)));
  try {
    const tell = (event: SearchEvent): void => {
      searches = [...tellSearches(searches, [event])];
      if (event.type === "proposed") progress.at(++done, total);
      if (event.type !== "searched" && event.type !== "diverged") return;
      const task = waiting[event.search]!;
      if (event.type === "searched") reportProgress(progress, task, event);
      else progress.warn(`${task.algorithm.id} seed ${task.seed} ${divergedText(String(event.step))}`);
      if (!isSampling(task)) kept.searches?.add(searches[event.search]!);
    };
    const { backend, seconds } = await searched(of, createEngine, waiting, tell, kept.scores);
    return {
      searches: ended.map((one) => one ?? searches.shift()!),
      ...{ backend, seconds },
    };
  } finally {
    progress.close();
  }
}

function reportProgress(
  progress: Progress,
  { algorithm, seed }: AnySearchTask,
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
