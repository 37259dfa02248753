/** @file Which algorithms search, each with its help, its settings, or why it does not apply. */
import { useId } from "react";
import { type AnySearchAlgorithm, whyNotIn } from "../../core/search/index.ts";
import { describeSetting, formatSetting, parseSetting, type SettingSpec } from "../../core/settings.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { Popover } from "../controls/Popover.tsx";
import { AlgorithmHelp } from "../help/AlgorithmHelp.tsx";
import { Icon } from "../icons.tsx";
import { type SettingTexts, textKey, textOf } from "./searchSettings.ts";

interface SearchChoiceProps {
  readonly legend: string;
  readonly algorithms: readonly AnySearchAlgorithm[];
  readonly space: SearchSpace;
  readonly chosen: readonly string[];
  readonly texts: SettingTexts;
  readonly onToggle: (id: string) => void;
  readonly onChange: (texts: SettingTexts) => void;
}

export function SearchChoice(props: SearchChoiceProps) {
  const { legend, algorithms, space, chosen, texts, onToggle, onChange } = props;
  const reasons = new Map(algorithms.map((one) => [one.id, whyNotIn(one, space)]));
  const given = [...new Set(reasons.values())].filter((reason) => reason !== undefined);
  const isChosen = ({ id }: AnySearchAlgorithm): boolean =>
    chosen.includes(id) && reasons.get(id) === undefined;
  const settable = algorithms.filter((one) => isChosen(one) && one.settings.length > 0);
  return (
    <fieldset className="search-choice">
      <legend className="note">{legend}</legend>
      {algorithms.map((algorithm) => (
        <span key={algorithm.id} className="search-algorithm">
          <label>
            <input
              type="checkbox"
              disabled={reasons.get(algorithm.id) !== undefined}
              checked={isChosen(algorithm)}
              onChange={() => onToggle(algorithm.id)}
            />{" "}
            {algorithm.title}
          </label>
          <Popover
            label={`About ${algorithm.title}`}
            className="icon-button small"
            button={<Icon name="help" size={14} />}
          >
            <AlgorithmHelp algorithm={algorithm} />
          </Popover>
        </span>
      ))}
      {given.map((reason) => (
        <p key={reason} className="note">
          Not in this space:{" "}
          {algorithms
            .filter(({ id }) => reasons.get(id) === reason)
            .map(({ title }) => title)
            .join(", ")}
          , since {reason}.
        </p>
      ))}
      {settable.length > 0 && (
        <details className="search-settings">
          <summary className="note">{summary(settable, texts)}</summary>
          {settable.map(({ id, title, settings }) => (
            <div key={id} className="search-setting-group">
              <strong>{title}</strong>
              {settings.map((spec) => (
                <Setting
                  key={spec.key}
                  spec={spec}
                  text={textOf(id, spec, texts)}
                  onChange={(text) => onChange({ ...texts, [textKey(id, spec)]: text })}
                />
              ))}
            </div>
          ))}
        </details>
      )}
    </fieldset>
  );
}

const lower = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1);

/** All settings of a few algorithms; of many only what was changed. */
function summary(algorithms: readonly AnySearchAlgorithm[], texts: SettingTexts): string {
  if (algorithms.length <= 2)
    return `Settings: ${algorithms.map((one) => `${one.title} (${told(one, one.settings, texts)})`).join("; ")}`;
  const changed = algorithms.flatMap((one) => {
    const specs = one.settings.filter((spec) => textOf(one.id, spec, texts) !== textOf(one.id, spec, {}));
    return specs.length > 0 ? [`${one.title} (${told(one, specs, texts)})`] : [];
  });
  return `Settings of ${algorithms.length} algorithms, ${changed.length > 0 ? `the changed ones: ${changed.join("; ")}` : "all as they come"}`;
}

/** Settings as they stand. */
function told(
  { id }: AnySearchAlgorithm,
  settings: AnySearchAlgorithm["settings"],
  texts: SettingTexts,
): string {
  return settings
    .map((spec) => {
      const text = textOf(id, spec, texts);
      const value = parseSetting(spec, text);
      return `${lower(spec.title)} ${value === undefined ? text : formatSetting(spec, value)}`;
    })
    .join(", ");
}

interface SettingProps {
  readonly spec: SettingSpec;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function Setting({ spec, text, onChange }: SettingProps) {
  const isLegal = parseSetting(spec, text) !== undefined;
  const choices =
    spec.kind === "choice"
      ? spec.choices
      : [
          { value: "0", title: "off" },
          { value: "1", title: "on" },
        ];
  const field = useId();
  return (
    <span className="search-setting">
      <label htmlFor={field}>{spec.title}</label>
      {spec.kind === "number" ? (
        <input
          id={field}
          type="text"
          inputMode="decimal"
          size={7}
          value={text}
          aria-invalid={!isLegal}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <select id={field} value={text} onChange={(event) => onChange(event.currentTarget.value)}>
          {choices.map(({ value, title }) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      )}
      {!isLegal && <span role="alert">must be {describeSetting(spec)}</span>}
    </span>
  );
}
