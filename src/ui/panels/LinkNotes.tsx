/** @file Names the panels and settings of a link that are none of this lab. */
import { settingSpec } from "../../core/heuristics/index.ts";
import { panelIds, panelTitles } from "../../core/panels.ts";
import { useLab } from "../LabContext.tsx";
import { Banner } from "./Banner.tsx";

export default function LinkNotes() {
  const { hide, show, lock } = useLab((state) => state.view);
  const unknown = [...hide, ...show].filter((id) => !Object.hasOwn(panelTitles, id));
  const unlocked = unknownLocks(lock);
  return (
    <>
      {unknown.length > 0 && (
        <Banner kind="note">
          The link names {unknown.join(", ")}, which is no panel of this lab. The panels are{" "}
          {panelIds.join(", ")}.
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

const beyondSettings = ["space", "seed", "all"];

/** What a link locks that is nothing of the lab. */
export function unknownLocks(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => !beyondSettings.includes(key) && !settingSpec(key));
}
