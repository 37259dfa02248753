/** @file Trains architectures alone in the training thread, beside the runs, as the lab's own tables are made. */
import type { RunId } from "../core/run.ts";
import { protocolOf } from "./aloneProtocol.ts";
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import {
  endStandAlone,
  isStandAloneOver,
  reduceStandAlone,
  type StandAloneGround,
  type StandAloneTask,
  startingStandAlone,
} from "./standAloneState.ts";

export interface RunStandAlone {
  train(architecture: string, seeds: readonly number[], of: StandAloneGround): void;
  stop(id: RunId): void;
}

export function createRunStandAlone(store: LabStore, live: LiveRuns): RunStandAlone {
  const { beside } = live.thread;
  const change = (id: RunId, to: (task: StandAloneTask) => StandAloneTask): void =>
    store.update({
      standAlone: store.getState().standAlone.map((task) => (task.id === id ? to(task) : task)),
    });
  return {
    train(architecture, seeds, { space: id, dataset }) {
      const { view, standAlone } = store.getState();
      const own = protocolOf({ space: id, dataset });
      if (!own?.space.parse(architecture)) return;
      const { settings, wholeTest } = own;
      const request = { space: id, dataset, architecture, seeds, settings };
      const run = live.nextId("alone");
      store.update({ standAlone: [...standAlone, startingStandAlone(run, request)] });
      beside.begin(
        {
          ...{ type: "trainStandAlone", run, request, intent: "train", backend: view.backend },
          dataset: live.sourceOf(dataset),
          ...(wholeTest && { wholeTest: live.packAt(wholeTest) }),
        },
        {
          report(report) {
            if (report.type === "standAlone")
              change(run, (task) => report.events.reduce(reduceStandAlone, task));
          },
          lost: (reason) => change(run, (task) => endStandAlone(task, reason)),
        },
      );
    },
    stop(id) {
      beside.send({ type: "end", run: id });
      change(id, (task) => (isStandAloneOver(task) ? task : { ...task, isStopped: true }));
    },
  };
}
