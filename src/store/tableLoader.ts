/** @file Knows the table that judges the runs of the present space: a user's own until it is removed, else the one that ships. */
import { datasetOf } from "../core/datasets.ts";
import { isOwnImages } from "../core/ownImagesId.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import { isOnSameImages, noTableAdvice } from "../core/tables/fit.ts";
import type { Table } from "../core/tables.ts";
import type { LabStore } from "./labStore.ts";
import { loadShipped, type TableSource } from "./truth.ts";

interface TableLoader {
  /** A later choice, or a user's own table, ends the wait. */
  load(): void;
  /** From now on, in the table's space, which is the present one; whoever calls goes on by himself. */
  judgeBy(table: Table, source: TableSource): void;
  /** Of the present space; the shipped one is loaded. */
  removeOwn(): void;
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
  /** By space. */
  const own = new Map<string, { readonly table: Table; readonly source: TableSource }>();
  const loadTruth = (): void => {
    loading.abort();
    loading = new AbortController();
    const { space, dataset } = store.getState().config;
    const given = own.get(space);
    const images = datasetOf(dataset);
    if (given && images && isOnSameImages(given.table, images)) {
      store.update({ truth: { status: "ready", ...given, origin: "file" } });
      onLoaded();
    } else if (isOwnImages(dataset)) {
      const reason = `No table of stand-alone accuracies fits your own images. ${noTableAdvice}`;
      store.update({ truth: { status: "none", reason } });
      onLoaded();
    } else {
      store.update({ truth: { status: "loading" } });
      void load(loading);
    }
  };
  return {
    load: loadTruth,
    judgeBy(table, source) {
      own.set(table.space, { table, source });
      loading.abort();
      store.update({ truth: { status: "ready", table, source, origin: "file" } });
    },
    removeOwn() {
      own.delete(store.getState().config.space);
      loadTruth();
    },
  };
}
