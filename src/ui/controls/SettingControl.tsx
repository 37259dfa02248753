/** @file One setting as a control, whatever its kind; everything it shows follows from its spec. */
import { type ReactNode, useId } from "react";
import type { SettingSpec, SettingValue } from "../../core/settings.ts";
import { effectText } from "../effectText.ts";
import { CompareControl } from "./CompareControl.tsx";
import { NumberControl } from "./NumberControl.tsx";
import { Segmented } from "./Segmented.tsx";
import "../styles/settings.css";

interface SettingControlProps {
  readonly spec: SettingSpec;
  readonly value: SettingValue;
  /** The value it would have untouched. */
  readonly defaultValue: SettingValue;
  readonly disabled: boolean;
  /** Why it has no say beside the other settings. */
  readonly idle?: string | undefined;
  /** Begins a new run; there where the value cannot act on the present one. */
  readonly onTrain?: (() => void) | undefined;
  /** Trains another value beside the run; absent while there is none to compare with. */
  readonly onCompare?: ((key: string, value: SettingValue) => void) | undefined;
  /** Stands in for the title, where the heuristic's own says the same. */
  readonly heading?: ReactNode;
  readonly onChange: (key: string, value: SettingValue) => void;
}

/** More letters than this do not fit beside each other in the panel. */
const segmentedLetters = 30;

export function SettingControl({
  spec,
  value,
  defaultValue,
  disabled,
  idle,
  onTrain,
  onCompare,
  heading,
  onChange,
}: SettingControlProps) {
  const badge = useId();
  const effect = effectText[spec.effect];
  const change = (next: SettingValue): void => onChange(spec.key, next);
  return (
    <div className="setting" data-changed={value !== defaultValue || undefined}>
      <div className="setting-head">
        {heading ?? <span className="setting-title">{spec.title}</span>}
        <span id={badge} className={`badge badge-${spec.effect}`} title={effect.title}>
          {effect.badge}
        </span>
        {onCompare && !disabled && idle === undefined && (
          <CompareControl spec={spec} value={value} defaultValue={defaultValue} onCompare={onCompare} />
        )}
        {value !== defaultValue && (
          <button
            type="button"
            className="link-button"
            disabled={disabled}
            onClick={() => change(defaultValue)}
            aria-label={`${spec.title}: back to the default`}
          >
            reset
          </button>
        )}
      </div>
      <Field
        spec={spec}
        value={value}
        disabled={disabled || idle !== undefined}
        describedBy={badge}
        onChange={change}
      />
      {idle && <p className="note">{idle}</p>}
      {onTrain && (
        <p className="note">
          Acts in a new run only:{" "}
          <button type="button" className="link-button" onClick={onTrain}>
            train with it
          </button>
        </p>
      )}
    </div>
  );
}

interface FieldProps {
  readonly spec: SettingSpec;
  readonly value: SettingValue;
  readonly disabled: boolean;
  readonly describedBy: string;
  readonly onChange: (value: SettingValue) => void;
}

function Field({ spec, value, disabled, describedBy, onChange }: FieldProps) {
  switch (spec.kind) {
    case "number":
      return (
        <NumberControl
          spec={spec}
          value={Number(value)}
          disabled={disabled}
          describedBy={describedBy}
          onChange={onChange}
        />
      );
    case "choice": {
      const letters = spec.choices.reduce((sum, choice) => sum + choice.title.length, 0);
      if (spec.choices.length <= 3 && letters <= segmentedLetters)
        return (
          <Segmented
            label={spec.title}
            value={String(value)}
            options={spec.choices}
            disabled={disabled}
            onChange={onChange}
          />
        );
      return (
        <select
          aria-label={spec.title}
          aria-describedby={describedBy}
          value={String(value)}
          disabled={disabled}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {spec.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.title}
            </option>
          ))}
        </select>
      );
    }
    case "toggle":
      return (
        <label className="toggle">
          <input
            type="checkbox"
            role="switch"
            aria-checked={value === true}
            aria-label={spec.title}
            aria-describedby={describedBy}
            checked={value === true}
            disabled={disabled}
            onChange={(event) => onChange(event.currentTarget.checked)}
          />
          <span className="toggle-track" aria-hidden="true" />
          <span>{value === true ? "on" : "off"}</span>
        </label>
      );
    default:
      throw spec satisfies never;
  }
}
