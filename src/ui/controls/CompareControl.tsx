/** @file Another value of one setting beside the run that is there: a button, and the values that it may have. */

import { formatSetting, type SettingSpec, type SettingValue } from "../../core/settings.ts";
import { Icon } from "../icons.tsx";
import { Popover } from "./Popover.tsx";

interface CompareControlProps {
  readonly spec: SettingSpec;
  readonly value: SettingValue;
  /** The value it would have untouched. */
  readonly defaultValue: SettingValue;
  readonly onCompare: (key: string, value: SettingValue) => void;
}

/** The values that a setting offers beside the one it has. */
function otherValues(spec: SettingSpec, value: SettingValue, defaultValue: SettingValue): SettingValue[] {
  const offered: readonly SettingValue[] =
    spec.kind === "number"
      ? [...new Set([...spec.stops, Number(defaultValue)])].sort((a, b) => a - b)
      : spec.kind === "choice"
        ? spec.choices.map((choice) => choice.value)
        : [true, false];
  return offered.filter((one) => one !== value);
}

export function CompareControl({ spec, value, defaultValue, onCompare }: CompareControlProps) {
  const isTwin = spec.effect === "restart";
  return (
    <Popover
      label={`Compare ${spec.title}`}
      className="icon-button small"
      button={<Icon name="compare" size={15} />}
    >
      <p className="popover-title">{spec.title}: compare with</p>
      <p className="note">
        {isTwin
          ? "This run goes on as it is; its twin, with the same seed, starts beside it."
          : "This run goes on as it is; a copy of it, with its weights, goes on beside it."}
      </p>
      <div className="popover-actions compare-values" data-kind={spec.kind}>
        {otherValues(spec, value, defaultValue).map((other) => (
          <button key={String(other)} type="button" onClick={() => onCompare(spec.key, other)}>
            {formatSetting(spec, other)}
            {other === defaultValue && <span className="note"> (default)</span>}
          </button>
        ))}
      </div>
    </Popover>
  );
}
