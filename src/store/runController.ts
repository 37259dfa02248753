/** @file Begins, branches and ends runs, and passes on what is wanted of them. */
import { checkConfig } from "../core/config.ts";
import type { PlannedChange } from "../core/plannedChange.ts";
import type { RunConfig, RunId } from "../core/run.ts";
import type { RunIntent } from "../core/runIntent.ts";
import type { Run } from "../core/runState.ts";
import type { LabLink } from "../core/shareLink.ts";
import type { Table } from "../core/tables.ts";
import type { LabClient } from "../worker/client.ts";
import { type Beginning, type ChangeRun, createRunChange, isSameTask } from "./changeRun.ts";
import { type LabStore, nothingChosen } from "./labStore.ts";
import { type LiveRuns, waitingRun } from "./liveRuns.ts";
import {
  askedConfig,
  baselineBeside,
  entryOf,
  isDone,
  isLive,
  isTraining,
  type RunEntry,
  removing,
  restoring,
  shownInstead,
} from "./runs.ts";
import { createTableLoader } from "./tableLoader.ts";
import type { TableSource } from "./truth.ts";

export interface RunController {
  /** Begins a new run of the present choice. */
  begin(how: Beginning): void;
  /**
   * Goes over to another choice with the least effort: a live change, new scores, or a new run. Settings that cannot act on the run that
   * is there are offered for a new one; with `isAnew` that begins at once. With `isBeside` the present run stays as it is, and its twin
   * or branch gets the change.
   */
  readonly change: ChangeRun;
  /** Of the active run; begins one where there is none to go on. */
  intend(intent: RunIntent): void;
  /** Of any run; one that was let go of goes on from its checkpoint. */
  intendOf(id: RunId, intent: RunIntent): void;
  /** Begins what a link asks for: a run, or two beside each other. @param planned changes that the run makes by itself */
  beginLinked(link: LabLink, planned?: readonly PlannedChange[]): void;
  /** What a first start begins in place of a run of the present choice, as long as that is `config`. */
  hold(config: RunConfig, begin: () => void): void;
  /** Begins runs of the present space beside all others, as far as the device takes them. */
  beginBeside(configs: readonly RunConfig[]): void;
  /** Makes another run the active one. */
  show(id: RunId): void;
  /** Takes runs out of the list and lets go of them; in place of the one shown another is shown, and the last one stays. */
  remove(ids: readonly RunId[]): void;
  /** Shows a recorded run, of a configuration that is known here; the active one is let go of. @param carried as its link carries it */
  open(run: Run, warnings: readonly string[], carried?: string): void;
  /** Adds runs that were kept elsewhere. */
  restore(entries: readonly RunEntry[]): void;
  /** A user's table judges its space until it is removed; the evaluation set comes from it, so that is another run. */
  judgeBy(table: Table, source: TableSource): void;
  /** Removes the user's table of the present space; another run is judged by the one that ships. */
  judgeByShipped(): void;
  /** Loads the table of the present space. */
  loadTruth(): void;
}

interface RunControllerInput {
  readonly store: LabStore;
  readonly client: LabClient;
  readonly live: LiveRuns;
  /** Absolute address of the site. */
  readonly base: string;
}

export function createRunController({ store, client, live, base }: RunControllerInput): RunController {
  const { thread, mayBegin, release } = live;
  let held: { readonly config: RunConfig; readonly begin: () => void } | undefined;
  const active = (): RunEntry | undefined => entryOf(store.getState().runs, store.getState().active);

  /** Hands runs that wait to the training thread, once the table that judges them is known: that of the present choice. */
  const launch = (): void => {
    const { truth, runs, config } = store.getState();
    if (truth.status === "loading") return;
    for (const { id, origin, run } of runs)
      if (origin === "new" && isSameTask(run.config, config)) live.launch(id, truth);
  };
  const tables = createTableLoader(store, base, launch);

  /** A run that never came to a step says nothing to anybody, unless somebody named it. */
  const drop = (id: RunId | undefined): void => {
    const { runs, baselineId } = store.getState();
    const entry = entryOf(runs, id);
    if (entry?.origin !== "ended" || entry.run.step > 0 || entry.run.scores.length > 0) return;
    if (entry.name !== undefined || entry.isSwept || baselineId === id) return;
    store.update({ runs: runs.filter((other) => other !== entry), active: entry.parent });
  };

  const begin: RunController["begin"] = ({ intent, isCompared, isBeside = false, planned }) => {
    if (isBeside && !mayBegin()) return;
    client.prepare();
    const { figures, isRecorded, baselineId, active: before } = store.getState();
    if (!isBeside) release(active()?.id);
    const { config } = store.getState();
    const isWorthIt = isBeside || figures.scored > 0;
    const kept = isCompared && !isRecorded ? (isWorthIt ? before : baselineId) : undefined;
    store.update({ baselineId: kept, offer: undefined, isBeside: false });
    if (!isBeside) drop(before);
    live.add(waitingRun(config, intent, planned));
    const { truth } = store.getState();
    if (truth.status === "none" && truth.mayCome) tables.load();
    else launch();
  };

  const intendOf: RunController["intendOf"] = (id, intent) => {
    const entry = entryOf(store.getState().runs, id);
    if (entry?.origin === "ended" && entry.kept && intent !== "pause" && mayBegin()) {
      live.goOn(id, intent);
    } else if (entry?.origin === "ended" && !entry.kept && intent !== "pause" && mayBegin()) {
      // Kept from a page that ended before it trained.
      store.updateRun(id, ({ run }) => waitingRun(run.config, intent));
      launch();
    } else if (entry?.origin === "training" || entry?.origin === "new") thread.intend(id, intent);
  };

  const adopt = (config: RunConfig): void => {
    const before = store.getState().config;
    store.update({ config, ...nothingChosen, offer: undefined });
    if (!isSameTask(config, before)) tables.load();
  };

  const show = (id: RunId, baselineId: RunId | undefined): void => {
    const entry = entryOf(store.getState().runs, id);
    if (!entry) return;
    store.update({ active: id, baselineId });
    adopt(askedConfig(entry));
  };

  const judgeAnew = (): void =>
    begin({ intent: active()?.intent === "train" ? "train" : "pause", isCompared: false });

  return {
    begin,
    loadTruth: tables.load,
    change: createRunChange({ store, live, active, begin, loadTable: tables.load }),
    hold(config, begin) {
      held = { config, begin };
    },
    intend(intent) {
      const entry = active();
      const { config, begin: beginHeld } = held ?? {};
      held = undefined;
      if (!entry && beginHeld && config === store.getState().config) return beginHeld();
      if (!entry || entry.origin === "recorded" || (entry.origin === "ended" && !entry.kept))
        begin({ intent, isCompared: false });
      else intendOf(entry.id, intent);
      if (intent !== "pause" && intent !== "train") return;
      // What it is compared with keeps step with it.
      const other = entryOf(store.getState().runs, store.getState().baselineId);
      if (other && isLive(other) && !isDone(other) && other.intent !== intent) intendOf(other.id, intent);
    },
    intendOf,
    beginLinked({ config, baseline }, planned) {
      const { config: before, runs, baselineId } = store.getState();
      // Nothing is compared with it any more; it would take its share of the device unseen. A sweep lets go of its own runs.
      if (!entryOf(runs, baselineId)?.isSwept) release(baselineId);
      store.update({ config: baseline ?? config, ...nothingChosen });
      if (!isSameTask(config, before)) tables.load();
      begin({ intent: "train", isCompared: false, planned: baseline ? undefined : planned });
      if (!baseline || !mayBegin()) return;
      store.update({ config });
      begin({ intent: "train", isCompared: true, isBeside: true, planned });
    },
    beginBeside(configs) {
      for (const config of configs) if (mayBegin()) live.add(waitingRun(config, "train"), false);
      launch();
    },
    show(id) {
      show(id, baselineBeside(id, store.getState()));
    },
    remove(ids) {
      const { active: before, baselineId: beside } = store.getState();
      const instead = shownInstead(store.getState(), ids);
      if (instead) show(instead.id, instead.baselineId);
      const { active: shown, runs, baselineId } = store.getState();
      const gone = runs.filter(({ id }) => ids.includes(id) && id !== shown).map(({ id }) => id);
      if (gone.length === 0) return;
      for (const id of gone) {
        // What was compared is compared again once it is back, and what trained trains.
        const wasBaseline = id === beside || (id === before && beside !== undefined);
        store.updateRun(id, (entry) => ({ wasBaseline, wasTraining: isTraining(entry) }));
        release(id);
      }
      store.update({
        ...removing(
          store.getState(),
          store.getState().runs.filter(({ id }) => gone.includes(id)),
        ),
        baselineId: baselineId !== undefined && gone.includes(baselineId) ? undefined : baselineId,
      });
    },
    open(run, warnings, carried) {
      release(active()?.id);
      store.update({ warnings, baselineId: undefined });
      live.add({ run, origin: "recorded", intent: "pause", carried });
      adopt(run.config);
    },
    restore(entries) {
      store.update(restoring(store.getState(), entries));
      for (const { id, wasTraining } of entries) if (wasTraining) intendOf(id, "train");
    },
    judgeBy(table, source) {
      const { config } = store.getState();
      const task = { space: table.space, dataset: table.provenance?.dataset.id ?? config.dataset };
      if (!isSameTask(task, config))
        store.update({ config: checkConfig({ ...config, ...task }).config, ...nothingChosen });
      tables.judgeBy(table, source);
      judgeAnew();
    },
    judgeByShipped() {
      tables.removeOwn();
      judgeAnew();
    },
  };
}
