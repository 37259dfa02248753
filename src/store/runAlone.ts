/** @file Trains architectures alone in the training thread, beside the runs, as the lab's own tables are made. */
import { datasetOf } from "../core/datasets.ts";
import type { RunId } from "../core/run.ts";
import { spaceById } from "../core/spaces/index.ts";
import { standAloneProtocol } from "../core/tables/protocol.ts";
import type { LabClient } from "../worker/client.ts";
import { isAloneOver, startingAlone } from "./aloneState.ts";
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import { entryOf } from "./runs.ts";

export interface RunAlone {
  /** Of the space and data set of the run shown. */
  train(architecture: string, seeds: readonly number[]): void;
  stop(id: RunId): void;
}

export function createRunAlone(store: LabStore, client: LabClient, live: LiveRuns): RunAlone {
  return {
    train(architecture, seeds) {
      const { runs, active, config, view, alone } = store.getState();
      const { space: id, dataset } = entryOf(runs, active)?.run.config ?? config;
      const space = spaceById(id);
      if (!space?.parse(architecture)) return;
      const { settings, test } = standAloneProtocol(space);
      const order = { space: id, dataset, architecture, seeds, settings };
      const run = live.nextId("alone");
      store.update({ alone: [...alone, startingAlone(run, order)] });
      const whole = test === "whole" ? datasetOf(dataset)?.wholeTest : undefined;
      client.send({
        ...{ type: "trainAlone", run, order, intent: "train", backend: view.backend },
        dataset: live.sourceOf(dataset),
        ...(whole && { wholeTest: live.packAt(whole) }),
      });
    },
    stop(id) {
      client.send({ type: "end", run: id });
      store.update({
        alone: store
          .getState()
          .alone.map((task) => (task.id === id && !isAloneOver(task) ? { ...task, isStopped: true } : task)),
      });
    },
  };
}
