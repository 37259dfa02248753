/** @file The only writer of the page's state: whatever is known anew passes through `update`, and what follows from it follows at once. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { RunId } from "../core/run.ts";
import { createDerivation } from "./derivation.ts";
import type { LabSource, LabState } from "./labState.ts";
import { type RunEntry, withEntry } from "./runs.ts";

/** For readers. */
export type ReadonlyLabStore = Pick<StoreApi<LabState>, "getState" | "getInitialState" | "subscribe">;

export interface LabStore extends ReadonlyLabStore {
  update(change: Partial<LabSource>): void;
  /** Changes one run; one that is not there stays away. */
  updateRun(id: RunId, change: (entry: RunEntry) => Partial<RunEntry>, more?: Partial<LabSource>): void;
}

/** No architecture is pointed at, or kept: those there were may be of another space. */
export const nothingChosen = { selected: undefined, hovered: undefined };

export function createLabStore(initial: LabSource): LabStore {
  const derive = createDerivation();
  const store = createStore<LabState>(() => derive(initial));
  const update = (change: Partial<LabSource>): void =>
    store.setState(derive({ ...store.getState(), ...change }));
  return {
    ...store,
    update,
    updateRun: (id, change, more = {}) =>
      update({ ...more, runs: withEntry(store.getState().runs, id, change) }),
  };
}
