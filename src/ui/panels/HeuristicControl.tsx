/** @file One heuristic: its settings, its help, and why it does not apply where it does not. */
import { memo } from "react";
import type { Heuristic, IdleSetting } from "../../core/heuristics/heuristic.ts";
import { isLocked } from "../../core/linkView.ts";
import type { Settings, SettingValue } from "../../core/settings.ts";
import { Boundary } from "../Boundary.tsx";
import { Popover } from "../controls/Popover.tsx";
import { SettingControl } from "../controls/SettingControl.tsx";
import { Icon } from "../icons.tsx";
import { HeuristicHelp } from "./HeuristicHelp.tsx";

interface HeuristicControlProps {
  readonly heuristic: Heuristic;
  /** Why it does not apply to the space. */
  readonly unavailable: string | undefined;
  /** A value for every one of its settings. */
  readonly values: Settings;
  readonly defaults: Settings;
  /** A setting that has no say beside the others. */
  readonly idle?: IdleSetting | undefined;
  /** Settings that the link does not let be changed. */
  readonly lock?: readonly string[];
  /** Values that wait for a new run, of any heuristic. */
  readonly waiting?: Settings;
  /** Begins that run. */
  readonly onTrain?: () => void;
  readonly onCompare?: ((key: string, value: SettingValue) => void) | undefined;
  readonly onChange: (key: string, value: SettingValue) => void;
}

const none: readonly string[] = [];

export const HeuristicControl = memo(function HeuristicControl(props: HeuristicControlProps) {
  const { heuristic, unavailable, values, defaults, idle, lock = none, waiting = {}, onTrain } = props;
  const off = unavailable !== undefined;
  const heading = (
    <div className="heuristic-head">
      <h4>{heuristic.title}</h4>
      <Popover
        label={`About ${heuristic.title}`}
        className="icon-button small"
        button={<Icon name="help" size={16} />}
      >
        <Boundary title={`The help on ${heuristic.title}`}>
          <HeuristicHelp heuristic={heuristic} />
        </Boundary>
      </Popover>
    </div>
  );
  // A lone setting of the same name would only repeat the title.
  const [first, ...rest] = heuristic.settings;
  const lone = rest.length === 0 && first?.title === heuristic.title;
  return (
    <div className="heuristic" data-off={off || undefined}>
      {(off || !lone) && heading}
      {off ? (
        <p className="note">Not in this space: {unavailable}</p>
      ) : (
        heuristic.settings.map((spec) => (
          <SettingControl
            key={spec.key}
            spec={spec}
            value={values[spec.key] ?? spec.default}
            defaultValue={defaults[spec.key] ?? spec.default}
            disabled={isLocked({ lock }, spec.key)}
            idle={idle?.key === spec.key ? idle.reason : undefined}
            onTrain={Object.hasOwn(waiting, spec.key) ? onTrain : undefined}
            {...(lone && { heading })}
            onCompare={props.onCompare}
            onChange={props.onChange}
          />
        ))
      )}
    </div>
  );
});
