/** @file A link that ships with the site, as it opens on the page that is there: shown as that is, and changing nothing that it locks. */
import { useMemo } from "react";
import { changedSettings } from "../core/config.ts";
import { isLocked } from "../core/linkView.ts";
import type { RunConfig } from "../core/run.ts";
import { fromLink, type LabLink, toLink } from "../core/shareLink.ts";
import { spaceById } from "../core/spaces/index.ts";
import { useLab } from "./LabContext.tsx";

/** What such a link holds names runs alone; by itself it would take the page's view back to the default. @returns absent: a lock forbids it */
export function linkHere(
  stored: string,
  { config, view }: Pick<LabLink, "config" | "view">,
): string | undefined {
  const { link } = fromLink(stored);
  const isFree = (wanted: RunConfig): boolean => {
    const space = spaceById(wanted.space);
    const changed = [
      ...(["space", "dataset", "seed"] as const).filter((key) => wanted[key] !== config[key]),
      ...(space ? changedSettings(space, config.settings, wanted.settings).map(({ key }) => key) : []),
    ];
    return !changed.some((key) => isLocked(view, key));
  };
  if (!isFree(link.config) || (link.baseline && !isFree(link.baseline))) return undefined;
  return toLink({ ...link, view });
}

export function useStoredLink(stored: string | undefined): string | undefined {
  const config = useLab((state) => state.config);
  const view = useLab((state) => state.view);
  return useMemo(
    () => (stored === undefined ? undefined : linkHere(stored, { config, view })),
    [stored, config, view],
  );
}
