/** @file Start, pause, step, restart, new seed. */
import { isLocked, isPanelShown } from "../../core/linkView.ts";
import { Popover } from "../controls/Popover.tsx";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { drawerId } from "./settingsPlace.ts";

export function RunControls() {
  const phase = useLab((state) => state.phase);
  const isRecorded = useLab((state) => state.isRecorded);
  const seed = useLab((state) => state.config.seed);
  const isSeedHeld = useLab(({ view }) => isLocked(view, "seed"));
  const hasSettings = useLab(({ view }) => isPanelShown(view, "controls"));
  const actions = useActions();
  const active = phase === "running" || phase === "preparing";
  const over = phase === "failed" || phase === "finished" || isRecorded;
  const started = phase !== "waiting";
  return (
    <fieldset className="run-controls" aria-label="Run">
      {over ? (
        <button type="button" className="button primary" onClick={actions.restart}>
          <Icon name="restart" /> {isRecorded ? "Train again" : "Restart"}
        </button>
      ) : (
        <button type="button" className="button primary" onClick={actions.toggle}>
          <Icon name={active ? "pause" : "play"} />
          {active ? "Pause" : phase === "paused" ? "Resume" : "Start"}
        </button>
      )}
      <span className="button-pair">
        <button
          type="button"
          className="icon-button"
          aria-label="Step one batch"
          title="Train one batch, then pause ( . )"
          disabled={over}
          onClick={() => actions.advance("step")}
        >
          <Icon name="step" />
        </button>
        <Popover label="Longer steps" button={<Icon name="down" size={14} />}>
          <div className="popover-actions">
            <button type="button" disabled={over} onClick={() => actions.advance("step")}>
              One batch
            </button>
            <button type="button" disabled={over} onClick={() => actions.advance("epoch")}>
              To the end of the epoch
            </button>
            <button type="button" disabled={over} onClick={() => actions.advance("round")}>
              To the next scoring round
            </button>
          </div>
        </Popover>
      </span>
      {hasSettings && (
        <button
          type="button"
          className="icon-button narrow-only"
          aria-label="Settings"
          title="The settings, over the page"
          popoverTarget={drawerId}
        >
          <Icon name="settings" />
        </button>
      )}
      {!over && (
        <button
          type="button"
          className="icon-button"
          aria-label="Restart with the same seed"
          title="Restart with the same seed ( Shift + R ); this run stays in the list of runs"
          disabled={!started}
          onClick={actions.restart}
        >
          <Icon name="restart" />
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={`New seed (now ${seed})`}
        title={`New seed (now ${seed}): other initial weights, paths and batches`}
        disabled={isSeedHeld}
        onClick={actions.newSeed}
      >
        <Icon name="dice" />
      </button>
    </fieldset>
  );
}
