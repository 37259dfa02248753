/** @file What was set, in words, on paper, where groups cannot be unfolded; on the page the controls say it. */
import { changedSettings } from "../../core/config.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { optionTitle } from "../../core/study/findingText.ts";
import { useLab } from "../LabContext.tsx";

export function PrintedSettings() {
  const { space: id, settings } = useLab((state) => state.config);
  const space = spaceById(id) ?? spaces[0];
  const changed = changedSettings(space, {}, settings);
  return (
    <ul className="printed-settings">
      <li>{space.title}</li>
      {changed.map(({ key, to }) => (
        <li key={key}>{optionTitle(key, to)}</li>
      ))}
      <li>
        {changed.length === 0 ? "All settings at their defaults." : "All other settings at their defaults."}
      </li>
    </ul>
  );
}
