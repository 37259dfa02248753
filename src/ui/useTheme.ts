/** @file Light or dark: as chosen, else as the system has it. */
import { useLayoutEffect, useSyncExternalStore } from "react";
import { useLab } from "./LabContext.tsx";

const query = "(prefers-color-scheme: dark)";

function subscribe(changed: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
}

/** Whether the page is dark now. */
export function useDark(): boolean {
  const theme = useLab((state) => state.view.theme);
  const system = useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
  return theme === "dark" || (theme === "system" && system);
}

/** Puts theme and size on the document, where the style sheets look for it. */
export function useTheme(): void {
  const dark = useDark();
  const isLarge = useLab((state) => state.view.present);
  useLayoutEffect(() => {
    document.documentElement.toggleAttribute("data-present", isLarge);
  }, [isLarge]);
  useLayoutEffect(() => {
    // Paper is white, and browsers print no backgrounds.
    const print = matchMedia("print");
    const dress = (): void => {
      document.documentElement.dataset.theme = dark && !print.matches ? "dark" : "light";
    };
    dress();
    print.addEventListener("change", dress);
    return () => print.removeEventListener("change", dress);
  }, [dark]);
}
