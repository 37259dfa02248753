/** @file One heuristic: its settings, its help, and why it does not apply where it does not. */
import { memo } from "react";
import type { Finding, Heuristic, IdleSetting } from "../../core/heuristics/heuristic.ts";
import type { Settings, SettingValue } from "../../core/settings.ts";
import { isLocked } from "../../core/shareLink.ts";
import { Popover } from "../controls/Popover.tsx";
import { SettingControl } from "../controls/SettingControl.tsx";
import { Icon } from "../icons.tsx";

interface HeuristicControlProps {
  readonly heuristic: Heuristic;
  /** Why it does not apply to the space. */
  readonly unavailable: string | undefined;
  /** A value for every one of its settings. */
  readonly values: Settings;
  readonly usual: Settings;
  /** A setting that has no say beside the others. */
  readonly idle?: IdleSetting | undefined;
  /** Settings that the link does not let be changed. */
  readonly lock?: readonly string[];
  /** Values that wait for a new run, of any heuristic. */
  readonly waiting?: Settings;
  /** Begins that run. */
  readonly onTrain?: () => void;
  readonly onChange: (key: string, value: SettingValue) => void;
}

const none: readonly string[] = [];

export const HeuristicControl = memo(function HeuristicControl(props: HeuristicControlProps) {
  const { heuristic, unavailable, values, usual, idle, lock = none, waiting = {}, onTrain, onChange } = props;
  const off = unavailable !== undefined;
  const heading = (
    <div className="heuristic-head">
      <h4>{heuristic.title}</h4>
      <Popover
        label={`About ${heuristic.title}`}
        className="icon-button small"
        button={<Icon name="help" size={16} />}
      >
        <HeuristicHelp heuristic={heuristic} />
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
            usual={usual[spec.key] ?? spec.default}
            disabled={isLocked({ lock }, spec.key)}
            idle={idle?.key === spec.key ? idle.reason : undefined}
            onTrain={Object.hasOwn(waiting, spec.key) ? onTrain : undefined}
            {...(lone && { heading })}
            onChange={onChange}
          />
        ))
      )}
    </div>
  );
});

export const trustText: Readonly<Record<Finding["trust"], string>> = {
  A: "Stated in the paper's abstract or seen in the authors' public code.",
  B: "Direction recalled from the paper with confidence.",
  C: "Direction recalled from the paper; not verified.",
};

/** What it does and why, what the paper reports, and how sure that is. */
export function HeuristicHelp({ heuristic }: { readonly heuristic: Heuristic }) {
  const { title, number, explanation, finding, fidelity, origin } = heuristic;
  return (
    <>
      <p className="popover-title">
        {title}
        {number !== undefined && <span className="note"> · heuristic {number} of the study's 14</span>}
      </p>
      <p>{explanation}</p>
      {finding ? (
        <>
          <p className="finding">{finding.text}</p>
          <p className="source">
            <Source text={finding.source} /> {trustText[finding.trust]}
          </p>
        </>
      ) : (
        <p className="source">
          {origin && (
            <>
              From <Source text={origin} />.{" "}
            </>
          )}
          Not one of the study's fourteen: try it and see.
        </p>
      )}
      {fidelity && <p>{fidelity}</p>}
    </>
  );
}

/** A citation whose address can be followed. */
export function Source({ text }: { readonly text: string }) {
  const address = text.match(/https:\/\/\S+/)?.[0];
  if (!address) return <>{text}.</>;
  return (
    <a href={address} target="_blank" rel="noreferrer">
      {text.replace(address, "").replace(/[,\s]+$/, "")}
    </a>
  );
}
