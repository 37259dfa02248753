/** @file Where the settings are: in a column of the page, or in a drawer over it where there is no room for one. */
import { useSyncExternalStore } from "react";

/** Of the drawer, which any button may open. */
export const drawerId = "settings-drawer";

const narrow = "(max-width: 819px)";

function subscribe(changed: () => void): () => void {
  const media = matchMedia(narrow);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
}

export const useNarrow = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => matchMedia(narrow).matches,
    () => false,
  );
