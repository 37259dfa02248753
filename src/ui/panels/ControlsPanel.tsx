/** @file Every knob, grouped as in the study. */
import { memo, useCallback, useMemo, useState } from "react";
import { conflicts, defaultsFor, heuristicsFor } from "../../core/heuristics/index.ts";
import type { Settings, SettingValue } from "../../core/settings.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { Segmented } from "../controls/Segmented.tsx";
import { effectText } from "../effectText.ts";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { BudgetControl } from "./BudgetControl.tsx";
import { type GroupText, groups } from "./groups.ts";
import { HeuristicControl } from "./HeuristicControl.tsx";
import { PrintedSettings } from "./PrintedSettings.tsx";
import { ResetControl } from "./ResetControl.tsx";

export default function ControlsPanel() {
  const spaceId = useLab((state) => state.config.space);
  const settings = useLab((state) => state.config.settings);
  const offer = useLab((state) => state.offer);
  const lock = useLab((state) => state.view.lock);
  const actions = useActions();
  const canCompare = useLab((state) => state.run !== undefined && state.run.status !== "starting");
  const compare = useCallback(
    (key: string, value: SettingValue) => actions.compareWith({ [key]: value }),
    [actions],
  );
  const space: SearchSpace = spaceById(spaceId) ?? spaces[0];
  const notes = useMemo(() => conflicts(space, settings), [space, settings]);
  return (
    <section className="card controls" aria-labelledby="controls-title">
      <div className="card-head">
        <h2 id="controls-title">Settings</h2>
        <ResetControl />
      </div>
      <PrintedSettings />
      <p className="card-note">
        <span className="badge badge-nextStep">{effectText.nextStep.badge}</span> the run goes on with it,{" "}
        <span className="badge badge-reevaluate">{effectText.reevaluate.badge}</span> on the same weights,{" "}
        <span className="badge badge-rerank">{effectText.rerank.badge}</span> ranked by another rule,{" "}
        <span className="badge badge-restart">{effectText.restart.badge}</span> and keeps the old curve.
      </p>
      <BesideControl />
      <BudgetControl />
      {lock.length > 0 && (
        <p className="note">The link fixes {lock.includes("all") ? "all settings" : lock.join(", ")}.</p>
      )}
      {notes.length > 0 && (
        <ul className="conflicts">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {groups.map((group) => (
        <Group
          key={group.id}
          group={group}
          space={space}
          settings={settings}
          lock={lock}
          offered={offer?.changes ?? none}
          onTrain={actions.takeOffer}
          onCompare={canCompare ? compare : undefined}
          onChange={actions.changeSetting}
        />
      ))}
    </section>
  );
}

const targets = [
  { value: "here", title: "this run" },
  { value: "beside", title: "a copy beside it" },
] as const;

/** Whether the next change acts on the run that is there, or on its twin. */
function BesideControl() {
  const isBeside = useLab((state) => state.isBeside);
  const canBranch = useLab((state) => state.run !== undefined && state.run.status !== "starting");
  const actions = useActions();
  return (
    <div className="beside-control">
      <span className="note">The next change acts on</span>
      <Segmented
        label="The next change acts on"
        value={isBeside ? "beside" : "here"}
        options={targets}
        disabled={!canBranch}
        onChange={(value) => actions.setBeside(value === "beside")}
      />
    </div>
  );
}

const none: Settings = {};

interface GroupProps {
  readonly group: GroupText;
  readonly space: SearchSpace;
  readonly settings: Settings;
  /** Settings that the link does not let be changed. */
  readonly lock: readonly string[];
  /** Values that wait for a new run. */
  readonly offered: Settings;
  readonly onTrain: () => void;
  readonly onCompare: ((key: string, value: SettingValue) => void) | undefined;
  readonly onChange: (key: string, value: SettingValue) => void;
}

const Group = memo(function Group(props: GroupProps) {
  const { group, space, settings, lock, offered, onTrain, onCompare, onChange } = props;
  const defaults = useMemo(() => defaultsFor(space), [space]);
  const heuristics = useMemo(
    () => heuristicsFor(space).filter(({ heuristic }) => heuristic.group === group.id),
    [space, group],
  );
  const values = useMemo(() => ({ ...defaults, ...settings, ...offered }), [defaults, settings, offered]);
  const changed = heuristics
    .flatMap(({ heuristic }) => heuristic.settings)
    .filter(({ key }) => Object.hasOwn(settings, key)).length;
  const [open, setOpen] = useState(group.open);
  return (
    <details className="group" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="chevron" size={14} />
        <h3>
          <span className="group-family">{group.family}</span>
          {group.title}
        </h3>
        {changed > 0 && <span className="group-count">{changed} changed</span>}
      </summary>
      <p className="note group-note">{group.note}</p>
      {open &&
        heuristics.map(({ heuristic, unavailable }) => (
          <HeuristicControl
            key={heuristic.id}
            heuristic={heuristic}
            unavailable={unavailable}
            values={values}
            idle={heuristic.idle?.(values, space.traits)}
            defaults={defaults}
            lock={lock}
            waiting={offered}
            onTrain={onTrain}
            onCompare={onCompare}
            onChange={onChange}
          />
        ))}
    </details>
  );
});
