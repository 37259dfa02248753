/** @file Begins, pauses and stops searches on the weights of a run or of a checkpoint's file. */
import type { Checkpoint } from "../core/checkpoint.ts";
import type { RunId } from "../core/run.ts";
import { startingSearch, tellSearches } from "../core/search/progress.ts";
import type { AskedSearch, SearchEvent } from "../core/search/searchEvent.ts";
import type { LabStore } from "./labStore.ts";
import type { LiveRuns } from "./liveRuns.ts";
import { isSearchOver, type SearchGround, type SearchState } from "./searchState.ts";
import { weightsOf } from "./weightsOf.ts";

export interface RunSearch {
  /** Searches beside the runs on the weights that a run has now; an earlier search ends. @param ground absent: the run shown */
  search(asked: readonly AskedSearch[], ground?: SearchGround): Promise<void>;
  /** step: one evaluation or training step, then pause. */
  intendSearch(intent: "train" | "pause" | "step"): void;
  /** Ends it for good; what was found stays. */
  stopSearch(): void;
}

export function createRunSearch(store: LabStore, live: LiveRuns): RunSearch {
  const { beside } = live.thread;
  const groundOf = async (
    chosen: SearchGround | undefined,
  ): Promise<{ readonly ground: SearchGround; readonly checkpoint: Checkpoint } | undefined> => {
    if (chosen?.kind === "file") return { ground: chosen, checkpoint: chosen.checkpoint };
    const weights = await weightsOf(chosen?.run ?? store.getState().active, store, live);
    return weights && { ground: { kind: "run", run: weights.of }, checkpoint: weights.checkpoint };
  };
  return {
    async search(asked, chosen) {
      const found = await groundOf(chosen);
      if (!found) return;
      // Another may have begun meanwhile.
      const { search: before, view } = store.getState();
      if (before) beside.send({ type: "end", run: before.id });
      const id = live.nextId("search");
      const { ground, checkpoint } = found;
      store.update({ search: startingSearches(id, ground, checkpoint, asked) });
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
              store.update({ search: reduceSearch(search, report.events) });
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
      if (!search || isSearchOver(search)) return;
      store.update({ search: { ...search, isPaused: intent !== "train" } });
      beside.send({ type: "intend", run: search.id, intent });
    },
    stopSearch() {
      const { search } = store.getState();
      if (!search || isSearchOver(search)) return;
      store.update({ search: { ...search, isStopped: true } });
      beside.send({ type: "end", run: search.id });
    },
  };
}

export function startingSearches(
  id: RunId,
  ground: SearchGround,
  { config, step }: Pick<Checkpoint, "config" | "step">,
  asked: readonly AskedSearch[],
): SearchState {
  return {
    ...{ id, config, step, isPaused: false, isStopped: false, failure: undefined },
    of: ground.kind === "run" ? ground.run : undefined,
    file: ground.kind === "file" ? ground.name : undefined,
    searches: asked.map(startingSearch),
  };
}

export function reduceSearch(state: SearchState, events: readonly SearchEvent[]): SearchState {
  const failed = events.find((event) => event.type === "failed");
  return {
    ...state,
    searches: tellSearches(state.searches, events),
    failure: failed?.failure ?? state.failure,
  };
}
