/** @file Another value of one setting beside the run that is there: a button, and the values that it may have. */

import { formatSetting, type SettingSpec, type SettingValue } from "../../core/settings.ts";
import { comparisonWords } from "../changeWords.ts";
import { Icon } from "../icons.tsx";
import { useLab } from "../LabContext.tsx";
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

export function CompareControl(props: CompareControlProps) {
  const { title } = props.spec;
  return (
    <Popover
      label={`Compare ${title}`}
      className="icon-button small"
      button={<Icon name="compare" size={15} />}
    >
      <Values {...props} />
    </Popover>
  );
}

function Values({ spec, value, defaultValue, onCompare }: CompareControlProps) {
  const others = otherValues(spec, value, defaultValue);
  const words = useLab((state) =>
    comparisonWords(
      state,
      others.map((other) => ({ [spec.key]: other })),
    ),
  );
  return (
    <>
      <p className="popover-title">{spec.title}: compare with</p>
      <p className="note">{words}</p>
      <div className="popover-actions compare-values" data-kind={spec.kind}>
        {others.map((other) => (
          <button key={String(other)} type="button" onClick={() => onCompare(spec.key, other)}>
            {formatSetting(spec, other)}
            {other === defaultValue && <span className="note"> (default)</span>}
          </button>
        ))}
      </div>
    </>
  );
}
