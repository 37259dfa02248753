/** @file What the training thread reports of its runs, taken into the store: events in bundles, checkpoints also for who waits for one. */
import type { RunEvent, RunId } from "../core/run.ts";
import { type Run, reduceRun } from "../core/runState.ts";
import type { Report } from "../worker/protocol.ts";
import { createEventBatcher } from "./eventBatcher.ts";
import type { LabStore } from "./labStore.ts";
import { mark } from "./marks.ts";
import { createRateMeter, type RateMeter } from "./rateMeter.ts";
import { entryOf, type KeptRun } from "./runs.ts";

/** How often the page takes in what happened. */
const bundleMilliseconds = 250;

interface ThreadReports {
  receive(report: Report): void;
  /** What the page itself has to tell of a run. */
  put(run: RunId, events: readonly RunEvent[]): void;
  /** The run as of the next checkpoint that comes; `undefined` where none does. */
  nextCheckpoint(run: RunId): Promise<KeptRun | undefined>;
  isCheckpointAwaited(run: RunId): boolean;
  /** With their thread. */
  awaitNoCheckpoints(): void;
  begin(run: RunId): void;
  /** In another thread: what waits of the run is forgotten. */
  beginAgain(run: RunId): void;
  resetRate(run: RunId): void;
  forget(run: RunId): void;
  /** Whether its code came by half, which stays so for as long as the thread lives. */
  readonly isThreadSpoilt: boolean;
  /** From here on another thread reports. */
  renewThread(): void;
}

interface ReportsInput {
  /** The run that the thread calls so; `undefined` where it was given up. */
  readonly runOf: (name: string) => RunId | undefined;
  /** After events of training were taken in. */
  readonly onTrained: (run: RunId) => void;
  /** Before the end of a run is: whoever hears of it finds its last checkpoint awaited. */
  readonly onFinished: (run: RunId) => void;
}

export function createThreadReports(
  store: LabStore,
  { runOf, onTrained, onFinished }: ReportsInput,
): ThreadReports {
  const rates = new Map<RunId, RateMeter>();
  /** Who waits for a checkpoint. */
  const waiting = new Map<RunId, ((kept: KeptRun | undefined) => void)[]>();

  let isThreadSpoilt = false;

  const batcher = createEventBatcher((id, events) => {
    if (events.some((event) => event.type === "finished")) onFinished(id);
    store.updateRun(id, ({ run: before, intent }) => {
      const run = events.reduce<Run>(reduceRun, before);
      const isPaused = events.some((event) => event.type === "paused");
      return {
        run,
        preparing: "",
        pace: rates.get(id)?.see(run.step, run.status === "running"),
        ...(isPaused && intent !== "train" && { intent: "pause" as const }),
      };
    });
    if (events.some((event) => event.type === "trained")) {
      mark("lab:first-step");
      onTrained(id);
    }
  }, bundleMilliseconds);

  const answer = (id: RunId, take: () => KeptRun | undefined = () => undefined): void => {
    const callbacks = waiting.get(id) ?? [];
    waiting.delete(id);
    const kept = take();
    for (const callback of callbacks) callback(kept);
  };

  return {
    get isThreadSpoilt() {
      return isThreadSpoilt;
    },
    renewThread() {
      isThreadSpoilt = false;
    },
    receive(report) {
      const id = runOf(report.run);
      // What a run that was given up has reported may still be on its way.
      if (id === undefined) return;
      switch (report.type) {
        case "preparing":
          store.updateRun(id, () => ({ preparing: report.what }));
          break;
        case "backends":
          store.update({ backends: { chosen: report.chosen, reports: report.reports } });
          break;
        case "events":
          isThreadSpoilt ||= report.events.some(
            (event) => event.type === "failed" && event.failure.kind === "no-code",
          );
          batcher.put(id, report.events);
          break;
        case "memory":
          store.updateRun(id, () => ({ memory: { buffers: report.buffers, bytes: report.bytes } }));
          break;
        case "checkpoint":
          // Then the state of the run is that of the checkpoint.
          batcher.flush();
          answer(id, () => {
            store.updateRun(id, ({ run }) => ({ kept: { run, checkpoint: report.checkpoint } }));
            return entryOf(store.getState().runs, id)?.kept;
          });
          break;
        case "noCheckpoint":
          answer(id);
          break;
        // Of work that was given up.
        case "searched":
        case "standAlone":
        case "landscape":
          break;
        default:
          throw report satisfies never;
      }
    },
    put: (run, events) => batcher.put(run, events),
    nextCheckpoint: (run) =>
      new Promise((resolve) => waiting.set(run, [...(waiting.get(run) ?? []), resolve])),
    isCheckpointAwaited: (run) => waiting.has(run),
    awaitNoCheckpoints() {
      for (const id of [...waiting.keys()]) answer(id);
    },
    begin: (run) => void rates.set(run, createRateMeter()),
    beginAgain(run) {
      batcher.forget(run);
      rates.get(run)?.reset();
    },
    resetRate: (run) => rates.get(run)?.reset(),
    forget(run) {
      batcher.forget(run);
      rates.delete(run);
      answer(run);
    },
  };
}
