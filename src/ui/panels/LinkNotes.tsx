/** @file Names the panels and settings of a link that are none of this lab. */
import { settingSpec } from "../../core/heuristics/index.ts";
import type { LinkView } from "../../core/linkView.ts";
import { panelIds, panelParts, panelTitles } from "../../core/panels.ts";
import { useLab } from "../LabContext.tsx";
import { Banner } from "./Banner.tsx";

export default function LinkNotes() {
  const view = useLab((state) => state.view);
  const unknown = unknownPanels(view);
  const unlocked = unknownLocks(view.lock);
  return (
    <>
      {unknown.length > 0 && (
        <Banner kind="note">
          The link names {unknown.join(", ")}, which is no panel of this lab. The panels are{" "}
          {[...panelIds, ...panelParts].join(", ")}.
        </Banner>
      )}
      {unlocked.length > 0 && (
        <Banner kind="note">
          The link locks {unlocked.join(", ")}, which is no setting of this lab. What can be locked are
          settings as in a link, such as lr, and {beyondSettings.join(", ")}.
        </Banner>
      )}
    </>
  );
}

export const unknownPanels = ({ hide, show }: Pick<LinkView, "hide" | "show">): string[] =>
  [...hide, ...show].filter((id) => !Object.hasOwn(panelTitles, id) && !panelParts.includes(id));

const beyondSettings = ["space", "seed", "all"];

/** What a link locks that is nothing of the lab. */
export function unknownLocks(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => !beyondSettings.includes(key) && !settingSpec(key));
}
