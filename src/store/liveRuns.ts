/** @file The runs of the page and the training thread's share in them: they are added, handed over, let go of, and taken up again. */
import type { BackendId } from "../core/backends.ts";
import { datasetOf, datasets } from "../core/datasets.ts";
import { isOwnImages } from "../core/ownImagesId.ts";
import type { PlannedChange } from "../core/plannedChange.ts";
import type { RunConfig, RunId } from "../core/run.ts";
import type { RunIntent } from "../core/runIntent.ts";
import { startingRun } from "../core/runState.ts";
import type { LabClient } from "../worker/client.ts";
import type { DatasetSource } from "../worker/protocol.ts";
import type { LabStore } from "./labStore.ts";
import { blankRun, entryOf, isDone, isLive, type KeptRun, type RunEntry, removing } from "./runs.ts";
import { createTrainingThread, type TrainingThread } from "./trainingThread.ts";
import { resolved, type Truth } from "./truth.ts";

/** Runs with a checkpoint; of older ones that ended their results alone are held. */
const maxWithCheckpoint = 24;
/** They share one device. */
const maxLiveRuns = 4;

export interface LiveRuns {
  readonly thread: TrainingThread;
  /** A name that nothing else of this tab has. */
  nextId(prefix?: string): string;
  sourceOf(dataset: string): DatasetSource;
  /** With its address made absolute. */
  packAt(pack: DatasetSource): DatasetSource;
  /** Adds a run, and shows it unless told otherwise; where there are many, the oldest hold no checkpoint any more. */
  add(entry: Pick<RunEntry, "run" | "origin" | "intent"> & Partial<RunEntry>, isShown?: boolean): RunId;
  /** Hands a run that waits over to the training thread, judged by a table that is known. @param backend absent: the one chosen now */
  launch(id: RunId, truth: Truth, backend?: BackendId | "auto"): void;
  /** A run goes on from a checkpoint. */
  goOnFrom(id: RunId, kept: KeptRun, intent: RunIntent, backend?: BackendId | "auto"): void;
  /** A run that was let go of goes on from its last checkpoint; without one it stays as it is. */
  goOn(id: RunId, intent: RunIntent, backend?: BackendId | "auto"): void;
  /** Nothing of the run reaches the state any more; one that was never handed over goes from the list. */
  release(id: RunId | undefined): void;
  /** The same for a run that is done, once its last checkpoint is there. */
  retire(id: RunId): Promise<void>;
  /** Holds few checkpoints: where there are too many, the oldest that may go. */
  lighten(): void;
  /** Whether the device takes another run; finished ones that are not shown are let go of. */
  makeRoom(): boolean;
  /** The same; where it does not, the user is told. */
  mayBegin(): boolean;
}

/**
 * @param base absolute address of the site
 * @param tab runs are numbered under this name
 */
export function createLiveRuns(store: LabStore, client: LabClient, base: string, tab: string): LiveRuns {
  let lastId = 0;
  const thread = createTrainingThread(store, client);
  const nextId = (prefix = ""): string => `${tab}${prefix}${++lastId}`;
  const packAt = ({ url, sha256 }: DatasetSource): DatasetSource => ({
    url: new URL(url, base).href,
    sha256,
  });
  const sourceOf = (id: string): DatasetSource => {
    const dataset = datasetOf(id) ?? datasets[0];
    if (isOwnImages(id)) {
      const pack = store.getState().ownImages.opened.get(id)?.pack;
      return { url: dataset.url, sha256: dataset.sha256, own: { id, ...(pack && { pack }) } };
    }
    return packAt(dataset);
  };

  const release = (id: RunId | undefined): void => {
    const entry = entryOf(store.getState().runs, id);
    if (entry?.origin === "new") {
      const { runs, active } = store.getState();
      const isShown = active === id;
      store.update({
        runs: runs.filter((other) => other.id !== id),
        ...(isShown && { active: entry.parent }),
      });
    }
    if (entry?.origin !== "training") return;
    thread.end(entry.id);
    const left = { asked: undefined, pace: undefined, memory: undefined, preparing: "" };
    store.updateRun(entry.id, () => ({ origin: "ended", ...left }));
  };

  const retire = async (id: RunId): Promise<void> => {
    await thread.checkpoint(id);
    release(id);
  };

  /**
   * Holds few checkpoints: a run of a sweep goes from the list, since its results are the sweep's; one that is done stays without; one that
   * could still go on is taken out of the list, which is told and can be undone.
   */
  const lighten = (): void => {
    for (;;) {
      const { runs, active, baselineId, removed } = store.getState();
      const heavy = runs.filter((entry) => entry.kept !== undefined);
      if (heavy.length <= maxWithCheckpoint) return;
      const free = heavy.filter((entry) => !isLive(entry) && ![active, baselineId].includes(entry.id));
      const oldest = free.find(({ isSwept }) => isSwept) ?? free.find(isDone) ?? free[0];
      if (!oldest) return;
      if (oldest.isSwept) store.update({ runs: runs.filter((entry) => entry !== oldest) });
      else if (isDone(oldest)) store.updateRun(oldest.id, () => ({ kept: undefined }));
      else {
        const { seed } = oldest.run.config;
        const what = `${oldest.name ?? `the oldest run that could still go on`} (seed ${seed}, step ${oldest.run.step})`;
        const told = `${maxWithCheckpoint} runs are held with their weights, so ${what} was taken out of the list. It can be brought back under Runs.`;
        store.update({ ...removing({ runs, removed }, [oldest]), warnings: [told] });
      }
    }
  };

  const makeRoom = (): boolean => {
    const { runs, active } = store.getState();
    const live = runs.filter(isLive);
    if (live.length < maxLiveRuns) return true;
    const done = live.find(
      (entry) => entry.id !== active && isDone(entry) && !thread.isCheckpointAwaited(entry.id),
    );
    release(done?.id);
    return done !== undefined;
  };

  const goOnFrom: LiveRuns["goOnFrom"] = (
    id,
    { checkpoint },
    intent,
    backend = store.getState().view.backend,
  ) =>
    thread.start({
      ...{ type: "startFrom", run: id, checkpoint, intent, backend },
      dataset: sourceOf(checkpoint.config.dataset),
    });

  return {
    thread,
    nextId,
    sourceOf,
    packAt,
    release,
    retire,
    add(entry, isShown = true) {
      const { runs, active, keeping } = store.getState();
      const id = nextId();
      store.update({
        runs: [...runs, { ...blankRun, parent: active, ...entry, id }],
        ...(isShown && { active: id }),
        // It is no run of the last visit.
        ...(isShown && keeping.status === "resumed" && { keeping: { status: "on" } }),
      });
      lighten();
      return id;
    },
    lighten,
    launch(id, truth, backend = store.getState().view.backend) {
      const entry = entryOf(store.getState().runs, id);
      if (entry?.origin !== "new") return;
      const { config, scored, landmarks } = resolved(entry.run.config, truth);
      store.updateRun(id, () => ({
        run: startingRun(config, scored),
        origin: "training",
        preparing: "starting",
      }));
      thread.start({
        ...{ type: "start", run: id, config, intent: entry.intent, backend },
        evaluationSet: { scored, landmarks },
        ...(entry.planned && { planned: entry.planned }),
        dataset: sourceOf(config.dataset),
      });
    },
    goOnFrom,
    goOn(id, intent, backend) {
      const entry = entryOf(store.getState().runs, id);
      if (entry?.origin !== "ended" || !entry.kept) return;
      const { kept } = entry;
      store.updateRun(id, () => ({ run: kept.run, origin: "training", intent, preparing: "starting" }));
      goOnFrom(id, kept, intent, backend);
      thread.catchUp(entry, kept.run.config);
    },
    makeRoom,
    mayBegin() {
      if (makeRoom()) return true;
      store.update({
        warnings: [`${maxLiveRuns} runs train already and share one device; end one of them first.`],
      });
      return false;
    },
  };
}

/** A run of a choice that waits for its table. */
export function waitingRun(config: RunConfig, intent: RunIntent, planned?: readonly PlannedChange[]) {
  return {
    run: startingRun(config, []),
    origin: "new" as const,
    ...{ intent, planned, preparing: "loading the table" },
  };
}
