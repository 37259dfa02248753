/** @file The settings on a narrow page: they open over its lower part, with the verdict at their head. */
import { useRef, useState } from "react";
import { isPanelShown } from "../../core/linkView.ts";
import { Icon } from "../icons.tsx";
import { useLab } from "../LabContext.tsx";
import ControlsPanel from "./ControlsPanel.tsx";
import { PrintedSettings } from "./PrintedSettings.tsx";
import { drawerId } from "./settingsPlace.ts";
import { VerdictLine } from "./VerdictStrip.tsx";
import "../styles/drawer.css";

export default function SettingsDrawer() {
  const changed = useLab((state) => Object.keys(state.config.settings).length);
  const isJudged = useLab(({ view }) => isPanelShown(view, "verdict"));
  // Once they were opened, what is unfolded stays so.
  const [wasOpened, setOpened] = useState(false);
  const close = useRef<HTMLButtonElement>(null);
  return (
    <section className="card controls-closed" aria-labelledby="settings-title">
      <div className="card-head">
        <h2 id="settings-title">Settings</h2>
        {changed > 0 && <span className="note">{changed} changed</span>}
      </div>
      <PrintedSettings />
      <button type="button" className="button" popoverTarget={drawerId}>
        Open the settings
      </button>
      <div
        id={drawerId}
        popover="auto"
        role="dialog"
        aria-label="Settings"
        className="drawer"
        onBeforeToggle={(event) => {
          if (event.target === event.currentTarget && event.newState === "open") setOpened(true);
        }}
        onToggle={(event) => {
          if (event.target === event.currentTarget && event.newState === "open") close.current?.focus();
        }}
      >
        <div className="drawer-head">
          {isJudged && <VerdictLine />}
          <button
            ref={close}
            type="button"
            className="icon-button"
            aria-label="Close the settings"
            popoverTarget={drawerId}
            popoverTargetAction="hide"
          >
            <Icon name="close" />
          </button>
        </div>
        <div className="drawer-body">{wasOpened && <ControlsPanel />}</div>
      </div>
    </section>
  );
}
