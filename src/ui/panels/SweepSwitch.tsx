/** @file One switch of a sweep and its options, each with a box to tick. */
import { useId, useState } from "react";
import { settingsFor } from "../../core/heuristics/index.ts";
import type { RunConfig } from "../../core/run.ts";
import { describeSetting, type SettingValue } from "../../core/settings.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { useLab } from "../LabContext.tsx";
import {
  defaultOptions,
  optionsOf,
  presentValue,
  type SweptSetting,
  sweepable,
  valuesIn,
} from "../sweepChoice.ts";

interface SweepSwitchProps {
  readonly label: string;
  readonly config: RunConfig;
  readonly chosen: SweptSetting | undefined;
  /** What the other switch is. */
  readonly taken: string | undefined;
  readonly isOptional: boolean;
  readonly onChange: (next: SweptSetting | undefined) => void;
}

export function SweepSwitch({ label, config, chosen, taken, isOptional, onChange }: SweepSwitchProps) {
  const field = useId();
  const view = useLab((state) => state.view);
  const [typed, setTyped] = useState("");
  const space = spaceById(config.space) ?? spaces[0];
  const spec = settingsFor(space).find(({ key }) => key === chosen?.key);
  const present = spec && presentValue(config, spec.key);
  const values = chosen?.values ?? [];
  const more = spec && valuesIn(typed, spec);
  const pick = (key: string): void => {
    const value = presentValue(config, key);
    setTyped("");
    onChange(key === "" || value === undefined ? undefined : { key, values: [value] });
  };
  const toggle = (value: SettingValue): void => {
    if (!spec) return;
    const isOn = values.includes(value);
    onChange({
      key: spec.key,
      values: isOn ? values.filter((other) => other !== value) : [...values, value],
    });
  };
  const listed = spec && present !== undefined ? optionsOf(spec, present) : [];
  const extra = values.filter((value) => !listed.some((option) => option.value === value));
  return (
    <fieldset className="search-choice">
      <legend className="note">{label}</legend>
      <select
        aria-label={label}
        value={spec?.key ?? ""}
        onChange={(event) => pick(event.currentTarget.value)}
      >
        {(isOptional || !spec) && <option value="">none</option>}
        {sweepable(space, view).map(({ title, specs }) => (
          <optgroup key={title} label={title}>
            {specs
              .filter(({ key }) => key !== taken)
              .map(({ key, title: name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      {[...listed, ...extra.map((value) => ({ value, title: String(value) }))].map(({ value, title }) => (
        <label key={String(value)} className="sweep-option">
          <input type="checkbox" checked={values.includes(value)} onChange={() => toggle(value)} /> {title}
          {value === present && <span className="note"> (now)</span>}
        </label>
      ))}
      {spec && present !== undefined && (
        <button
          type="button"
          className="link-button"
          onClick={() => onChange({ key: spec.key, values: defaultOptions(spec, present) })}
        >
          {spec.kind === "number" ? "the four around now" : "all"}
        </button>
      )}
      {spec?.kind === "number" && (
        <span className="sweep-option">
          <label htmlFor={field} className="note">
            others
          </label>{" "}
          <input
            id={field}
            type="text"
            size={10}
            placeholder="0.03, 0.3"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onBlur={() => {
              if (!more || "wrong" in more || more.values.length === 0) return;
              onChange({ key: spec.key, values: [...new Set([...values, ...more.values])] });
              setTyped("");
            }}
          />
          {more && "wrong" in more && (
            <span className="note" role="alert">
              {" "}
              {more.wrong.slice(0, 20)} is not {describeSetting(spec)}
            </span>
          )}
        </span>
      )}
    </fieldset>
  );
}
