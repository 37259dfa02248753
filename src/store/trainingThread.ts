/**
 * @file The runs that train: takes in what the training thread reports of them, keeps a checkpoint of each, and goes on from that in a new
 * thread where the old one ended or answers no more.
 */
import type { RunId } from "../core/run.ts";
import type { RunIntent } from "../core/runIntent.ts";
import { type Run, reduceRun } from "../core/runState.ts";
import type { Settings } from "../core/settings.ts";
import type { LabClient } from "../worker/client.ts";
import type { CheckpointStart, FreshStart, Report, RunCommand } from "../worker/protocol.ts";
import { BesideWork } from "./besideWork.ts";
import { createEventBatcher } from "./eventBatcher.ts";
import type { LabStore } from "./labStore.ts";
import { mark } from "./marks.ts";
import { createRateMeter, type RateMeter } from "./rateMeter.ts";
import { askedConfig, entryOf, type KeptRun } from "./runs.ts";
import { createThreadNames } from "./threadNames.ts";

/** How often the page takes in what happened. */
const bundleMilliseconds = 250;
/** At most so much of a run is lost with its thread, or with the page. */
const checkpointMilliseconds = 10_000;
/** A thread that ends more often than that in a while is not replaced once more. */
const maxLosses = 2;
const lossMilliseconds = 120_000;
/** Threads in a row that never said a word: each of them is a long wait. */
const maxMutes = 1;

export type RunStart = FreshStart | CheckpointStart;

export interface TrainingThread {
  /** Hands a run of the store over. */
  start(start: RunStart): void;
  send(command: RunCommand): void;
  intend(run: RunId, intent: RunIntent): void;
  /** Other settings act on a run from its next unit of work on. @param from see `RunCommand` */
  change(run: RunId, settings: Settings, from?: Settings): void;
  /** The run as it is now; `undefined` where it has nothing to go on from. */
  checkpoint(run: RunId): Promise<KeptRun | undefined>;
  /** Other work than runs. */
  readonly beside: BesideWork;
  /** Nothing of the run reaches the state any more. */
  end(run: RunId): void;
}

/** @param now milliseconds, monotonic */
export function createTrainingThread(
  store: LabStore,
  client: LabClient,
  now: () => number = () => performance.now(),
): TrainingThread {
  const starts = new Map<RunId, RunStart>();
  const names = createThreadNames();
  const rates = new Map<RunId, RateMeter>();
  const beside = new BesideWork(client);
  /** Of which no checkpoint was asked for yet. */
  const unkept = new Set<RunId>();
  /** Since code that came by half stays so for as long as the thread lives. */
  let isThreadSpoilt = false;
  let losses: number[] = [];
  let mutes = 0;

  /** Says nothing to a run that the thread does not have. */
  const send = (command: RunCommand): void => {
    if (starts.has(command.run)) client.send({ ...command, run: names.of(command.run) });
  };

  const batcher = createEventBatcher((id, events) => {
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
    if (!events.some((event) => event.type === "trained")) return;
    mark("lab:first-step");
    // The first of them at once: a thread may not live for long.
    if (unkept.delete(id)) send({ type: "checkpoint", run: id });
  }, bundleMilliseconds);

  /** Who waits for a checkpoint. */
  const waiting = new Map<RunId, ((kept: KeptRun | undefined) => void)[]>();
  const answer = (id: RunId, kept: KeptRun | undefined): void => {
    const callbacks = waiting.get(id) ?? [];
    waiting.delete(id);
    for (const callback of callbacks) callback(kept);
  };

  const receive = (report: Report): void => {
    if (beside.onReport(report)) return;
    const id = names.runOf(report.run);
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
        store.updateRun(id, ({ run }) => ({ kept: { run, checkpoint: report.checkpoint } }));
        answer(id, entryOf(store.getState().runs, id)?.kept);
        break;
      case "noCheckpoint":
        answer(id, undefined);
        break;
      // Of work that was given up.
      case "searched":
      case "alone":
      case "landscape":
        break;
      default:
        throw report satisfies never;
    }
  };

  const keep = (): void => {
    for (const { id, run, kept } of store.getState().runs)
      if (starts.has(id) && run.status !== "failed" && run.status !== "starting" && run !== kept?.run)
        send({ type: "checkpoint", run: id });
    setTimeout(keep, checkpointMilliseconds);
  };
  setTimeout(keep, checkpointMilliseconds);

  const fail = (id: RunId, reason: string): void => {
    const step = entryOf(store.getState().runs, id)?.run.step ?? 0;
    const failure = {
      kind: "internal",
      message: `The training thread was lost again and again: ${reason}.`,
      advice:
        "What was measured is kept. Restart, choose another backend or fewer channels, or reload the page.",
    } as const;
    batcher.put(id, [{ type: "failed", step, failure }]);
  };

  /** Goes on from the last checkpoint, where there is one; settings changed since then act again. */
  const startAgain = (id: RunId, start: RunStart, reason: string): void => {
    const entry = entryOf(store.getState().runs, id);
    if (!entry || entry.run.status === "failed") return;
    const { kept, intent, run } = entry;
    batcher.forget(id);
    rates.get(id)?.reset();
    const { dataset, backend } = start;
    const from: RunStart = kept
      ? { type: "startFrom", run: id, checkpoint: kept.checkpoint, dataset, backend, intent }
      : { ...start, intent };
    starts.set(id, from);
    client.send({ ...from, run: names.renew(id) });
    store.updateRun(id, () => ({ preparing: "replacing the training thread" }));
    if (!kept) {
      unkept.add(id);
      return;
    }
    const { step, totalSteps, epochClock, backend: on } = kept.run;
    store.updateRun(id, () => ({
      run: reduceRun(
        { ...kept.run, recoveries: run.recoveries },
        { type: "recovered", step, backend: on, reason, totalSteps, epochClock },
      ),
    }));
    // What a run changes by itself comes again at its step.
    if (entry.planned) {
      if (id === store.getState().active) store.update({ config: kept.run.config });
      return;
    }
    const { settings } = askedConfig(entry);
    if (settings !== kept.run.config.settings) send({ type: "change", run: id, settings });
  };

  client.listen({
    report(report) {
      mutes = 0;
      receive(report);
    },
    lost(reason, wasMute) {
      const at = now();
      mutes = wasMute ? mutes + 1 : 0;
      losses = [...losses.filter((time) => at - time < lossMilliseconds), at];
      for (const id of [...waiting.keys()]) answer(id, undefined);
      beside.lose(reason);
      for (const [id, start] of starts)
        if (losses.length > maxLosses || mutes > maxMutes) fail(id, reason);
        else startAgain(id, start, reason);
    },
  });

  return {
    send,
    beside,
    start(start) {
      const { runs } = store.getState();
      const hasFailed = (id: RunId): boolean => entryOf(runs, id)?.run.status === "failed";
      if (isThreadSpoilt && [...starts.keys()].every(hasFailed)) {
        client.dispose();
        beside.lose("its code came by half");
        isThreadSpoilt = false;
      }
      client.prepare();
      starts.set(start.run, start);
      rates.set(start.run, createRateMeter());
      if (start.type === "start") unkept.add(start.run);
      client.send({ ...start, run: names.renew(start.run) });
    },
    intend(run, intent) {
      rates.get(run)?.reset();
      store.updateRun(run, () => ({ intent, pace: undefined }));
      send({ type: "intend", run, intent });
    },
    change(run, settings, from) {
      // What a run changes by itself meanwhile is not in it.
      store.updateRun(run, () => ({ asked: from ? undefined : settings }));
      send({ type: "change", run, settings, ...(from && { from }) });
    },
    checkpoint(run) {
      if (!starts.has(run)) return Promise.resolve(undefined);
      send({ type: "checkpoint", run });
      return new Promise((resolve) => waiting.set(run, [...(waiting.get(run) ?? []), resolve]));
    },
    end(run) {
      batcher.forget(run);
      rates.delete(run);
      unkept.delete(run);
      answer(run, undefined);
      send({ type: "end", run });
      starts.delete(run);
      names.forget(run);
    },
  };
}
