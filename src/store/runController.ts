/** @file Begins runs, passes what is wanted on to the training thread, and takes in what that reports. */
import { datasetOf, datasets } from "../core/datasets.ts";
import type { RunConfig, RunId } from "../core/run.ts";
import { changeOf } from "../core/runChange.ts";
import type { RunIntent } from "../core/runIntent.ts";
import { type Run, reduceRun, startingRun } from "../core/runState.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { Table } from "../core/tables.ts";
import type { LabClient } from "../worker/client.ts";
import type { LabStore } from "./labStore.ts";
import { entryOf, type RunEntry } from "./runs.ts";
import { createTrainingThread } from "./trainingThread.ts";
import { loadShipped, resolved } from "./truth.ts";

/** Older ones are forgotten. */
const mostRuns = 24;

export interface RunController {
  /** Begins a new run of the present choice in place of the active one. `isCompared`: that one stays visible. */
  begin(how: { readonly intent: RunIntent; readonly isCompared: boolean }): void;
  /**
   * Goes over to another choice with the least effort: a live change, new scores, or a new run. Settings that cannot act on the run that
   * is there are offered for a new one; with `isAnew` that begins at once.
   */
  change(config: RunConfig, how?: { readonly isAnew: boolean }): void;
  /** Of the active run; begins one where there is none to go on. */
  intend(intent: RunIntent): void;
  /** Shows a recorded run; the active one is let go of. */
  show(run: Run, config: RunConfig, warnings: readonly string[]): void;
  /** Another table judges; the evaluation set comes from it, so that is another run. */
  judgeBy(table: Table, warnings: readonly string[]): void;
  /** Loads the table of the present space. */
  loadTruth(): Promise<void>;
}

export interface RunControllerInput {
  readonly store: LabStore;
  readonly client: LabClient;
  /** Absolute address of the site. */
  readonly base: string;
}

const blank = { preparing: "", pace: undefined, memory: undefined, kept: undefined };

export function createRunController({ store, client, base }: RunControllerInput): RunController {
  let lastId = 0;
  let loading = new AbortController();
  const thread = createTrainingThread(store, client);
  const active = (): RunEntry | undefined => entryOf(store.getState().runs, store.getState().active);

  /** Nothing of the run reaches the state any more. */
  const release = (entry: RunEntry | undefined): void => {
    if (entry?.origin === "new") {
      const { runs } = store.getState();
      store.update({ runs: runs.filter(({ id }) => id !== entry.id), active: entry.parent });
    }
    if (entry?.origin !== "training") return;
    thread.end(entry.id);
    store.updateRun(entry.id, () => ({ origin: "ended", pace: undefined, memory: undefined, preparing: "" }));
  };

  /** Adds a run and shows it; the oldest that nobody sees is forgotten where there are many. */
  const add = (entry: Omit<RunEntry, "id" | "parent" | keyof typeof blank>): RunId => {
    const { runs, active: parent } = store.getState();
    const id = `${++lastId}`;
    store.update({ runs: [...runs, { ...entry, ...blank, id, parent }].slice(-mostRuns), active: id });
    return id;
  };

  /** Hands a run that waits to the training thread, once the table that judges it is known. */
  const launch = (): void => {
    const entry = active();
    const { truth, view } = store.getState();
    if (entry?.origin !== "new" || truth.status === "loading") return;
    const { id, intent, run } = entry;
    const { config, scored, landmarks } = resolved(run.config, truth);
    const dataset = datasetOf(config.dataset) ?? datasets[0];
    store.updateRun(id, () => ({
      run: startingRun(config, scored),
      origin: "training",
      preparing: "starting",
    }));
    thread.start({
      ...{ type: "start", run: id, config, intent, backend: view.backend },
      evaluationSet: { scored, landmarks },
      dataset: { url: new URL(dataset.url, base).href, sha256: dataset.sha256 },
    });
  };

  const begin: RunController["begin"] = ({ intent, isCompared }) => {
    const { config, figures, isRecorded, baselineId, active: before } = store.getState();
    client.prepare();
    release(active());
    const isWorthIt = figures.scored > 0;
    const kept = isCompared && !isRecorded ? (isWorthIt ? before : baselineId) : undefined;
    store.update({ baselineId: kept, offer: undefined });
    const id = add({ run: startingRun(config, []), origin: "new", intent });
    store.updateRun(id, () => ({ preparing: "loading the table" }));
    launch();
  };

  const loadTruth = async (): Promise<void> => {
    loading.abort();
    loading = new AbortController();
    const { signal } = loading;
    store.update({ truth: { status: "loading" } });
    const space = spaceById(store.getState().config.space) ?? spaces[0];
    const truth = await loadShipped(space, base, signal).catch(() => undefined);
    // Another space was chosen, or a file was opened, in the meantime.
    if (signal.aborted || !truth) return;
    store.update({ truth });
    launch();
  };

  return {
    begin,
    loadTruth,
    change(wanted, { isAnew } = { isAnew: false }) {
      const { config: before } = store.getState();
      const entry = active();
      const { config, offer, effect } = changeOf(entry, before, wanted, isAnew);
      store.update({ config, offer });
      if (config.space !== before.space) {
        store.update({ selected: undefined });
        void loadTruth();
      }
      if (!entry || effect.kind === "nothing") return;
      if (effect.kind === "rerank")
        store.updateRun(entry.id, ({ run }) => ({ run: effect.events.reduce<Run>(reduceRun, run) }));
      if (effect.kind === "continue")
        thread.send({ type: "change", run: entry.id, settings: config.settings });
      if (effect.kind !== "restart") return;
      // Only a run that could have gone on stays paused.
      const isResting = entry.intent !== "train" && !effect.isOver;
      begin({ intent: isResting ? "pause" : "train", isCompared: config.space === before.space });
    },
    intend(intent) {
      const entry = active();
      if (!entry || entry.origin === "recorded" || entry.origin === "ended") {
        begin({ intent, isCompared: false });
        return;
      }
      thread.intend(entry.id, intent);
    },
    show(run, config, warnings) {
      const { space } = store.getState().config;
      release(active());
      store.update({ config, warnings, baselineId: undefined, selected: undefined, offer: undefined });
      add({ run, origin: "recorded", intent: "pause" });
      if (config.space !== space) void loadTruth();
    },
    judgeBy(table, warnings) {
      loading.abort();
      const entry = active();
      store.update({ truth: { status: "ready", table, origin: "file" }, warnings });
      begin({ intent: entry?.intent === "train" ? "train" : "pause", isCompared: false });
    },
  };
}
