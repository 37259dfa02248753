/**
 * @file The runs that train: hands them to the training thread, keeps a checkpoint of each, and goes on from that in a new thread where
 * the old one ended or answers no more.
 */
import { changedSettings, settingsDiff } from "../core/config.ts";
import type { RunConfig, RunId } from "../core/run.ts";
import { hasFailed } from "../core/runChange.ts";
import type { RunIntent } from "../core/runIntent.ts";
import { reduceRun } from "../core/runState.ts";
import type { Settings } from "../core/settings.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { LabClient } from "../worker/client.ts";
import type { CheckpointStart, FreshStart, RunCommand } from "../worker/protocol.ts";
import { BesideWork } from "./besideWork.ts";
import type { LabStore } from "./labStore.ts";
import { askedConfig, entryOf, type KeptRun, type RunEntry } from "./runs.ts";
import { createThreadNames } from "./threadNames.ts";
import { createThreadReports } from "./threadReports.ts";

/** At most so much of a run is lost with its thread, or with the page. */
const checkpointMilliseconds = 10_000;
/** A thread that ends more often than that in a while is not replaced once more. */
const maxLosses = 2;
const lossMilliseconds = 120_000;
/** Threads in a row that never said a word: each of them is a long wait. */
const maxMutes = 1;

type RunStart = FreshStart | CheckpointStart;

export interface TrainingThread {
  /** Hands a run of the store over. */
  start(start: RunStart): void;
  send(command: RunCommand): void;
  intend(run: RunId, intent: RunIntent): void;
  /** Other settings act on a run from its next unit of work on. @param from see `RunCommand` */
  change(run: RunId, settings: Settings, from?: Settings): void;
  /** What was chosen for a run acts again where it goes on from an earlier state. @param entry as it was @param config of that state */
  catchUp(entry: RunEntry, config: RunConfig): void;
  /** The run as it is now; `undefined` where it has nothing to go on from. */
  checkpoint(run: RunId): Promise<KeptRun | undefined>;
  /** Whether somebody waits for one of the run; from its end on until its last one is there. */
  isCheckpointAwaited(run: RunId): boolean;
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
  const beside = new BesideWork(client);
  /** Of which no checkpoint was asked for yet. */
  const unkept = new Set<RunId>();
  let losses: number[] = [];
  let mutes = 0;

  /** Says nothing to a run that the thread does not have. */
  const send = (command: RunCommand): void => {
    if (starts.has(command.run)) client.send({ ...command, run: names.of(command.run) });
  };

  const reports = createThreadReports(store, {
    runOf: names.runOf,
    // The first of them at once: a thread may not live for long.
    onTrained: (id) => unkept.delete(id) && send({ type: "checkpoint", run: id }),
    // Its end is kept before something else can take its place.
    onFinished: (id) => void checkpoint(id),
  });

  const checkpoint: TrainingThread["checkpoint"] = (run) => {
    if (!starts.has(run)) return Promise.resolve(undefined);
    send({ type: "checkpoint", run });
    return reports.nextCheckpoint(run);
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
    reports.put(id, [{ type: "failed", step, failure }]);
    // A new thread does not know it.
    starts.delete(id);
  };

  const change: TrainingThread["change"] = (run, settings, from) => {
    // What a run changes by itself meanwhile is not in it.
    store.updateRun(run, () => ({ asked: from ? undefined : settings }));
    send({ type: "change", run, settings, ...(from && { from }) });
  };

  const catchUp: TrainingThread["catchUp"] = (entry, config) => {
    const { active, config: shown } = store.getState();
    const isShown = entry.id === active;
    const { settings } = askedConfig(entry);
    if (!entry.planned) {
      if (settings !== config.settings) change(entry.id, settings);
      return;
    }
    // What a run changes by itself comes again at its step; what was changed by hand does not.
    const isPlanned = new Set(entry.planned.map(({ key }) => key));
    const space = spaceById(config.space) ?? spaces[0];
    const byHand = changedSettings(space, config.settings, isShown ? shown.settings : settings)
      .filter(({ key }) => !isPlanned.has(key))
      .map(({ key, to }) => [key, to] as const);
    const wanted = settingsDiff(space, { ...config.settings, ...Object.fromEntries(byHand) });
    if (byHand.length > 0) change(entry.id, wanted, config.settings);
    if (isShown) store.update({ config: { ...config, settings: wanted } });
  };

  /** Goes on from the last checkpoint, where there is one. */
  const startAgain = (id: RunId, start: RunStart, reason: string): void => {
    const entry = entryOf(store.getState().runs, id);
    if (!entry || hasFailed(entry.run)) return;
    const { kept, intent, run } = entry;
    reports.beginAgain(id);
    const { dataset, backend } = start;
    const from: RunStart = kept
      ? { type: "startFrom", run: id, checkpoint: kept.checkpoint, dataset, backend, intent }
      : { ...start, intent };
    starts.set(id, from);
    client.send({ ...from, run: names.renew(id) });
    store.updateRun(id, () => ({ preparing: "replacing the training thread" }));
    if (kept) {
      const { step, totalSteps, epochClock, backend: on } = kept.run;
      store.updateRun(id, () => ({
        run: reduceRun(
          { ...kept.run, recoveries: run.recoveries },
          { type: "recovered", step, backend: on, reason, totalSteps, epochClock },
        ),
      }));
    } else unkept.add(id);
    catchUp(entry, kept?.run.config ?? { ...run.config, settings: run.initialSettings });
  };

  client.listen({
    report(report) {
      mutes = 0;
      if (!beside.onReport(report)) reports.receive(report);
    },
    lost(reason, wasMute) {
      const at = now();
      mutes = wasMute ? mutes + 1 : 0;
      losses = [...losses.filter((time) => at - time < lossMilliseconds), at];
      reports.awaitNoCheckpoints();
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
      const isFailed = (id: RunId): boolean => entryOf(runs, id)?.run.status === "failed";
      if (reports.isThreadSpoilt && [...starts.keys()].every(isFailed)) {
        client.dispose();
        beside.lose("its code came by half");
        reports.renewThread();
      }
      client.prepare();
      starts.set(start.run, start);
      reports.begin(start.run);
      if (start.type === "start") unkept.add(start.run);
      client.send({ ...start, run: names.renew(start.run) });
    },
    intend(run, intent) {
      reports.resetRate(run);
      store.updateRun(run, () => ({ intent, pace: undefined }));
      send({ type: "intend", run, intent });
    },
    change,
    catchUp,
    checkpoint,
    isCheckpointAwaited: reports.isCheckpointAwaited,
    end(run) {
      reports.forget(run);
      unkept.delete(run);
      send({ type: "end", run });
      starts.delete(run);
      names.forget(run);
    },
  };
}
