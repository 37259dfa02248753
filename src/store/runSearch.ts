/** @file Begins and pauses searches on the weights of the active run. */
import type { LabClient } from "../worker/client.ts";
import type { AskedSearch } from "../worker/protocol.ts";
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import { entryOf } from "./runs.ts";
import { startingSearch } from "./searchState.ts";

export interface RunSearch {
  /** Searches on the weights that the active run has now, beside it; an earlier search ends. */
  search(asked: readonly AskedSearch[]): Promise<void>;
  intendSearch(intent: "train" | "pause"): void;
}

export function createRunSearch(store: LabStore, client: LabClient, live: LiveRuns): RunSearch {
  return {
    async search(asked) {
      const { search: before, view, runs, active } = store.getState();
      const entry = entryOf(runs, active);
      const kept = entry?.origin === "training" ? await live.thread.checkpoint(entry.id) : entry?.kept;
      if (!entry || !kept) {
        store.update({
          warnings: ["There are no weights to search on: the run has none, or it was recorded."],
        });
        return;
      }
      if (before) client.send({ type: "end", run: before.id });
      const id = live.nextId("search");
      const { checkpoint } = kept;
      store.update({ search: startingSearch(id, entry.id, checkpoint.step, asked) });
      client.send({
        ...{ type: "search", run: id, checkpoint, searches: asked, intent: "train", backend: view.backend },
        dataset: live.sourceOf(checkpoint.config.dataset),
      });
    },
    intendSearch(intent) {
      const { search } = store.getState();
      if (!search) return;
      store.update({ search: { ...search, isPaused: intent === "pause" } });
      client.send({ type: "intend", run: search.id, intent });
    },
  };
}
