/** @file Begins and ends loss landscapes around the weights of the active run. */
import type { LandscapeKind } from "../core/landscape.ts";
import type { RunId } from "../core/run.ts";
import type { LabStore } from "./labStore.ts";
import { endLandscape, type LandscapeState, reduceLandscape, startingLandscape } from "./landscapeState.ts";
import type { LiveRuns } from "./liveRuns.ts";
import { weightsOf } from "./weightsOf.ts";

/** More are not held; the oldest goes. */
const maxLandscapes = 6;

export interface RunLandscape {
  start(kind: LandscapeKind, architecture: string): Promise<void>;
  stop(id: RunId): void;
}

export function createRunLandscape(store: LabStore, live: LiveRuns): RunLandscape {
  const { beside } = live.thread;
  const change = (id: RunId, to: (state: LandscapeState) => LandscapeState): void =>
    store.update({
      landscapes: store.getState().landscapes.map((one) => (one.id === id ? to(one) : one)),
    });
  return {
    async start(kind, architecture) {
      const { active: of } = store.getState();
      const weights = await weightsOf(of, store, live);
      if (!weights || of === undefined) return;
      const { checkpoint } = weights;
      const { config, step } = checkpoint;
      const { dataset, seed } = config;
      const id = live.nextId("landscape");
      const { landscapes, view } = store.getState();
      const left = landscapes.slice(-maxLandscapes + 1);
      for (const one of landscapes) if (!left.includes(one)) beside.send({ type: "end", run: one.id });
      store.update({
        landscapes: [...left, startingLandscape({ id, kind, architecture, of, config, step })],
      });
      beside.begin(
        {
          ...{ type: "landscape", run: id, intent: "train", backend: view.backend },
          request: { kind, architecture, checkpoint, seed },
          dataset: live.sourceOf(dataset),
        },
        {
          report(report) {
            if (report.type === "landscape")
              change(id, (state) => report.events.reduce(reduceLandscape, state));
          },
          lost: (reason) => change(id, (state) => endLandscape(state, reason)),
        },
      );
    },
    stop(id) {
      beside.send({ type: "end", run: id });
      change(id, (state) => ({ ...state, isStopped: true }));
    },
  };
}
