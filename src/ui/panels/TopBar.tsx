/** @file The bar that is always in reach: what runs, how far it is, and where it trains. */
import { useState } from "react";
import { isLocked, isPanelShown } from "../../core/linkView.ts";
import { spaces } from "../../core/spaces/index.ts";
import { Boundary } from "../Boundary.tsx";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { Late } from "../Late.tsx";
import { fieldMap, helpDialog, shareDialog, verdictStrip } from "../parts.ts";
import { SaveRun } from "../SaveRun.tsx";
import { useShortcuts } from "../useShortcuts.ts";
import { useDark } from "../useTheme.ts";
import { BackendChip } from "./BackendChip.tsx";
import { Progress } from "./Progress.tsx";
import { RunControls } from "./RunControls.tsx";

export function TopBar({ onTour }: { readonly onTour: () => void }) {
  const [dialog, setDialog] = useState<"help" | "map" | "share">();
  const embedded = useLab((state) => state.view.embed);
  const space = useLab((state) => state.config.space);
  const isSpaceLocked = useLab((state) => isLocked(state.view, "space"));
  const isVerdictShown = useLab(({ view }) => isPanelShown(view, "verdict"));
  const areSettingsShown = useLab(({ view }) => isPanelShown(view, "controls"));
  const actions = useActions();
  useShortcuts(() => setDialog("help"));
  const dark = useDark();
  const close = (): void => setDialog(undefined);
  const tour = (): void => {
    close();
    onTour();
  };
  return (
    <header className="top-bar">
      {areSettingsShown && (
        <button
          type="button"
          className="button skip-link"
          onClick={() => document.getElementById("panel-controls")?.focus()}
        >
          Skip to the settings
        </button>
      )}
      <div className="top-bar-row">
        <div className="brand">
          <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" width={30} height={30} />
          <h1>Super-net lab</h1>
        </div>
        <label>
          <span className="hidden-visually">Search space</span>
          <select
            value={space}
            disabled={isSpaceLocked}
            onChange={(event) => actions.changeSpace(event.currentTarget.value)}
          >
            {spaces.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <RunControls />
        <div className="top-bar-progress">
          <Progress />
        </div>
        <BackendChip />
        <div className="top-bar-end">
          <button type="button" className="button" aria-label="Share" onClick={() => setDialog("share")}>
            <Icon name="share" /> <span className="share-word">Share</span>
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={dark ? "Light colors" : "Dark colors"}
            onClick={() => actions.changeView({ theme: dark ? "light" : "dark" })}
          >
            <Icon name={dark ? "sun" : "moon"} />
          </button>
          {!embedded && (
            <button
              type="button"
              className="icon-button"
              aria-label="What is this?"
              onClick={() => setDialog("help")}
            >
              <Icon name="help" />
            </button>
          )}
        </div>
      </div>
      {isVerdictShown && (
        <Boundary title="The verdict in one line">
          <Late part={verdictStrip} props={{}} isOptional />
        </Boundary>
      )}
      <Boundary title="The dialog" action={<SaveRun />}>
        {dialog === "help" && (
          <Late part={helpDialog} props={{ onClose: close, onMap: () => setDialog("map"), onTour: tour }} />
        )}
        {dialog === "map" && (
          <Late part={fieldMap} props={{ onClose: close, onHelp: () => setDialog("help") }} />
        )}
        {dialog === "share" && <Late part={shareDialog} props={{ onClose: close }} />}
      </Boundary>
    </header>
  );
}
