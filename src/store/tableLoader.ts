/** @file Fetches the table that judges the runs of the present space; a later choice, or a user's own table, ends the wait. */
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { LabStore } from "./labStore.ts";
import { loadShipped } from "./truth.ts";

export interface TableLoader {
  load(): void;
  abort(): void;
}

/**
 * @param base absolute address of the site
 * @param onLoaded once the state knows the table, or that there is none
 */
export function createTableLoader(store: LabStore, base: string, onLoaded: () => void): TableLoader {
  let loading = new AbortController();
  const load = async ({ signal }: AbortController): Promise<void> => {
    const space = spaceById(store.getState().config.space) ?? spaces[0];
    const truth = await loadShipped(space, base, signal).catch(() => undefined);
    if (signal.aborted || !truth) return;
    store.update({ truth });
    onLoaded();
  };
  return {
    load() {
      loading.abort();
      loading = new AbortController();
      store.update({ truth: { status: "loading" } });
      void load(loading);
    },
    abort: () => loading.abort(),
  };
}
