/** @file What a change asks for: a live change, new scores, a branch beside, or a new run. */
import type { PlannedChange } from "../core/plannedChange.ts";
import type { RunConfig, RunId } from "../core/run.ts";
import { changeOf } from "../core/runChange.ts";
import type { RunIntent } from "../core/runIntent.ts";
import { type Run, reduceRun } from "../core/runState.ts";
import { branch, withChange } from "./branch.ts";
import { type LabStore, nothingChosen } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import type { RunEntry } from "./runs.ts";

export interface Beginning {
  readonly intent: RunIntent;
  /** The active run stays visible as the baseline. */
  readonly isCompared: boolean;
  /** It goes on training, too. */
  readonly isBeside?: boolean;
  /** Changes that it makes by itself. */
  readonly planned?: readonly PlannedChange[] | undefined;
}

export type ChangeRun = (
  config: RunConfig,
  how?: { readonly isAnew?: boolean; readonly isBeside?: boolean },
) => void;

interface RunChangeInput {
  readonly store: LabStore;
  readonly live: LiveRuns;
  readonly begin: (how: Beginning) => void;
  readonly active: () => RunEntry | undefined;
  /** Of the present space. */
  readonly loadTable: () => void;
}

export function createRunChange({ store, live, active, begin, loadTable }: RunChangeInput): ChangeRun {
  const { thread, mayBegin } = live;
  /** A copy whose weights are on their way: until they come, a further change is the copy's, too. */
  let copied: { readonly parent: RunId; config: RunConfig } | undefined;

  return (wanted, how = {}) => {
    const { isAnew = false, isBeside = store.getState().isBeside } = how;
    const { config: before } = store.getState();
    const entry = active();
    const { config, offer, effect } = changeOf(entry, before, wanted, isAnew || isBeside);
    const isPlain = how.isAnew === undefined && how.isBeside === undefined;
    if (copied && copied.parent === entry?.id && isPlain && effect.kind === "continue") {
      copied.config = withChange(copied.config, before, config);
      return;
    }
    if (entry && isBeside && effect.kind === "continue") {
      const own = { parent: entry.id, config };
      copied = own;
      void branch(store, live, entry, before, () => own.config).finally(() => {
        if (copied === own) copied = undefined;
      });
      return;
    }
    const isTwin = isBeside && effect.kind === "restart" && isSameTask(config, before);
    const isTakenUp = entry?.origin === "ended" && effect.kind === "continue";
    if ((isTwin || isTakenUp) && !mayBegin()) return;
    store.update({ config, offer });
    if (!isSameTask(config, before)) {
      if (config.space !== before.space) store.update(nothingChosen);
      loadTable();
    }
    if (!entry || effect.kind === "nothing") return;
    if (effect.kind === "rerank")
      store.updateRun(entry.id, ({ run }) => ({ run: effect.events.reduce<Run>(reduceRun, run) }));
    // It is shown as paused: the change alone does not let it train on.
    if (isTakenUp) {
      live.goOn(entry.id, "pause");
      store.update({ config });
    }
    if (effect.kind === "continue")
      thread.change(entry.id, config.settings, entry.planned && before.settings);
    if (effect.kind !== "restart") return;
    // Only a run that could have gone on stays paused.
    const isResting = entry.intent !== "train" && !effect.isOver;
    const isCompared = isSameTask(config, before);
    begin({ intent: isResting ? "pause" : "train", isCompared, isBeside: isTwin });
  };
}

/** Whether one table can judge both. */
export const isSameTask = (a: Task, b: Task): boolean => a.space === b.space && a.dataset === b.dataset;
type Task = Pick<RunConfig, "space" | "dataset">;
