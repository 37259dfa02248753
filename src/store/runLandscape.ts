/** @file Begins and ends loss landscapes around the weights of the active run. */
import type { LandscapeKind } from "../core/landscape.ts";
import type { RunId } from "../core/run.ts";
import type { LabClient } from "../worker/client.ts";
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import { entryOf } from "./runs.ts";

/** More are not held; the oldest goes. */
const maxLandscapes = 6;

export interface RunLandscape {
  start(kind: LandscapeKind, architecture: string): Promise<void>;
  stop(id: RunId): void;
}

export function createRunLandscape(store: LabStore, client: LabClient, live: LiveRuns): RunLandscape {
  return {
    async start(kind, architecture) {
      const { view, runs, active } = store.getState();
      const entry = entryOf(runs, active);
      const kept = entry?.origin === "training" ? await live.thread.checkpoint(entry.id) : entry?.kept;
      if (!entry || !kept) {
        store.update({
          warnings: ["There are no weights to look around: the run has none, or it was recorded."],
        });
        return;
      }
      const { checkpoint } = kept;
      const { space, dataset } = checkpoint.config;
      const id = live.nextId("landscape");
      const { landscapes } = store.getState();
      store.update({
        landscapes: [
          ...landscapes.slice(-maxLandscapes + 1),
          {
            ...{ id, kind, architecture, space, step: checkpoint.step },
            ...{ training: undefined, losses: new Map(), isStopped: false, failure: undefined },
          },
        ],
      });
      client.send({
        ...{ type: "landscape", run: id, intent: "train", backend: view.backend },
        order: { kind, architecture, checkpoint, seed: checkpoint.config.seed },
        dataset: live.sourceOf(dataset),
      });
    },
    stop(id) {
      client.send({ type: "end", run: id });
      store.update({
        landscapes: store
          .getState()
          .landscapes.map((one) => (one.id === id ? { ...one, isStopped: true } : one)),
      });
    },
  };
}
