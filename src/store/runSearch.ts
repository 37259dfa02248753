/** @file Begins and pauses searches on the weights of the active run. */
import type { AskedSearch } from "../worker/protocol.ts";
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import { isSearchOver, reduceSearch, startingSearch } from "./searchState.ts";
import { weightsOfActive } from "./weightsOfActive.ts";

export interface RunSearch {
  /** Searches on the weights that the active run has now, beside it; an earlier search ends. */
  search(asked: readonly AskedSearch[]): Promise<void>;
  intendSearch(intent: "train" | "pause"): void;
}

export function createRunSearch(store: LabStore, live: LiveRuns): RunSearch {
  const { beside } = live.thread;
  return {
    async search(asked) {
      const { search: before, view } = store.getState();
      const weights = await weightsOfActive(store, live);
      if (!weights) return;
      if (before) beside.send({ type: "end", run: before.id });
      const id = live.nextId("search");
      const { of, checkpoint } = weights;
      store.update({ search: startingSearch(id, of, checkpoint.step, asked) });
      const dataset = live.sourceOf(checkpoint.config.dataset);
      beside.begin(
        {
          type: "search",
          run: id,
          checkpoint,
          searches: asked,
          intent: "train",
          backend: view.backend,
          dataset,
        },
        {
          report(report) {
            const { search } = store.getState();
            if (report.type === "searched" && search?.id === id)
              store.update({ search: report.events.reduce(reduceSearch, search) });
          },
          lost(reason) {
            const { search } = store.getState();
            if (search?.id !== id || isSearchOver(search)) return;
            const message = `The search ended with its training thread (${reason}).`;
            store.update({
              search: { ...search, failure: { kind: "internal", message, advice: "Search again." } },
            });
          },
        },
      );
    },
    intendSearch(intent) {
      const { search } = store.getState();
      if (!search) return;
      store.update({ search: { ...search, isPaused: intent === "pause" } });
      beside.send({ type: "intend", run: search.id, intent });
    },
  };
}
