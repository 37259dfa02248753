/** @file How components reach the store: a selector for what they show, the actions for what they do. */
import { createContext, useContext, useSyncExternalStore } from "react";
import type { Lab } from "../store/lab.ts";
import type { LabActions, LabState } from "../store/labState.ts";

export const LabContext = createContext<Lab | undefined>(undefined);

function useLabObject(): Lab {
  const found = useContext(LabContext);
  if (!found) throw new Error("a panel stands outside of the lab");
  return found;
}

/** `select` must return a primitive or something that the store holds, never a new object. */
export function useLab<T>(select: (state: LabState) => T): T {
  const { store } = useLabObject();
  return useSyncExternalStore(
    store.subscribe,
    () => select(store.getState()),
    () => select(store.getInitialState()),
  );
}

/** For what happens on demand: the state at that moment. */
export function useLabState(): () => LabState {
  return useLabObject().store.getState;
}

export function useActions(): LabActions {
  return useLabObject().actions;
}

export function usePreload(): Lab["preload"] {
  return useLabObject().preload;
}
