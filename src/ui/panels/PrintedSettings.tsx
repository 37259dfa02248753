/** @file What was set, in words, on paper, where groups cannot be unfolded; on the page the controls say it. */
import { changedSettings } from "../../core/config.ts";
import type { Run } from "../../core/runState.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { optionTitle, valueTitle } from "../../core/study/findingText.ts";
import { count } from "../format.ts";
import { useLab } from "../LabContext.tsx";

const none: Run["changes"] = [];

export function PrintedSettings() {
  const { space: id, settings } = useLab((state) => state.config);
  // What was changed while it trained had another value before.
  const live = useLab((state) => state.run?.changes ?? none);
  const space = spaceById(id) ?? spaces[0];
  const changed = changedSettings(space, {}, settings);
  return (
    <ul className="printed-settings">
      <li>{space.title}</li>
      {changed.map(({ key, to }) => (
        <li key={key}>
          {optionTitle(key, to)}
          {live
            .filter((change) => change.key === key)
            .map(({ step, from }) => `; until step ${count(step)} ${valueTitle(key, from)}`)}
        </li>
      ))}
      {live
        .filter(({ key }) => !changed.some((one) => one.key === key))
        .map(({ key, step, from }) => (
          <li key={`${key} ${step}`}>
            {optionTitle(key, from)} until step {count(step)}
          </li>
        ))}
      <li>
        {changed.length === 0 ? "All settings at their defaults." : "All other settings at their defaults."}
      </li>
    </ul>
  );
}
