/** @file Trains architectures alone in the training thread, beside the runs, as the lab's own tables are made. */
import type { RunId } from "../core/run.ts";
import { protocolOf } from "./aloneResults.ts";
import {
  type AloneGround,
  type AloneTask,
  endAlone,
  isAloneOver,
  reduceAlone,
  startingAlone,
} from "./aloneState.ts";
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";

export interface RunAlone {
  train(architecture: string, seeds: readonly number[], of: AloneGround): void;
  stop(id: RunId): void;
}

export function createRunAlone(store: LabStore, live: LiveRuns): RunAlone {
  const { beside } = live.thread;
  const change = (id: RunId, to: (task: AloneTask) => AloneTask): void =>
    store.update({ alone: store.getState().alone.map((task) => (task.id === id ? to(task) : task)) });
  return {
    train(architecture, seeds, { space: id, dataset }) {
      const { view, alone } = store.getState();
      const own = protocolOf({ space: id, dataset });
      if (!own?.space.parse(architecture)) return;
      const { settings, wholeTest } = own;
      const request = { space: id, dataset, architecture, seeds, settings };
      const run = live.nextId("alone");
      store.update({ alone: [...alone, startingAlone(run, request)] });
      beside.begin(
        {
          ...{ type: "trainAlone", run, request, intent: "train", backend: view.backend },
          dataset: live.sourceOf(dataset),
          ...(wholeTest && { wholeTest: live.packAt(wholeTest) }),
        },
        {
          report(report) {
            if (report.type === "alone") change(run, (task) => report.events.reduce(reduceAlone, task));
          },
          lost: (reason) => change(run, (task) => endAlone(task, reason)),
        },
      );
    },
    stop(id) {
      beside.send({ type: "end", run: id });
      change(id, (task) => (isAloneOver(task) ? task : { ...task, isStopped: true }));
    },
  };
}
